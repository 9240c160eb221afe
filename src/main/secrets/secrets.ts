import { AppError } from '../../shared/errors/index.ts'
import { environmentNameOf, takesServiceAccount, type KeyId } from './key-names.ts'
import type { Keychain } from './keychain.ts'
import { readServiceAccount, type ServiceAccount } from './read-service-account.ts'
import { requireKey } from './require-key.ts'

export interface KeyStatus {
  readonly id: KeyId
  /** Where the key comes from; null when there is none. */
  readonly source: 'keychain' | 'session' | 'environment' | 'service-account' | null
  /** The last four characters; null when there is no key, or one too short to show any of it. */
  readonly ending: string | null
  /** Why the keychain could not be asked, for a person. */
  readonly keychainProblem: string | null
}

/** What proves who asks. */
export type Secret =
  | { readonly is: 'key'; readonly key: string; readonly source: 'keychain' | 'session' | 'environment' }
  | { readonly is: 'service-account'; readonly account: ServiceAccount; readonly source: 'service-account' }

/** Keys to other people's services. They are kept in the system's keychain, or nowhere. */
export interface Secrets {
  /**
   * What to use for one call: keychain, then this session, then the environment, then a service account's file.
   * @throws credential/missing, credential/unavailable
   */
  get(id: KeyId): Promise<Secret>
  /** `session`: in memory until the program ends. @throws credential/unavailable, request/invalid */
  set(id: KeyId, key: string, keep?: 'keychain' | 'session'): Promise<void>
  /** Forgets it in the keychain and in this session. Returns whether it was there. @throws credential/unavailable */
  delete(id: KeyId): Promise<boolean>
  /** What may be shown of a key. Never throws. */
  status(id: KeyId): Promise<KeyStatus>
}

interface SecretsOptions {
  readonly keychain: Keychain
  readonly env: Readonly<Record<string, string | undefined>>
  /** A locked keychain asks the person for a password and may wait for ever where there is nobody to ask. */
  readonly patienceMs?: number
}

interface Look {
  readonly found: Secret | null
  /** Why the keychain could not be asked. */
  readonly keychainProblem: AppError | null
  /** Why the service account's file cannot be used. */
  readonly fileProblem: AppError | null
}

const endingLength = 4
/** Showing four characters of a shorter key would give too much of it away. */
const shownFromLength = 16

export function createSecrets({ keychain, env, patienceMs = 30_000 }: SecretsOptions): Secrets {
  const session = new Map<KeyId, string>()

  /** Nothing of what the keychain threw is passed on: it might quote what it was given. */
  async function ask<T>(id: KeyId, question: () => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unavailable(id, 'did not answer')), patienceMs)
    })
    try {
      return await Promise.race([question(), late])
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : unavailable(id, 'cannot be used')
    } finally {
      clearTimeout(timer)
    }
  }

  async function look(id: KeyId): Promise<Look> {
    const inKeychain = await settle(ask(id, () => keychain.read(id)))
    const keychainProblem = inKeychain.problem
    const key = inKeychain.value
    if (key !== null) return { found: { is: 'key', key, source: 'keychain' }, keychainProblem, fileProblem: null }
    const elsewhere = outsideKeychain(id)
    if (elsewhere || !takesServiceAccount(id)) return { found: elsewhere, keychainProblem, fileProblem: null }
    const { value: account, problem: fileProblem } = await settle(readServiceAccount(env))
    const found = account && ({ is: 'service-account', account, source: 'service-account' } as const)
    return { found, keychainProblem, fileProblem }
  }

  function outsideKeychain(id: KeyId): Secret | null {
    const inSession = session.get(id)
    if (inSession !== undefined) return { is: 'key', key: inSession, source: 'session' }
    const inEnvironment = env[environmentNameOf(id)]?.trim()
    return inEnvironment ? { is: 'key', key: inEnvironment, source: 'environment' } : null
  }

  return {
    async get(id) {
      const { found, keychainProblem, fileProblem } = await look(id)
      if (found) return found
      throw fileProblem ?? keychainProblem ?? missing(id)
    },
    async set(id, key, keep = 'keychain') {
      const trimmed = requireKey(id, key)
      if (keep === 'session') {
        session.set(id, trimmed)
        return
      }
      await ask(id, () => keychain.write(id, trimmed))
      session.delete(id)
    },
    async delete(id) {
      const wasInSession = session.delete(id)
      const inKeychain = await settle(ask(id, () => keychain.remove(id)))
      // Without a keychain there is nothing in it to leave behind.
      if (inKeychain.problem && !wasInSession) throw inKeychain.problem
      return wasInSession || inKeychain.value === true
    },
    async status(id) {
      const { found, keychainProblem } = await look(id)
      const ending = found?.is === 'key' ? endingOf(found.key) : null
      return { id, source: found?.source ?? null, ending, keychainProblem: keychainProblem?.message ?? null }
    },
  }
}

/** Every failure in here is an `AppError` already: `ask` and `readServiceAccount` see to it. */
async function settle<T>(work: Promise<T>): Promise<{ value: T | null; problem: AppError | null }> {
  try {
    return { value: await work, problem: null }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return { value: null, problem: thrown }
  }
}

function endingOf(key: string): string | null {
  return key.length >= shownFromLength ? key.slice(-endingLength) : null
}

function missing(id: KeyId): AppError {
  const account = takesServiceAccount(id) ? ', or GOOGLE_APPLICATION_CREDENTIALS for a service account' : ''
  return new AppError(
    'credential/missing',
    `There is no key for ${id}, so nothing was sent. Add one on the Models page or with "keys set ${id}", ` +
      `or set ${environmentNameOf(id)}${account}.`,
  )
}

function unavailable(id: KeyId, what: string): AppError {
  return new AppError(
    'credential/unavailable',
    `The keychain of this computer ${what}, and Atelier keeps keys nowhere else. ` +
      `Unlock or install one (on Linux: a Secret Service such as GNOME Keyring or KWallet), ` +
      `or set the environment variable ${environmentNameOf(id)} before starting Atelier.`,
  )
}
