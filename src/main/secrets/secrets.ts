import { AppError } from '../../shared/errors/index.ts'
import { environmentNameOf, type KeyId } from './key-names.ts'
import type { Keychain } from './keychain.ts'

export interface KeyStatus {
  readonly id: KeyId
  /** Where the key comes from; null when there is none. */
  readonly source: 'keychain' | 'environment' | null
  /** The last four characters; null when there is no key, or one too short to show any of it. */
  readonly ending: string | null
  /** Why the keychain could not be asked, for a person. */
  readonly keychainProblem: string | null
}

/** Keys to other people's services. They are kept in the system's keychain, or nowhere. */
export interface Secrets {
  /** The key for one call: keychain first, then the environment. @throws credential/missing, credential/unavailable */
  get(id: KeyId): Promise<string>
  /** @throws credential/unavailable, request/invalid */
  set(id: KeyId, key: string): Promise<void>
  /** Removes it from the keychain. Returns whether it was there. @throws credential/unavailable */
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
  readonly found: { readonly key: string; readonly source: 'keychain' | 'environment' } | null
  /** Why the keychain could not be asked. */
  readonly problem: AppError | null
}

const endingLength = 4
/** Showing four characters of a shorter key would give too much of it away. */
const shownFromLength = 16
const keyLengthMax = 4_096

export function createSecrets({ keychain, env, patienceMs = 30_000 }: SecretsOptions): Secrets {
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

  function fromEnvironment(id: KeyId): string | null {
    return env[environmentNameOf(id)]?.trim() || null
  }

  async function look(id: KeyId): Promise<Look> {
    const inEnvironment = fromEnvironment(id)
    const found = inEnvironment === null ? null : ({ key: inEnvironment, source: 'environment' } as const)
    try {
      const key = await ask(id, () => keychain.read(id))
      return { found: key === null ? found : { key, source: 'keychain' }, problem: null }
    } catch (thrown) {
      return { found, problem: thrown instanceof AppError ? thrown : unavailable(id, 'cannot be used') }
    }
  }

  return {
    async get(id) {
      const { found, problem } = await look(id)
      if (found) return found.key
      if (problem) throw problem
      throw new AppError(
        'credential/missing',
        `There is no key for ${id}. Add one with "keys set ${id}", or set ${environmentNameOf(id)}.`,
      )
    },
    async set(id, key) {
      const trimmed = requireKey(key)
      await ask(id, () => keychain.write(id, trimmed))
    },
    delete: (id) => ask(id, () => keychain.remove(id)),
    async status(id) {
      const { found, problem } = await look(id)
      const keychainProblem = problem?.message ?? null
      return { id, source: found?.source ?? null, ending: endingOf(found?.key), keychainProblem }
    },
  }
}

function requireKey(key: string): string {
  const trimmed = key.trim()
  if (trimmed === '') throw new AppError('request/invalid', 'The key is empty. Nothing was stored.')
  if (trimmed.length > keyLengthMax || !/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new AppError('request/invalid', 'This does not look like a key: it must be one word. Nothing was stored.')
  }
  return trimmed
}

function endingOf(key: string | undefined): string | null {
  return key !== undefined && key.length >= shownFromLength ? key.slice(-endingLength) : null
}

function unavailable(id: KeyId, what: string): AppError {
  return new AppError(
    'credential/unavailable',
    `The keychain of this computer ${what}, and Atelier keeps keys nowhere else. ` +
      `Unlock or install one (on Linux: a Secret Service such as GNOME Keyring or KWallet), ` +
      `or set the environment variable ${environmentNameOf(id)} before starting Atelier.`,
  )
}
