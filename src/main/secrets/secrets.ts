import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/keys.ts'
import { createKeyLookup, settle, type FoundKey, type Secret, type SecretsOptions } from './key-lookup.ts'
import { environmentNameOf, keyFormOf, takesServiceAccount, type KeyId } from './key-names.ts'
import { formatStoredKey, ownHost } from './stored-key.ts'

export interface KeyStatus {
  readonly id: KeyId
  /** Where the key comes from; null when there is none. */
  readonly source: 'keychain' | 'session' | 'environment' | 'service-account' | null
  /** The last four characters; null when there is no key, or one too short to show any of it. */
  readonly ending: string | null
  /** Why the keychain could not be asked, for a person. */
  readonly keychainProblem: string | null
}

/** Where a key is about to be sent. */
export interface KeyDestination {
  /** `own` = the service's own address; else scheme, host and port. */
  readonly host: string
  /** The person named it on the command line, in the environment or in `atelier.yaml`: every key may go there. */
  readonly isNamedOutside: boolean
}

/** `given`: the key in use may go to that host. `other`: there is one, given for other hosts. */
export type KeyPermission = 'none' | 'given' | 'other'

/** Keys to other people's services. They are kept in the system's keychain, or nowhere, and go only to their own hosts. */
export interface Secrets {
  /**
   * What to use for one call: keychain, then this session, then the environment, then a service account's file. A key that
   * is not bound yet is bound to this host.
   * @throws credential/missing, credential/unavailable, credential/other-host
   */
  get(id: KeyId, destination: KeyDestination): Promise<Secret>
  /**
   * `session`: in memory until the program ends. `host`: the one it is given for; null = the one it is first used for.
   * @throws credential/unavailable, request/invalid
   */
  set(id: KeyId, key: string, options: KeyOptions): Promise<void>
  /** Whether the key in use may go to a host. Never throws. */
  permission(id: KeyId, host: string): Promise<KeyPermission>
  /** The person has confirmed that the key in use may go there too. @throws credential/unavailable */
  allow(id: KeyId, host: string): Promise<void>
  /** Forgets it in the keychain and in this session. Returns whether it was there. @throws credential/unavailable */
  delete(id: KeyId): Promise<boolean>
  /** What may be shown of a key. Never throws. */
  status(id: KeyId): Promise<KeyStatus>
}

interface KeyOptions {
  readonly host: string | null
  readonly keep?: 'keychain' | 'session'
}

const endingLength = 4
/** Showing four characters of a shorter key would give too much of it away. */
const shownFromLength = 16

export function createSecrets(options: SecretsOptions): Secrets {
  const { find, ask, session } = createKeyLookup(options)

  async function bind(id: KeyId, { found, hosts }: FoundKey, host: string): Promise<void> {
    if (found?.is !== 'key' || hosts === undefined) return
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
      // Where that cannot be written down, the next call tries again.
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
      // Without a keychain there is nothing in it to leave behind.
      if (inKeychain.problem && !wasInSession) throw inKeychain.problem
      return wasInSession || inKeychain.value === true
    },
    async permission(id, host) {
      const { found, hosts } = await find(id)
      if (found === null) return 'none'
      // What the environment has is only known to be meant for the service itself.
      return (hosts === undefined ? host === ownHost : hosts?.includes(host)) ? 'given' : 'other'
    },
    allow: async (id, host) => bind(id, await find(id), host),
    async status(id) {
      const { found, keychainProblem } = await find(id)
      const ending = found?.is === 'key' ? endingOf(found.key) : null
      return { id, source: found?.source ?? null, ending, keychainProblem: keychainProblem?.message ?? null }
    },
  }
}

function endingOf(key: string): string | null {
  return key.length >= shownFromLength ? key.slice(-endingLength) : null
}

function missing(id: KeyId): AppError {
  const text = takesServiceAccount(id) ? messages.noKeyOrAccount : messages.noKey
  return new AppError('credential/missing', text({ id, variable: environmentNameOf(id) }))
}

function givenForOthers(id: KeyId, host: string): AppError {
  const where = host === ownHost ? messages.servicesOwnAddress : new URL(host).host
  return new AppError('credential/other-host', messages.keyOfOtherHost({ id, where }))
}

const keyLengthMax = 4_096

/** The key without what surrounds it when it is pasted. @throws request/invalid, which never quotes it */
function requireKey(id: KeyId, key: string): string {
  const trimmed = key.trim()
  if (trimmed === '') throw invalid(messages.keyEmpty)
  if (trimmed.length > keyLengthMax) throw invalid(messages.keyTooLong)
  if (keyFormOf(id) === 'login') {
    // A password may have blanks in it, and letters of any alphabet.
    if (/^[^:\s]+:[^\p{Cc}]+$/u.test(trimmed)) return trimmed
    throw invalid(messages.loginFormat)
  }
  if (!/^[\x21-\x7e]+$/.test(trimmed)) throw invalid(messages.notKey)
  return trimmed
}

function invalid(what: string): AppError {
  return new AppError('request/invalid', messages.withNothingSaved({ what }))
}
