/** Loads with the first call, once; a failed load is tried again with the next call. */
export interface Lazy<T> {
  (): Promise<T>
  /** What was asked for already; null = nothing, or it failed. */
  readonly started: () => Promise<T> | null
}

/** The one way to load code late: `lazy(() => import(…))`, with what is made of it. */
export function lazy<T>(load: () => Promise<T>): Lazy<T> {
  let loading: Promise<T> | null = null
  const open = () =>
    (loading ??= load().catch((thrown: unknown) => {
      loading = null
      throw thrown
    }))
  return Object.assign(open, { started: () => loading })
}

type Methods<T> = { readonly [K in keyof T]: (...args: never[]) => unknown }

/**
 * A service whose code is loaded with the first call of one of its methods, all of which return promises, but for those
 * of `own`: they are there at once.
 */
export function lazyService<T extends Methods<T>, K extends keyof T>(loaded: Lazy<T>, own: Pick<T, K>): T {
  const call =
    (name: keyof T) =>
    async (...args: never[]) =>
      (await loaded())[name](...args)
  return new Proxy<object>(own, {
    get(target, name) {
      if (Object.hasOwn(target, name)) return Reflect.get(target, name) as unknown
      // Whoever awaits the service itself gets it.
      return name === 'then' ? undefined : call(name as keyof T)
    },
  }) as T
}
