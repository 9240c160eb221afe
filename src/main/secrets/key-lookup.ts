import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { environmentNameOf, takesServiceAccount, type KeyId } from './key-names.ts'
import type { Keychain } from './keychain.ts'
import { readServiceAccount, type ServiceAccount } from './read-service-account.ts'
import { readStoredKey, type StoredKey } from './stored-key.ts'

/** What proves who asks. */
export type Secret =
  | { readonly is: 'key'; readonly key: string; readonly source: 'keychain' | 'session' | 'environment' }
  | { readonly is: 'service-account'; readonly account: ServiceAccount; readonly source: 'service-account' }

export interface SecretsOptions {
  readonly keychain: Keychain
  readonly env: Readonly<Record<string, string | undefined>>
  /** A locked keychain asks the person for a password and may wait for ever where there is nobody to ask. */
  readonly patienceMs?: number
}

/** What there is for one key. */
export interface FoundKey {
  readonly found: Secret | null
  /** Of a key in the keychain or in this session; undefined = what the environment has is bound to nothing. */
  readonly hosts?: StoredKey['hosts']
  /** Why the keychain could not be asked. */
  readonly keychainProblem: AppError | null
  /** Why the service account's file cannot be used. */
  readonly fileProblem: AppError | null
}

export interface KeyLookup {
  /** Keychain, then this session, then the environment, then a service account's file. Never throws. */
  find(id: KeyId): Promise<FoundKey>
  /** Asks the keychain. @throws credential/unavailable */
  ask<T>(id: KeyId, question: (keychain: Keychain) => Promise<T>): Promise<T>
  /** Keys in memory until the program ends. */
  readonly session: Map<KeyId, StoredKey>
}

export function createKeyLookup({ keychain, env, patienceMs = 30_000 }: SecretsOptions): KeyLookup {
  const session = new Map<KeyId, StoredKey>()

  /** Nothing of what the keychain threw is passed on: it might quote what it was given. */
  async function ask<T>(id: KeyId, question: (keychain: Keychain) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(unavailable(id, messages.keychainSilent)), patienceMs)
    })
    try {
      return await Promise.race([question(keychain), late])
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : unavailable(id, messages.keychainUnusable)
    } finally {
      clearTimeout(timer)
    }
  }

  async function find(id: KeyId): Promise<FoundKey> {
    const inKeychain = await settle(ask(id, (asked) => asked.read(id)))
    const problems = { keychainProblem: inKeychain.problem, fileProblem: null }
    if (inKeychain.value !== null) {
      const { key, hosts } = readStoredKey(inKeychain.value)
      return { found: { is: 'key', key, source: 'keychain' }, hosts, ...problems }
    }
    const inSession = session.get(id)
    if (inSession !== undefined) {
      const { key, hosts } = inSession
      return { found: { is: 'key', key, source: 'session' }, hosts, ...problems }
    }
    const inEnvironment = env[environmentNameOf(id)]?.trim()
    if (inEnvironment) return { found: { is: 'key', key: inEnvironment, source: 'environment' }, ...problems }
    if (!takesServiceAccount(id)) return { found: null, ...problems }
    const { value: account, problem: fileProblem } = await settle(readServiceAccount(env))
    const found = account && ({ is: 'service-account', account, source: 'service-account' } as const)
    return { found, ...problems, fileProblem }
  }

  return { find, ask, session }
}

/** Every failure in here is an `AppError` already: `ask` and `readServiceAccount` see to it. */
export async function settle<T>(work: Promise<T>): Promise<{ value: T | null; problem: AppError | null }> {
  try {
    return { value: await work, problem: null }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown
    return { value: null, problem: thrown }
  }
}

function unavailable(id: KeyId, text: typeof messages.keychainUnusable): AppError {
  return new AppError('credential/unavailable', text({ variable: environmentNameOf(id) }))
}
