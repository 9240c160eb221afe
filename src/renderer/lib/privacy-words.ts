import type { ProviderView } from '../../shared/domain/provider.ts'

export interface PrivacyWords {
  /** Where requests go; null where the text says it. */
  readonly host: string | null
  readonly text: string
}

/** Where requests go, what leaves this computer, and how long it is kept there. */
export function privacyWords({ id, baseUrl, ownBaseUrl, privacy, kind }: ProviderView): PrivacyWords {
  // What runs inside Atelier asks nobody.
  const host = kind === 'demo' || id === 'local' ? null : hostOf(baseUrl ?? ownBaseUrl)
  // What a service promises is not what another address does with it; a server of one's own promises nothing else.
  if (baseUrl !== null && kind === 'cloud') {
    return { host, text: 'prompts and images go to this address, set here instead of the service’s own.' }
  }
  return { host: host !== null && privacy.includes(host) ? null : host, text: privacy }
}

function hostOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).host : null
}
