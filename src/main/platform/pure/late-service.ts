type Methods<T> = { readonly [K in keyof T]: (...args: never[]) => unknown }

/**
 * A service whose code is loaded with the first call of one of its methods, all of which return promises, but for those
 * that `own` returns: they are there at once. A failed load is tried again with the next call.
 */
export function lateService<T extends Methods<T>, K extends keyof T>(
  load: () => Promise<T>,
  own: (loaded: () => Promise<T>) => Pick<T, K>,
): T {
  let loading: Promise<T> | null = null

  async function loaded(): Promise<T> {
    loading ??= load().catch((thrown: unknown) => {
      loading = null
      throw thrown
    })
    return loading
  }

  const call =
    (name: keyof T) =>
    async (...args: never[]) =>
      (await loaded())[name](...args)
  return new Proxy<object>(own(loaded), {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name) as unknown
      // Whoever awaits the service itself gets it.
      return name === 'then' ? undefined : call(name as keyof T)
    },
  }) as T
}
