/** An in-memory keychain, discarded after the test. */
export interface MemoryKeychain {
  readonly kept: Map<string, string>
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  remove(account: string): Promise<boolean>
}

export function createMemoryKeychain(): MemoryKeychain {
  const kept = new Map<string, string>()
  return {
    kept,
    read: async (account) => kept.get(account) ?? null,
    write: async (account, secret) => void kept.set(account, secret),
    remove: async (account) => kept.delete(account),
  }
}

const locked = () => Promise.reject(new Error('no such interface'))
/** Fails like a computer without a keychain. */
export const noKeychain = { read: locked, write: locked, remove: locked }
