import { AppError } from '../shared/errors/index.ts'
import type { Transport, WireResponse } from './platform/transport.ts'
import { createDeadline, type Deadline } from './providers/core/deadline.ts'
import { addressOf, isPrivateAddress } from './providers/core/private-address.ts'
import { discard, OversizeResponse, readBytes } from './providers/core/read-response.ts'

const redirectsMax = 5
const bytesMax = 100_000_000
const timeoutMs = 120_000
const silenceMs = 30_000

export type DownloadPicture = (url: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>

/**
 * The bytes at an address that a person, or a tool acting for one, has named. Public hosts by https only: an address
 * is also a way to make this computer ask its own network for something.
 */
export function createDownloadPicture(
  transport: Pick<Transport, 'send' | 'resolveHost'>,
  { appVersion }: { readonly appVersion: string },
): DownloadPicture {
  const headers = { accept: 'image/*,*/*;q=0.5', 'user-agent': `Atelier/${appVersion}` }

  async function follow(text: string, deadline: Deadline): Promise<WireResponse> {
    let url = parseAddress(text)
    for (let hop = 0; ; hop++) {
      await refusePrivate(url, transport)
      const reply = await transport.send({ method: 'GET', url: url.href, headers, body: null, signal: deadline.signal })
      deadline.touch()
      const { location } = reply.headers
      if (!isRedirect(reply) || location === undefined || hop >= redirectsMax) return reply
      discard(reply)
      url = parseAddress(location, url)
    }
  }

  return async (text, signal) => {
    const deadline = createDeadline(signal, timeoutMs, silenceMs)
    try {
      const reply = await follow(text, deadline)
      if (reply.status < 200 || reply.status > 299) throw notGiven(reply)
      return await readBytes(reply, bytesMax, () => deadline.touch())
    } catch (thrown) {
      throw toDownloadError(thrown, signal, deadline)
    } finally {
      deadline.end()
    }
  }
}

function parseAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (url === null) throw blocked('This is not an address of an image.')
  if (url.protocol !== 'https:') throw blocked(`${url.host} was not asked: images are fetched by https only.`)
  if (url.username !== '' || url.password !== '') throw blocked('Addresses with a password in them are not used.')
  return url
}

async function refusePrivate(url: URL, { resolveHost }: Pick<Transport, 'resolveHost'>): Promise<void> {
  const written = addressOf(url.hostname)
  // Behind a proxy names are often unknown here; the proxy finds them.
  const addresses = written === null ? await resolveHost(url.hostname).catch(() => []) : [written]
  if (!addresses.some(isPrivateAddress)) return
  throw blocked(`${url.host} is an address inside a private network, so it was not asked.`)
}

function isRedirect({ status }: WireResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function notGiven(reply: WireResponse): AppError {
  discard(reply)
  return new AppError(
    'network/interrupted',
    `The image could not be fetched: the server answered ${reply.status}. Save it to a file, and use that.`,
    { detail: { status: reply.status } },
  )
}

function blocked(message: string): AppError {
  return new AppError('network/blocked-url', message)
}

function toDownloadError(thrown: unknown, signal: AbortSignal, deadline: Deadline): AppError {
  if (signal.aborted) return AppError.cancelled()
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof OversizeResponse) {
    return new AppError('media/too-large', `The image there is larger than ${bytesMax / 1_000_000} MB.`)
  }
  if (deadline.passedMs() !== null) {
    return new AppError('network/timeout', 'The image did not arrive in time. Try again in a while.', {
      cause: thrown,
    })
  }
  return new AppError(
    'network/offline',
    'The image could not be fetched: there is no connection to its server. Check the address and the connection.',
    { cause: thrown },
  )
}
