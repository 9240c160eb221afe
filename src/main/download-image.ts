import { AppError } from '../shared/errors/index.ts'
import * as messages from '../shared/messages/en/downloads.ts'
import type { Transport, WireResponse } from './platform/network/transport.ts'
import { createDeadline, type Deadline } from './providers/core/wire/deadline.ts'
import { addressOf, isPrivateAddress } from './providers/core/wire/private-address.ts'
import { discard, OversizeResponse, readBytes } from './providers/core/wire/read-response.ts'

const redirectsMax = 5
const bytesMax = 100_000_000
const timeoutMs = 120_000
const silenceMs = 30_000

export type DownloadImage = (url: string, signal: AbortSignal) => Promise<Uint8Array<ArrayBuffer>>

/**
 * Downloads the bytes at an address given by a user, or by a tool acting for one. Public hosts over https only:
 * otherwise an address could make this computer send requests into its own network.
 */
export function createDownloadImage(
  transport: Pick<Transport, 'send' | 'resolveHost'>,
  { appVersion }: { readonly appVersion: string },
): DownloadImage {
  const headers = { accept: 'image/*,*/*;q=0.5', 'user-agent': `Atelier/${appVersion}` }

  async function follow(text: string, deadline: Deadline): Promise<WireResponse> {
    let url = parseAddress(text)
    for (let hop = 0; ; hop++) {
      await refusePrivate(url, transport)
      const response = await transport.send({
        method: 'GET',
        url: url.href,
        headers,
        body: null,
        signal: deadline.signal,
      })
      deadline.touch()
      const { location } = response.headers
      if (!isRedirect(response) || location === undefined || hop >= redirectsMax) return response
      discard(response)
      url = parseAddress(location, url)
    }
  }

  return async (text, signal) => {
    const deadline = createDeadline(signal, timeoutMs, silenceMs)
    try {
      const response = await follow(text, deadline)
      if (response.status < 200 || response.status > 299) throw notGiven(response)
      return await readBytes(response, bytesMax, () => deadline.touch())
    } catch (thrown) {
      throw toDownloadError(thrown, signal, deadline)
    } finally {
      deadline.end()
    }
  }
}

function parseAddress(text: string, base?: URL): URL {
  const url = URL.parse(text, base?.href)
  if (url === null) throw blocked(messages.notImageAddress)
  if (url.protocol !== 'https:') throw blocked(messages.imageNotHttps({ host: url.host }))
  if (url.username !== '' || url.password !== '') throw blocked(messages.passwordInAddress)
  return url
}

async function refusePrivate(url: URL, { resolveHost }: Pick<Transport, 'resolveHost'>): Promise<void> {
  const written = addressOf(url.hostname)
  // Behind a proxy, names often cannot be resolved here; the proxy resolves them.
  const addresses = written === null ? await resolveHost(url.hostname).catch(() => []) : [written]
  if (!addresses.some(isPrivateAddress)) return
  throw blocked(messages.privateAddress({ host: url.host }))
}

function isRedirect({ status }: WireResponse): boolean {
  return [301, 302, 303, 307, 308].includes(status)
}

function notGiven(response: WireResponse): AppError {
  discard(response)
  return new AppError('network/interrupted', messages.imageNotSent({ status: response.status }), {
    detail: { status: response.status },
  })
}

function blocked(message: string): AppError {
  return new AppError('network/blocked-url', message)
}

function toDownloadError(thrown: unknown, signal: AbortSignal, deadline: Deadline): AppError {
  if (signal.aborted) return AppError.cancelled()
  if (thrown instanceof AppError) return thrown
  if (thrown instanceof OversizeResponse) {
    return new AppError('media/too-large', messages.imageTooLarge({ megabytes: bytesMax / 1_000_000 }))
  }
  if (deadline.passedMs() !== null) {
    return new AppError('network/timeout', messages.imageTimedOut, {
      cause: thrown,
    })
  }
  return new AppError('network/offline', messages.imageHostUnreachable, { cause: thrown })
}
