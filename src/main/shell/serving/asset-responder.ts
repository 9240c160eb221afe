import { extname } from 'node:path'
import { Readable } from 'node:stream'
import { z } from 'zod'
import { droppedHandleSchema, type DroppedHandle } from '../../../shared/domain/file-handles.ts'
import { regionPixelsMax, renditions, type Rendition } from '../../../shared/domain/image-url.ts'
import { assetIdSchema, jobIdSchema } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { extensionToFormat, formatToMime } from '../../../shared/util/media-type.ts'
import type { Comparisons } from '../../compare/comparisons.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { Jobs } from '../../jobs/jobs.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Logger } from '../../platform/logger.ts'
import type { AssetResponder } from './serve-assets.ts'
import { headerOf, noBytes, respondWithFile, type AssetRequest, type AssetResponse } from './file-response.ts'

interface AssetResponderOptions {
  readonly services: () => Promise<{
    readonly assets: Pick<Assets, 'files'>
    readonly jobs: Pick<Jobs, 'preview'>
    readonly imaging: Pick<Imaging, 'readRegion'>
    readonly comparisons: Pick<Comparisons, 'map'>
  }>
  /** Path of a file chosen for the window or dropped on it; null = unknown handle. */
  readonly findIncoming: (handle: DroppedHandle) => string | null
  /** Pages that may read the pixels. */
  readonly origins: ReadonlySet<string>
  readonly logger: Logger
}

/**
 * Responds to `asset://library/<id>/<rendition>`, `asset://library/<id>/region?x=&y=&w=&h=&level=` (raw pixels),
 * `asset://compare/<id>/<id>` (difference map, raw), `asset://preview/<jobId>/<revision>` and
 * `asset://incoming/<handle>` (an unmodified file that is not in the library yet). Errors never name a path.
 */
export function createAssetResponder(options: AssetResponderOptions): AssetResponder {
  async function respond(request: AssetRequest): Promise<AssetResponse> {
    const { host, pathname, searchParams } = new URL(request.url)
    const [, id = '', part = '', ...extraSegments] = pathname.split('/')
    if (host === 'incoming' && part === '') return answerIncoming(options, request, id)
    if (extraSegments.length > 0) return refuse(400)
    if (host === 'library' && part === 'region') return answerRegion(request, id, searchParams)
    if (host === 'library') return answerRendition(request, id, part)
    if (host === 'compare') return answerDifference(request, id, part)
    if (host === 'preview') return answerPreview(id, part)
    return refuse(400)
  }

  async function answerRendition(request: AssetRequest, rawId: string, rendition: string): Promise<AssetResponse> {
    const id = assetIdSchema.safeParse(rawId)
    if (!id.success || !isRendition(rendition)) return refuse(400)
    const { assets } = await options.services()
    const { path, mime } = await assets.files.locate(id.data, rendition)
    // The pixels of an id never change, so a rendition can be cached forever.
    return respondWithFile(request, path, headersFor(mime, 'private, max-age=31536000, immutable'))
  }

  async function answerRegion(request: AssetRequest, rawId: string, query: URLSearchParams): Promise<AssetResponse> {
    const id = assetIdSchema.safeParse(rawId)
    const region = readRegionQuery(query)
    if (!id.success || region === null) return refuse(400)
    const { assets, imaging } = await options.services()
    const { path } = await assets.files.locate(id.data, 'full')
    const pixels = await imaging.readRegion({ sourcePath: path, ...region })
    return respondWithBytes(pixels, rawMime, request.method)
  }

  async function answerDifference(request: AssetRequest, rawFirst: string, rawSecond: string): Promise<AssetResponse> {
    const [first, second] = [assetIdSchema.safeParse(rawFirst), assetIdSchema.safeParse(rawSecond)]
    if (!first.success || !second.success) return refuse(400)
    const { comparisons } = await options.services()
    return respondWithBytes(await comparisons.map(first.data, second.data), rawMime, request.method)
  }

  async function answerPreview(rawId: string, rawRevision: string): Promise<AssetResponse> {
    const id = jobIdSchema.safeParse(rawId)
    if (!id.success || !/^\d{1,9}$/.test(rawRevision)) return refuse(400)
    const { jobs } = await options.services()
    const preview = jobs.preview(id.data, Number(rawRevision))
    if (preview === null) return refuse(404)
    return respondWithBytes(preview.bytes, preview.mime)
  }

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const origin = originOf(request)
    if (origin !== null && !options.origins.has(origin)) return refuse(403)
    try {
      return withCors(await respond(request), origin)
    } catch (thrown) {
      const status = statusOf(thrown)
      if (status === 500) options.logger.error('asset.failed', { url: request.url, error: thrown })
      return withCors(refuse(status), origin)
    }
  }
}

/** Serves only formats Chromium decodes itself. A handle's file may change, so nothing is cached. */
async function answerIncoming(
  { findIncoming }: AssetResponderOptions,
  request: AssetRequest,
  rawHandle: string,
): Promise<AssetResponse> {
  const handle = droppedHandleSchema.safeParse(rawHandle)
  if (!handle.success) return refuse(400)
  const path = findIncoming(handle.data)
  const format = path === null ? null : extensionToFormat(extname(path).slice(1))
  if (path === null || format === null || format === 'tiff') return refuse(404)
  return respondWithFile(request, path, headersFor(formatToMime(format), 'no-store'))
}

const natural = z
  .string()
  .regex(/^\d{1,6}$/)
  .transform(Number)
const positive = natural.pipe(z.number().positive())
const regionQuerySchema = z.strictObject({
  x: natural,
  y: natural,
  w: positive,
  h: positive,
  level: natural.pipe(z.number().max(16)),
})

/** Null if a number is missing or invalid, or if the response would be too large. */
function readRegionQuery(query: URLSearchParams): { readonly area: Rect; readonly level: number } | null {
  const parsed = regionQuerySchema.safeParse(Object.fromEntries(query))
  if (!parsed.success) return null
  const { x, y, w, h, level } = parsed.data
  if (Math.ceil(w / 2 ** level) * Math.ceil(h / 2 ** level) > regionPixelsMax) return null
  return { area: { x, y, widthPx: w, heightPx: h }, level }
}

const rawMime = 'application/octet-stream'

/** The window keeps decoded pixels it still needs; caching a second copy would waste memory. */
function respondWithBytes(bytes: Uint8Array, mime: string, method = 'GET'): AssetResponse {
  const headers = { ...headersFor(mime, 'no-store'), 'Content-Length': String(bytes.length) }
  const data =
    method === 'HEAD' ? noBytes() : Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)])
  return { statusCode: 200, headers, data }
}

/** Null if none was sent, or one that carries no information. */
function originOf(request: AssetRequest): string | null {
  const origin = headerOf(request, 'origin')
  return origin === 'null' ? null : origin
}

function isRendition(text: string): text is Rendition {
  return renditions.some((rendition) => rendition === text)
}

function statusOf(thrown: unknown): 400 | 404 | 500 {
  if (isMissing(thrown)) return 404
  return thrown instanceof AppError && thrown.code === 'request/invalid' ? 400 : 500
}

function isMissing(thrown: unknown): boolean {
  if (thrown instanceof AppError) return thrown.code === 'storage/not-found'
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT'
}

function headersFor(mime: string, cacheControl: string): Record<string, string> {
  return { 'Content-Type': mime, 'Cache-Control': cacheControl, 'X-Content-Type-Options': 'nosniff' }
}

function refuse(statusCode: 400 | 403 | 404 | 405 | 500): AssetResponse {
  return { statusCode, headers: { 'Cache-Control': 'no-store' }, data: noBytes() }
}

function withCors(response: AssetResponse, origin: string | null): AssetResponse {
  if (origin === null) return response
  return { ...response, headers: { ...response.headers, 'Access-Control-Allow-Origin': origin, Vary: 'Origin' } }
}
