import type { ServiceAddress } from '../../../shared/domain/guarded-values.ts'
import { isKeyId, ownHost } from '../../secrets/index.ts'
import type { ProviderAdapter } from '../core/adapter.ts'
import { requireConsent, type ConfirmAddress } from '../core/address-consent.ts'
import { parseBaseUrl } from '../core/url-policy.ts'
import type { ManagerParts } from './manager-parts.ts'
import { keyHostOf } from './provider-choices.ts'

interface AgreeOptions {
  /** As it was typed; null or empty = the service's own. */
  readonly baseUrl: string | null
  readonly confirm: ConfirmAddress
}

/**
 * A provider's new address; null = the service's own.
 * @throws configuration/invalid, request/cancelled where the person says no
 */
export async function agreeOnAddress(
  { secrets, settings }: Pick<ManagerParts, 'secrets' | 'settings'>,
  adapter: ProviderAdapter,
  { baseUrl, confirm }: AgreeOptions,
): Promise<ServiceAddress | null> {
  const { id, label, kind, credential } = adapter
  const to = baseUrl === null || baseUrl === '' ? adapter.baseUrl : parseBaseUrl(baseUrl)
  const host = keyHostOf(adapter, to)
  const address = await requireConsent({
    label,
    secret: credential.form === 'login' ? 'login' : 'API key',
    isLocal: kind === 'local',
    from: settings.get().providers[id]?.baseUrl ?? adapter.baseUrl,
    to,
    isOwn: host === ownHost,
    permission: async () => (isKeyId(id) ? secrets.permission(id, host) : 'none'),
    allow: async () => (isKeyId(id) ? secrets.allow(id, host) : undefined),
    confirm,
  })
  return address === adapter.baseUrl ? null : address
}
