import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { Transport, WireResponse } from '../platform/transport.ts'
import { addressOf, isPrivateAddress } from '../providers/core/private-address.ts'
import { discard } from '../providers/core/read-response.ts'
import { isLoopback, isNearby } from '../providers/core/url-policy.ts'

const redirectsMax = 10
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])

interface RangeRequest {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly fromByte: number
  /** Where the rest is only wanted of the very same thing. */
  readonly ifTag: string | null
  readonly signal: AbortSignal
}

/** The head of the answer to one request, wherever it was redirected to. @throws network/blocked-url, TransportFailure */
export async function openRange(
  { url: text, headers, fromByte, ifTag, signal }: RangeRequest,
  transport: Pick<Transport, 'send' | 'resolveHost'>,
): Promise<WireResponse> {
  const first = requireUrl(text)
  const asked = {
    ...headers,
    // A packed answer has neither the announced size nor a place to go on from.
    'accept-encoding': 'identity',
    ...(fromByte > 0 && { range: `bytes=${fromByte}-` }),
    ...(fromByte > 0 && ifTag !== null && { 'if-range': ifTag }),
  }
  let url = first
  for (let hop = 0; ; hop++) {
    const sent = url.origin === first.origin ? asked : withoutSecrets(asked)
    const reply = await transport.send({ method: 'GET', url: url.href, headers: sent, body: null, signal })
    const { location } = reply.headers
    if (!redirects.has(reply.status) || location === undefined) return reply
    discard(reply)
    if (hop >= redirectsMax) throw blocked(messages.tooManyRedirects({ host: first.host }))
    url = await requireRedirect(location, url, first, transport)
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

/** A public server must not make this computer ask its own network for something. */
async function requireRedirect(
  location: string,
  from: URL,
  first: URL,
  { resolveHost }: Pick<Transport, 'resolveHost'>,
): Promise<URL> {
  const parsed = URL.parse(location, from.href)
  if (parsed === null) throw blocked(messages.redirectNotValid({ host: from.host }))
  const url = requireSafe(parsed)
  if (url.host === first.host || isNearby(first.hostname)) return url
  const written = addressOf(url.hostname)
  // Behind a proxy names are often unknown here; the proxy finds them.
  const addresses = written === null ? await resolveHost(url.hostname).catch(() => []) : [written]
  if (!addresses.some(isPrivateAddress)) return url
  throw blocked(messages.redirectIntoPrivateNetwork({ host: first.host, host2: url.host }))
}

function blocked(message: string): AppError {
  return new AppError('network/blocked-url', message)
}
