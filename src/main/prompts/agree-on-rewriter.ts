import type { ServiceAddress } from '../../shared/domain/guarded-values.ts'
import type { RewriterSettings } from '../../shared/domain/prompts.ts'
import { requireConsent, type ConfirmAddress } from '../providers/core/address-consent.ts'
import { parseBaseUrl } from '../providers/core/url-policy.ts'
import type { Secrets } from '../secrets/index.ts'

interface AgreeOptions {
  /** As it was typed. */
  readonly baseUrl: string
  readonly secrets: Pick<Secrets, 'permission' | 'allow'>
  readonly confirm: ConfirmAddress
}

/** The language model's new address. @throws configuration/invalid, request/cancelled where the person says no */
export async function agreeOnRewriter(
  { baseUrl: from }: RewriterSettings,
  { baseUrl, secrets, confirm }: AgreeOptions,
): Promise<ServiceAddress> {
  const to = parseBaseUrl(baseUrl)
  const host = new URL(to).origin
  return requireConsent({
    label: 'prompt rewriting',
    secret: 'API key',
    isLocal: true,
    from,
    to,
    isOwn: false,
    permission: () => secrets.permission('rewriter', host),
    allow: () => secrets.allow('rewriter', host),
    confirm,
  })
}
