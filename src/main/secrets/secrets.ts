import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { createKeyLookup, settle, type FoundKey, type Secret, type SecretsOptions } from './key-lookup.ts'
import { environmentNameOf, keyFormOf, takesServiceAccount, type KeyId } from './key-names.ts'
import { formatStoredKey, ownHost } from './stored-key.ts'

export interface KeyStatus {
  readonly id: KeyId
  /** Where the key comes from; null if there is none. */
  readonly source: 'keychain' | 'session' | 'environment' | 'service-account' | null
  /** The last four characters; null if there is no key, or it is too short to show any of it. */
  readonly ending: string | null
  /** Why the keychain could not be read, as a user message. */
  readonly keychainProblem: string | null
}

/** Where a key is about to be sent. */
export interface KeyDestination {
  /** `own` = the service's own address; otherwise scheme, host and port. */
  readonly host: string
  /** The user named it on the command line, in the environment or in `atelier.yaml`: any key may be sent there. */
  readonly isNamedOutside: boolean
}

/** `given`: the key in use may be sent to that host. `other`: there is one, but for other hosts. */
export type KeyPermission = 'none' | 'given' | 'other'

/**
 * Keys for third-party services. They are stored in the system's keychain or nowhere, and sent only to their own hosts.
 */
export interface Secrets {
  /**
   * Returns the credentials for one call: from the keychain, this session, the environment, then a service account's
   * file. An unbound key is bound to this host. @throws credential/missing, credential/unavailable,
   * credential/other-host
   */
  get(id: KeyId, destination: KeyDestination): Promise<Secret>
  /**
   * `session`: in memory until the program ends. `host`: the host it is for; null = the one it is first used for.
   * @throws credential/unavailable, request/invalid
   */
  set(id: KeyId, key: string, options: KeyOptions): Promise<void>
  /** Whether the key in use may be sent to a host. Never throws. */
  permission(id: KeyId, host: string): Promise<KeyPermission>
  /** Allows the key in use for another host, after the user has confirmed it. @throws credential/unavailable */
  allow(id: KeyId, host: string): Promise<void>
  /** Deletes it from the keychain and this session. Returns whether it existed. @throws credential/unavailable */
  delete(id: KeyId): Promise<boolean>
  /** Returns what may be displayed about a key. Never throws. */
  status(id: KeyId): Promise<KeyStatus>
}

interface KeyOptions {
  readonly host: string | null
  readonly keep?: 'keychain' | 'session'
}

const endingLength = 4
/** Four characters of a shorter key would reveal too much of it. */
const shownFromLength = 16

export function createSecrets(options: SecretsOptions): Secrets {
  const { find, ask, session } = createKeyLookup(options)

  async function bind(id: KeyId, { found, hosts }: FoundKey, host: string): Promise<void> {
    if (found?.type !== 'key' || hosts === undefined) return
    const stored = { key: found.key, hosts: [...new Set([...(hosts ?? []), host])] }
    if (found.source === 'session') session.set(id, stored)
    else await ask(id, (keychain) => keychain.write(id, formatStoredKey(stored)))
  }

  return {
    async get(id, { host, isNamedOutside }) {
      const seen = await find(id)
      const { found, hosts, keychainProblem, fileProblem } = seen
      if (found === null) throw fileProblem ?? keychainProblem ?? missing(id)
      if (isNamedOutside || hosts === undefined || hosts?.includes(host)) return found
      if (hosts !== null) throw givenForOthers(id, host)
      // If the binding cannot be saved, the next call tries again.
      await settle(bind(id, seen, host))
      return found
    },
    async set(id, key, { host, keep = 'keychain' }) {
      const stored = { key: requireKey(id, key), hosts: host === null ? null : [host] }
      if (keep === 'session') {
        session.set(id, stored)
        return
      }
      await ask(id, (keychain) => keychain.write(id, formatStoredKey(stored)))
      session.delete(id)
    },
    async delete(id) {
      const wasInSession = session.delete(id)
      const inKeychain = await settle(ask(id, (keychain) => keychain.remove(id)))
      // Without a keychain nothing can be left in it.
      if (inKeychain.problem && !wasInSession) throw inKeychain.problem
      return wasInSession || inKeychain.value === true
    },
    async permission(id, host) {
      const { found, hosts } = await find(id)
      if (found === null) return 'none'
      // A key from the environment is only known to be meant for the service itself.
      return (hosts === undefined ? host === ownHost : hosts?.includes(host)) ? 'given' : 'other'
    },
    allow: async (id, host) => bind(id, await find(id), host),
    async status(id) {
      const { found, keychainProblem } = await find(id)
      const ending = found?.type === 'key' ? endingOf(found.key) : null
      return { id, source: found?.source ?? null, ending, keychainProblem: keychainProblem?.message ?? null }
    },
  }
}

function endingOf(key: string): string | null {
  return key.length >= shownFromLength ? key.slice(-endingLength) : null
}

function missing(id: KeyId): AppError {
  const text = takesServiceAccount(id) ? messages.noKeyOrAccount : messages.noKey
  return new AppError('credential/missing', text({ id, variable: environmentNameOf(id) }), {
    detail: { lacksKeyOf: id },
  })
}

function givenForOthers(id: KeyId, host: string): AppError {
  const where = host === ownHost ? messages.servicesOwnAddress : new URL(host).host
  return new AppError('credential/other-host', messages.keyOfOtherHost({ id, where }))
}

const keyLengthMax = 4_096

/** Strips what surrounds a pasted key. @throws request/invalid, which never quotes it */
function requireKey(id: KeyId, key: string): string {
  const trimmed = key.trim()
  if (trimmed === '') throw invalid(messages.keyEmpty)
  if (trimmed.length > keyLengthMax) throw invalid(messages.keyTooLong)
  if (keyFormOf(id) === 'login') {
    // A password may contain spaces and letters of any script.
    if (/^[^:\s]+:[^\p{Cc}]+$/u.test(trimmed)) return trimmed
    throw invalid(messages.loginFormat)
  }
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw invalid(messages.notKey)
  return trimmed
}

function invalid(message: string): AppError {
  return new AppError('request/invalid', messages.withNothingSaved({ what: message }))
}
