import { beforeEach, type beforeAll } from 'vitest'

export type Before = typeof beforeEach | typeof beforeAll

/** What each test (or with `beforeAll`, each file) has anew: it stands for the one of the test that runs. */
export function anew<T extends object>(make: () => Promise<[T, () => Promise<void>]>, before: Before = beforeEach): T {
  let current: T | undefined
  before(async () => {
    const [made, end] = await make()
    current = made
    return async () => {
      current = undefined
      await end()
    }
  })
  const now = (): T => {
    if (current === undefined) throw new Error('There is none outside a test')
    return current
  }
  return new Proxy({} as T, {
    get: (_target, key) => Reflect.get(now(), key),
    set: (_target, key, value) => Reflect.set(now(), key, value),
    // Copied with `...`.
    ownKeys: () => Reflect.ownKeys(now()),
    getOwnPropertyDescriptor(_target, key) {
      const own = Reflect.getOwnPropertyDescriptor(now(), key)
      return own && { ...own, configurable: true }
    },
  })
}
