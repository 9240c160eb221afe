import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'

/** The system's store of secrets. Every call rejects where there is none, or where it is locked. */
export interface KeyStore {
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  remove(account: string): Promise<boolean>
}

export interface KeyStoreCache {
  /** In the keychain; in memory until the program ends where there is none. */
  keep(account: string, key: string): Promise<'keychain' | 'session'>
  /** null = it is not there. @throws credential/unavailable where the keychain cannot be asked */
  find(account: string): Promise<string | null>
  /** Never fails: what a keychain that does not answer still has is of no use to anybody. */
  forget(account: string): Promise<void>
}

/** A locked keychain asks the person for a password and may wait for ever where there is nobody to ask. */
const defaultPatienceMs = 30_000

/** Nothing of what the keychain throws is passed on: it might quote what it was given. */
export function createKeyStoreCache(store: KeyStore, patienceMs = defaultPatienceMs): KeyStoreCache {
  const session = new Map<string, string>()

  async function ask<T>(question: () => Promise<T>): Promise<{ readonly value: T } | null> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), patienceMs)
    })
    try {
      return await Promise.race([question().then((value) => ({ value })), late])
    } catch {
      return null
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async keep(account, key) {
      if (await ask(() => store.write(account, key))) return 'keychain'
      session.set(account, key)
      return 'session'
    },
    async find(account) {
      const kept = session.get(account)
      if (kept !== undefined) return kept
      const found = await ask(() => store.read(account))
      if (found !== null) return found.value
      throw new AppError('credential/unavailable', messages.signingKeychainUnavailable)
    },
    async forget(account) {
      session.delete(account)
      await ask(() => store.remove(account))
    },
  }
}
