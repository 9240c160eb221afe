import type { ProviderView } from '../../../shared/domain/provider.ts'
import * as messages from '../../../shared/messages/en/model-details.ts'

export interface PrivacyNote {
  /** Where requests go; null if the text names it. */
  readonly host: string | null
  readonly text: string
}

/** Says where requests go, what leaves this computer, and how long it is retained. */
export function privacyNote({ id, baseUrl, ownBaseUrl, privacy, kind }: ProviderView): PrivacyNote {
  // The demo and local models send no requests.
  const host = kind === 'demo' || id === 'local' ? null : hostOf(baseUrl ?? ownBaseUrl)
  // A service's own terms do not apply at another address.
  if (baseUrl !== null && kind === 'cloud') {
    // “Your own server” has no address but the one that was entered.
    return { host, text: id === 'openai-compatible' ? messages.ownServer : messages.customAddress }
  }
  return { host: host !== null && privacy.includes(host) ? null : host, text: privacy }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}
