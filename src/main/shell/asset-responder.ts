import { extname } from 'node:path'
import { z } from 'zod'
import { droppedHandleSchema, type DroppedHandle } from '../../shared/domain/file-handles.ts'
import { regionPixelsMax, renditions, type Rendition } from '../../shared/domain/picture-url.ts'
import { assetIdSchema, jobIdSchema } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import { extensionToFormat, formatToMime } from '../../shared/util/media-type.ts'
import type { Comparisons } from '../compare/comparisons.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Jobs } from '../jobs/jobs.ts'
import type { Library } from '../library/library.ts'
import type { Logger } from '../platform/logger.ts'
import { respondWithFile } from './file-response.ts'

interface AssetResponderOptions {
  readonly services: () => Promise<{
    readonly library: Pick<Library, 'locate'>
    readonly jobs: Pick<Jobs, 'preview'>
    readonly imaging: Pick<Imaging, 'readRegion'>
    readonly comparisons: Pick<Comparisons, 'map'>
  }>
  /** Where a file lies that was chosen for the window or dropped on it; null = there is no such handle. */
  readonly findIncoming: (handle: DroppedHandle) => string | null
  /** Pages that may read the pixels. */
  readonly origins: ReadonlySet<string>
  readonly logger: Logger
}

/**
 * Answers `asset://library/<id>/<rendition>`, `asset://library/<id>/region?x=&y=&w=&h=&level=` (raw pixels),
 * `asset://compare/<id>/<id>` (where two differ, raw), `asset://preview/<jobId>/<revision>` and
 * `asset://incoming/<handle>` (a file before it is in the library, as it is). Errors never name a path.
 */
export function createAssetResponder(options: AssetResponderOptions): (request: Request) => Promise<Response> {
  async function answer(request: Request): Promise<Response> {
    const { host, pathname, searchParams } = new URL(request.url)
    const [, id = '', part = '', ...rest] = pathname.split('/')
    if (host === 'incoming' && part === '') return answerIncoming(options, request, id)
    if (rest.length > 0) return refuse(400)
    if (host === 'library' && part === 'region') return answerRegion(request, id, searchParams)
    if (host === 'library') return answerRendition(request, id, part)
    if (host === 'compare') return answerDifference(request, id, part)
    if (host === 'preview') return answerPreview(id, part)
    return refuse(400)
  }

  async function answerRendition(request: Request, rawId: string, rendition: string): Promise<Response> {
    const id = assetIdSchema.safeParse(rawId)
    if (!id.success || !isRendition(rendition)) return refuse(400)
    const { library } = await options.services()
    const { path, mime } = await library.locate(id.data, rendition)
    // An id's pixels never change, so a rendition may be kept for ever.
    return respondWithFile(request, path, headersFor(mime, 'private, max-age=31536000, immutable'))
  }

  async function answerRegion(request: Request, rawId: string, query: URLSearchParams): Promise<Response> {
    const id = assetIdSchema.safeParse(rawId)
    const region = readRegionQuery(query)
    if (!id.success || region === null) return refuse(400)
    const { library, imaging } = await options.services()
    const { path } = await library.locate(id.data, 'full')
    const pixels = await imaging.readRegion({ sourcePath: path, ...region }, request.signal)
    return respondWithBytes(request, pixels)
  }

  async function answerDifference(request: Request, rawFirst: string, rawSecond: string): Promise<Response> {
    const [first, second] = [assetIdSchema.safeParse(rawFirst), assetIdSchema.safeParse(rawSecond)]
    if (!first.success || !second.success) return refuse(400)
    const { comparisons } = await options.services()
    return respondWithBytes(request, await comparisons.map(first.data, second.data, request.signal))
  }

  async function answerPreview(rawId: string, rawRevision: string): Promise<Response> {
    const id = jobIdSchema.safeParse(rawId)
    if (!id.success || !/^\d{1,9}$/.test(rawRevision)) return refuse(400)
    const { jobs } = await options.services()
    const preview = jobs.preview(id.data, Number(rawRevision))
    if (preview === null) return refuse(404)
    return new Response(new Uint8Array(preview.bytes), {
      headers: { ...headersFor(preview.mime, 'no-store'), 'Content-Length': String(preview.bytes.byteLength) },
    })
  }

  return async (request) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(405)
    const origin = request.headers.get('origin')
    if (origin !== null && !options.origins.has(origin)) return refuse(403)
    try {
      return withCors(await answer(request), origin)
    } catch (thrown) {
      const status = statusOf(thrown)
      if (status === 500) options.logger.error('asset.failed', { url: request.url, error: thrown })
      return withCors(refuse(status), origin)
    }
  }
}

/** Only what Chromium decodes itself. A handle's file may change, so nothing is kept. */
async function answerIncoming(
  { findIncoming }: AssetResponderOptions,
  request: Request,
  rawHandle: string,
): Promise<Response> {
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

/** Null where a number is missing or odd, or where the answer would be too large. */
function readRegionQuery(query: URLSearchParams): { readonly area: Rect; readonly level: number } | null {
  const parsed = regionQuerySchema.safeParse(Object.fromEntries(query))
  if (!parsed.success) return null
  const { x, y, w, h, level } = parsed.data
  if (Math.ceil(w / 2 ** level) * Math.ceil(h / 2 ** level) > regionPixelsMax) return null
  return { area: { x, y, widthPx: w, heightPx: h }, level }
}

/** The window keeps what it still needs, decoded; a second copy would only take room. */
function respondWithBytes({ method }: Request, bytes: Uint8Array<ArrayBuffer>): Response {
  const headers = { ...headersFor('application/octet-stream', 'no-store'), 'Content-Length': String(bytes.length) }
  return new Response(method === 'HEAD' ? null : bytes, { headers })
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

function refuse(status: 400 | 403 | 404 | 405 | 500): Response {
  return new Response(null, { status, headers: { 'Cache-Control': 'no-store' } })
}

function withCors(response: Response, origin: string | null): Response {
  if (origin !== null) {
    response.headers.set('Access-Control-Allow-Origin', origin)
    response.headers.set('Vary', 'Origin')
  }
  return response
}
