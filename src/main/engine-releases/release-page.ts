import { z } from 'zod'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import type { Transport } from '../platform/network/transport.ts'
import { findAsset, sha256Of, type Archive, type Release } from './release.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/** An archive with everything needed to download and verify it. */
export interface KnownArchive {
  readonly name: string
  readonly url: string
  readonly sizeBytes: number
  readonly sha256: string
}

export interface Sources {
  /** URL of the release's JSON. */
  readonly api: string
  /** URL prefix of the archives; nothing else is downloaded. */
  readonly files: string
}

const github: Sources = { api: 'https://api.github.com', files: 'https://github.com' }

/** For tests: a server on this computer in place of GitHub; null = GitHub itself. */
export function readMirror(env: Readonly<Record<string, string | undefined>>): string | null {
  const text = env['ATELIER_ENGINE_MIRROR']?.trim() ?? ''
  if (text === '') return null
  const isLoopback = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d{1,5}$/.test(text)
  if (isLoopback) return text
  throw new AppError('configuration/invalid', messages.mirrorNotLocal)
}

export function sourcesFor(mirror: string | null): Sources {
  return mirror === null ? github : { api: mirror, files: mirror }
}

const pageSchema = z.object({
  assets: z.array(
    z.object({
      name: z.string(),
      size: z.int().positive(),
      digest: z.string().nullish(),
      browser_download_url: z.url(),
    }),
  ),
})
export type ReleasePage = z.output<typeof pageSchema>

export interface PageQuestion {
  readonly release: Release
  readonly sources: Sources
  readonly transport: Pick<Transport, 'send'>
  readonly signal: AbortSignal
}

export const pageUrl = ({ repository, tag }: Release, { api }: Sources): string =>
  `${api}/repos/${repository}/releases/tags/${tag}`

/** Reads what the release page says about its archives. @throws network/*, provider/*, engine/unusable */
export async function readReleasePage({ release, sources, transport, signal }: PageQuestion): Promise<ReleasePage> {
  const limited = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const headers = { accept: 'application/vnd.github+json', 'user-agent': 'Atelier' }
  try {
    const url = pageUrl(release, sources)
    const {
      status,
      headers: responseHeaders,
      body,
    } = await transport.send({ method: 'GET', url, headers, body: null, signal: limited })
    const bytes = await readAll(body)
    if (status !== 200) throw statusError(status, responseHeaders, release)
    return pageSchema.parse(JSON.parse(bytes.toString('utf8')))
  } catch (thrown) {
    throwIfAborted(signal)
    throw thrown instanceof AppError ? thrown : unreadable(thrown)
  }
}

const patienceMs = 30_000
const pageBytesMax = 4 * 2 ** 20
const fromZip = messages.installFromArchive

async function readAll(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of body) {
    chunks.push(chunk)
    length += chunk.byteLength
    if (length > pageBytesMax) throw new AppError('provider/bad-reply', messages.pageTooLong({ fromZip }))
  }
  return Buffer.concat(chunks)
}

function statusError(status: number, headers: Readonly<Record<string, string>>, { tag }: Release): AppError {
  if (status === 403 || status === 429) {
    const resetAt = Number(headers['x-ratelimit-reset'])
    const minutes = Math.ceil((resetAt * 1000 - Date.now()) / 60_000)
    const when = minutes > 0 && minutes < 120 ? messages.inMinutes({ minutes }) : messages.inSomeTime
    return new AppError('provider/rate-limited', messages.rateLimited({ when, fromZip }))
  }
  if (status === 404) return new AppError('download/refused', messages.releaseGone({ tag }))
  return new AppError('provider/unavailable', messages.pageFails({ status, fromZip }))
}

function unreadable(thrown: unknown): AppError {
  if (thrown instanceof z.ZodError || thrown instanceof SyntaxError) {
    return new AppError('provider/bad-reply', messages.pageUnreadable({ fromZip }), { cause: thrown })
  }
  return new AppError('network/offline', messages.pageUnreachable({ fromZip }), { cause: thrown })
}

/** @throws engine/unusable if the page does not list it, or gives no checksum to verify it against */
export function findKnown(archive: Archive, page: ReleasePage, sources: Sources): KnownArchive {
  const asset = findAsset(archive.name, page.assets)
  if (asset === null) {
    throw new AppError('download/refused', messages.archiveMissing({ name: archive.name, fromZip }))
  }
  const sha256 = sha256Of(asset.digest)
  if (sha256 === null) {
    throw new AppError('download/refused', messages.checksumMissing({ name: asset.name, fromZip }))
  }
  if (!asset.browser_download_url.startsWith(`${sources.files}/`)) {
    throw new AppError('network/blocked-url', messages.otherSite({ name: asset.name, fromZip }))
  }
  return { name: asset.name, url: asset.browser_download_url, sizeBytes: asset.size, sha256 }
}

export function knownByPin(
  { name, sizeBytes, sha256 }: Archive,
  { repository, tag }: Release,
  { files }: Sources,
): KnownArchive | null {
  if (sizeBytes === null || sha256 === null || name.includes('*')) return null
  return { name, url: `${files}/${repository}/releases/download/${tag}/${name}`, sizeBytes, sha256 }
}
