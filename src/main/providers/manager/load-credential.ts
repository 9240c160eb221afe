import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/provider-manager.ts'
import { isKeyId, type KeyDestination, type Secret, type Secrets } from '../../secrets/index.ts'
import type { Credential, ProviderAdapter } from '../core/adapter.ts'
import type { CloudProject } from '../core/call.ts'

export interface LoadedCredential {
  readonly credential: Credential
  /** What must be redacted from everything that leaves. */
  readonly secrets: readonly string[]
  readonly project: CloudProject | undefined
}

const none: LoadedCredential = { credential: { type: 'none' }, secrets: [], project: undefined }

/**
 * Loads the credential for one call: the key given with the call, or else the user's.
 * @throws credential/missing, credential/unavailable, credential/rejected, credential/other-host
 */
export async function loadCredential(
  adapter: ProviderAdapter,
  secrets: Pick<Secrets, 'get'>,
  destination: KeyDestination,
  key: string | undefined,
): Promise<LoadedCredential> {
  const { id, credential: rule } = adapter
  if (rule.need === 'none' || !isKeyId(id)) return none
  if (key !== undefined) return fromKey(adapter, key.trim())
  try {
    return fromSecret(adapter, await secrets.get(id, destination))
  } catch (thrown) {
    if (rule.need === 'optional' && isAbsent(thrown)) return none
    throw thrown
  }
}

/** Includes an unavailable keychain: a server that needs no key must work without one. */
function isAbsent(thrown: unknown): boolean {
  return thrown instanceof AppError && ['credential/missing', 'credential/unavailable'].includes(thrown.code)
}

function fromSecret(adapter: ProviderAdapter, secret: Secret): LoadedCredential {
  if (secret.type === 'key') return fromKey(adapter, secret.key)
  const { account } = secret
  return {
    credential: { type: 'service-account', ...account },
    secrets: [account.privateKey],
    project: { projectId: account.projectId, location: account.location },
  }
}

function fromKey({ label, credential: { form } }: ProviderAdapter, key: string): LoadedCredential {
  if (key === '') throw new AppError('credential/missing', messages.apiKeyEmpty({ provider: label }))
  if (form === 'key') {
    // An invalid header value would otherwise surface as an internal error that names the header.
    if (!/^[\x21-\x7e]+$/.test(key)) throw notOneWord(label)
    return { credential: { type: 'key', key }, secrets: [key], project: undefined }
  }
  const at = key.indexOf(':')
  if (at < 1 || at === key.length - 1) {
    throw new AppError('credential/rejected', messages.loginFormat({ provider: label }))
  }
  const login = { user: key.slice(0, at), password: key.slice(at + 1) }
  return { credential: { type: 'login', ...login }, secrets: [key, login.password], project: undefined }
}

function notOneWord(label: string): AppError {
  return new AppError('credential/rejected', messages.apiKeyInvalid({ provider: label }))
}
