import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { Transport, WireResponse } from '../platform/network/transport.ts'
import { addressOf, isPrivateAddress } from '../providers/core/wire/private-address.ts'
import { discard } from '../providers/core/wire/read-response.ts'
import { isLoopback, isNearby } from '../providers/core/wire/url-policy.ts'

const redirectsMax = 10
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

interface RangeRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly fromByte: number
  /** The rest is requested only if the file is unchanged. */
  readonly ifTag: string | null
  readonly signal: AbortSignal
}

/** Returns the response head of one request, after redirects. @throws network/blocked-url, TransportFailure */
export async function openRange(
  { url: text, headers, fromByte, ifTag, signal }: RangeRequest,
  transport: Pick<Transport, 'send' | 'resolveHost'>,
): Promise<WireResponse> {
  const requestedUrl = requireUrl(text)
  const requestHeaders = {
    ...headers,
    // A compressed response has neither the announced size nor an offset to resume from.
    'accept-encoding': 'identity',
    ...(fromByte > 0 && { range: `bytes=${fromByte}-` }),
    ...(fromByte > 0 && ifTag !== null && { 'if-range': ifTag }),
  }
  let url = requestedUrl
  for (let hop = 0; ; hop++) {
    const sent = url.origin === requestedUrl.origin ? requestHeaders : withoutSecrets(requestHeaders)
    const response = await transport.send({ method: 'GET', url: url.href, headers: sent, body: null, signal })
    const { location } = response.headers
    if (!redirects.has(response.status) || location === undefined) return response
    discard(response)
    if (hop >= redirectsMax) throw blocked(messages.tooManyRedirects({ host: requestedUrl.host }))
    url = await requireRedirect(location, url, requestedUrl, transport)
  }
}

function withoutSecrets(headers: Readonly<Record<string, string>>): Record<string, string> {
  const secret = /^(proxy-)?authorization$|^cookie$/i
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !secret.test(name)))
}

function requireUrl(text: string): URL {
  const url = URL.parse(text)
  if (url === null) throw blocked(messages.notAnAddress)
  return requireSafe(url)
}

function requireSafe(url: URL): URL {
  if (url.username !== '' || url.password !== '') throw blocked(messages.passwordInAddress)
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url
  throw blocked(messages.httpsOnly({ host: url.host }))
}

/** A public server must not make this computer send requests into its own network. */
async function requireRedirect(
  location: string,
  from: URL,
  requestedUrl: URL,
  { resolveHost }: Pick<Transport, 'resolveHost'>,
): Promise<URL> {
  const parsed = URL.parse(location, from.href)
  if (parsed === null) throw blocked(messages.redirectNotValid({ host: from.host }))
  const url = requireSafe(parsed)
  if (url.host === requestedUrl.host || isNearby(requestedUrl.hostname)) return url
  const written = addressOf(url.hostname)
  // Behind a proxy, names often cannot be resolved here; the proxy resolves them.
  const addresses = written === null ? await resolveHost(url.hostname).catch(() => []) : [written]
  if (!addresses.some(isPrivateAddress)) return url
  throw blocked(messages.redirectIntoPrivateNetwork({ host: requestedUrl.host, host2: url.host }))
}

function blocked(message: string): AppError {
  return new AppError('network/blocked-url', message)
}
