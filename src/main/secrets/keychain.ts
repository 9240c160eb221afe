import * as messages from '../../shared/messages/en/keys.ts'

/** The operating system's store of secrets. Every call rejects where there is none, or where it is locked. */
export interface Keychain {
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  /** Whether there was something to remove. */
  remove(account: string): Promise<boolean>
}

export interface SystemKeychain extends Keychain {
  /**
   * Takes no more questions and waits a moment for those under way: a program that ends while the native module still
   * waits for the system ends in a crash.
   */
  close(): Promise<void>
}

/** What is used of the native module. */
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

  async function ask<T>(question: (keytar: Keytar) => Promise<T>): Promise<T> {
    const keytar = await load()
    // Rejecting is what every call does where there is no keychain.
    if (isClosed) return Promise.reject(new DOMException(messages.programEnding, 'AbortError'))
    const answer = question(keytar)
    underWay.add(answer)
    try {
      return await answer
    } finally {
      underWay.delete(answer)
    }
  }

  return {
    read: (account) => ask((keytar) => keytar.getPassword(service, account)),
    write: (account, secret) => ask((keytar) => keytar.setPassword(service, account, secret)),
    remove: (account) => ask((keytar) => keytar.deletePassword(service, account)),
    async close() {
      isClosed = true
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, closingMs)
      })
      await Promise.race([Promise.allSettled(underWay), late])
      clearTimeout(timer)
    },
  }
}

/** Loaded at the first use: the native module is of no interest to a start without keys. */
async function loadKeytar(): Promise<Keytar> {
  return (await import('keytar')).default
}
