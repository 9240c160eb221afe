import type { ServiceAddress } from '../../shared/domain/guarded-values.ts'
import type { RewriterSettings } from '../../shared/domain/prompts.ts'
import { promptRewriting } from '../../shared/messages/en/prompting.ts'
import { requireConsent, type ConfirmAddress } from '../providers/core/address-consent.ts'
import { parseBaseUrl } from '../providers/core/wire/url-policy.ts'
import type { Secrets } from '../secrets/index.ts'

interface AgreeOptions {
  /** As typed. */
  readonly baseUrl: string
  readonly secrets: Pick<Secrets, 'permission' | 'allow'>
  readonly confirm: ConfirmAddress
}

/** Returns the language model's new address. @throws configuration/invalid, request/cancelled if the user declines */
export async function agreeOnRewriter(
  { baseUrl: from }: RewriterSettings,
  { baseUrl, secrets, confirm }: AgreeOptions,
): Promise<ServiceAddress> {
  const to = parseBaseUrl(baseUrl)
  const host = new URL(to).origin
  return requireConsent({
    label: promptRewriting,
    secret: 'key',
    isLocal: true,
    from,
    to,
    isOwn: false,
    permission: () => secrets.permission('rewriter', host),
    allow: () => secrets.allow('rewriter', host),
    confirm,
  })
}
