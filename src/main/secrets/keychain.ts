import * as messages from '../../shared/messages/en/keys.ts'
import { withTimeout } from '../../shared/util/with-timeout.ts'

/** The operating system's credential store. Every call rejects if there is none or it is locked. */
export interface Keychain {
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  /** Returns whether there was something to remove. */
  remove(account: string): Promise<boolean>
}

export interface SystemKeychain extends Keychain {
  /**
   * Rejects new requests and waits briefly for pending ones: exiting while the native module still waits for the system
   * crashes the program.
   */
  close(): Promise<void>
}

/** The part of the native module that is used. */
interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>
  setPassword(service: string, account: string, secret: string): Promise<void>
  deletePassword(service: string, account: string): Promise<boolean>
}

const closingMs = 2_000

/** Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. */
export function createSystemKeychain(service: string, load: () => Promise<Keytar> = loadKeytar): SystemKeychain {
  const underWay = new Set<Promise<unknown>>()
  let isClosed = false

  async function call<T>(operation: (keytar: Keytar) => Promise<T>): Promise<T> {
    const keytar = await load()
    // Every call rejects in the same way if there is no keychain.
    if (isClosed) return Promise.reject(new DOMException(messages.programEnding, 'AbortError'))
    const result = operation(keytar)
    underWay.add(result)
    try {
      return await result
    } finally {
      underWay.delete(result)
    }
  }

  return {
    read: (account) => call((keytar) => keytar.getPassword(service, account)),
    write: (account, secret) => call((keytar) => keytar.setPassword(service, account, secret)),
    remove: (account) => call((keytar) => keytar.deletePassword(service, account)),
    async close() {
      isClosed = true
      await withTimeout(Promise.allSettled(underWay), closingMs, () => undefined)
    },
  }
}

/** Loads the native module on first use: a start without keys does not need it. */
async function loadKeytar(): Promise<Keytar> {
  return (await import('keytar')).default
}
