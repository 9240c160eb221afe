import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/updates.ts'
import type { Transport, TransportFailure } from '../platform/network/transport.ts'
import type { UpdateManifest } from './read-manifest.ts'
import { updateManifestName, type UpdateSource } from './update-source.ts'

interface ManifestRequest {
  readonly source: UpdateSource
  readonly transport: Pick<Transport, 'send'>
  readonly system: Pick<NodeJS.Process, 'platform' | 'arch'>
}

const patienceMs = 30_000
const bytesMax = 64 * 2 ** 10
/** The same for everybody: Chromium would send the languages of the system. */
const headers = { accept: '*/*', 'accept-language': 'en', 'user-agent': 'Atelier' }

/**
 * Asks for the list of versions and its signature. A redirect is not followed.
 * @throws network/*, update/unreadable, update/unsigned
 */
export async function fetchManifest({ source, transport, system }: ManifestRequest): Promise<UpdateManifest> {
  const name = updateManifestName(source.channel, system)
  const url = `${source.url}${name}`
  const bytes = await fetchBytes(url, transport)
  const signature = await fetchBytes(`${url}.sig`, transport)
  // Its YAML parser is not needed at the start, which asks only whether this version is new.
  const { readManifest } = await import('./read-manifest.ts')
  return readManifest({ name, bytes, signature: signature.toString('utf8') }, source.publicKey)
}

async function fetchBytes(url: string, transport: Pick<Transport, 'send'>): Promise<Buffer> {
  const { host } = new URL(url)
  const signal = AbortSignal.timeout(patienceMs)
  try {
    const { status, body } = await transport.send({ method: 'GET', url, headers, body: null, signal })
    const chunks: Uint8Array[] = []
    let length = 0
    for await (const chunk of body) {
      chunks.push(chunk)
      length += chunk.byteLength
      if (length > bytesMax) throw new AppError('update/unreadable', messages.unreadable)
    }
    if (status !== 200) throw new AppError('update/unreadable', messages.notPublished({ host, status }))
    return Buffer.concat(chunks)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (signal.aborted) {
      const message = messages.noResponse({ host, seconds: patienceMs / 1_000 })
      throw new AppError('network/timeout', message, { cause: thrown })
    }
    throw connectionError(thrown, host)
  }
}

function connectionError(thrown: unknown, host: string): AppError {
  const kind = (thrown as Partial<TransportFailure> | null)?.kind
  const options = { cause: thrown, detail: { host } }
  if (kind === 'certificate')
    return new AppError('network/blocked-url', messages.certificateNotTrusted({ host }), options)
  if (kind === 'interrupted') return new AppError('network/interrupted', messages.connectionLost({ host }), options)
  return new AppError('network/offline', messages.noConnection({ host }), options)
}
