/** Returns a service of which only these members are there: a test that reaches another one fails with its name. */
export function partOf<T extends object>(members: Partial<T>): T {
  return new Proxy(members, {
    get(target, name, receiver) {
      // Whoever awaits it asks whether it is a promise.
      if (name in target || name === 'then' || typeof name === 'symbol') return Reflect.get(target, name, receiver)
      throw new Error(`Not in this test: ${name}`)
    },
  }) as T
}
