/** The operating system's store of secrets. Every call rejects where there is none, or where it is locked. */
export interface Keychain {
  read(account: string): Promise<string | null>
  write(account: string, secret: string): Promise<void>
  /** Whether there was something to remove. */
  remove(account: string): Promise<boolean>
}

/** Keychain on macOS, Credential Manager on Windows, Secret Service on Linux. */
export function createSystemKeychain(service: string): Keychain {
  return {
    read: async (account) => (await loadKeytar()).getPassword(service, account),
    write: async (account, secret) => (await loadKeytar()).setPassword(service, account, secret),
    remove: async (account) => (await loadKeytar()).deletePassword(service, account),
  }
}

/** Loaded at the first use: the native module is of no interest to a start without keys. */
async function loadKeytar() {
  return (await import('keytar')).default
}
