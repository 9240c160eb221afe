import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { withTimeout } from '../../shared/util/with-timeout.ts'
import { environmentNameOf, takesServiceAccount, type KeyId } from './key-names.ts'
import type { Keychain } from './keychain.ts'
import { readServiceAccount, type ServiceAccount } from './read-service-account.ts'
import { readStoredKey, type StoredKey } from './stored-key.ts'

/** Credentials for a request. */
export type Secret =
  | { readonly type: 'key'; readonly key: string; readonly source: 'keychain' | 'session' | 'environment' }
  | { readonly type: 'service-account'; readonly account: ServiceAccount; readonly source: 'service-account' }

export interface SecretsOptions {
  readonly keychain: Keychain
  readonly env: Readonly<Record<string, string | undefined>>
  /** A locked keychain prompts for a password and may wait forever if there is no user. */
  readonly patienceMs?: number
}

/** What was found for one key. */
export interface FoundKey {
  readonly found: Secret | null
  /** For a key in the keychain or this session; undefined = a key from the environment, which is not bound to hosts. */
  readonly hosts?: StoredKey['hosts']
  /** Why the keychain could not be read. */
  readonly keychainProblem: AppError | null
  /** Why the service account's file cannot be used. */
  readonly fileProblem: AppError | null
}

export interface KeyLookup {
  /** Looks in the keychain, this session, the environment, then a service account's file. Never throws. */
  find(id: KeyId): Promise<FoundKey>
  /** Queries the keychain. @throws credential/unavailable */
  ask<T>(id: KeyId, question: (keychain: Keychain) => Promise<T>): Promise<T>
  /** Keys in memory until the program ends. */
  readonly session: Map<KeyId, StoredKey>
}

export function createKeyLookup({ keychain, env, patienceMs = 30_000 }: SecretsOptions): KeyLookup {
  const session = new Map<KeyId, StoredKey>()

  /** Errors thrown by the keychain are dropped: they might quote secrets. */
  async function callKeychain<T>(id: KeyId, operation: (keychain: Keychain) => Promise<T>): Promise<T> {
    try {
      return await withTimeout(operation(keychain), patienceMs, () => {
        throw unavailable(id, messages.keychainSilent)
      })
    } catch (thrown) {
      throw thrown instanceof AppError ? thrown : unavailable(id, messages.keychainUnusable)
    }
  }

  async function find(id: KeyId): Promise<FoundKey> {
    const inKeychain = await settle(callKeychain(id, (store) => store.read(id)))
    const problems = { keychainProblem: inKeychain.problem, fileProblem: null }
    if (inKeychain.value !== null) {
      const { key, hosts } = readStoredKey(inKeychain.value)
      return { found: { type: 'key', key, source: 'keychain' }, hosts, ...problems }
    }
    const inSession = session.get(id)
    if (inSession !== undefined) {
      const { key, hosts } = inSession
      return { found: { type: 'key', key, source: 'session' }, hosts, ...problems }
    }
    const inEnvironment = env[environmentNameOf(id)]?.trim()
    if (inEnvironment) return { found: { type: 'key', key: inEnvironment, source: 'environment' }, ...problems }
    if (!takesServiceAccount(id)) return { found: null, ...problems }
    const { value: account, problem: fileProblem } = await settle(readServiceAccount(env))
    const found = account && ({ type: 'service-account', account, source: 'service-account' } as const)
    return { found, ...problems, fileProblem }
  }

  return { find, ask: callKeychain, session }
}

/** Every failure here is already an `AppError`: `ask` and `readServiceAccount` ensure that. */
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
