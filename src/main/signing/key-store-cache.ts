import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { withTimeout } from '../../shared/util/with-timeout.ts'

/** The system's credential store. Every call rejects if there is none or it is locked. */
export interface KeyStore {
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  remove(account: string): Promise<boolean>
}

export interface KeyStoreCache {
  /** Stores it in the keychain, or in memory until the program ends if there is none. */
  keep(account: string, key: string): Promise<'keychain' | 'session'>
  /** null = not found. @throws credential/unavailable if the keychain cannot be read */
  find(account: string): Promise<string | null>
  /** Never fails: an entry left in an unavailable keychain is useless anyway. */
  forget(account: string): Promise<void>
}

/** A locked keychain prompts for a password and may wait forever if there is no user. */
const defaultPatienceMs = 30_000

/** Errors thrown by the keychain are dropped: they might quote secrets. */
export function createKeyStoreCache(store: KeyStore, patienceMs = defaultPatienceMs): KeyStoreCache {
  const session = new Map<string, string>()

  async function callStore<T>(operation: () => Promise<T>): Promise<{ readonly value: T } | null> {
    try {
      return await withTimeout(
        operation().then((value) => ({ value })),
        patienceMs,
        () => null,
      )
    } catch {
      return null
    }
  }

  return {
    async keep(account, key) {
      if (await callStore(() => store.write(account, key))) return 'keychain'
      session.set(account, key)
      return 'session'
    },
    async find(account) {
      const sessionKey = session.get(account)
      if (sessionKey !== undefined) return sessionKey
      const found = await callStore(() => store.read(account))
      if (found !== null) return found.value
      throw new AppError('credential/unavailable', messages.signingKeychainUnavailable)
    },
    async forget(account) {
      session.delete(account)
      await callStore(() => store.remove(account))
    },
  }
}
