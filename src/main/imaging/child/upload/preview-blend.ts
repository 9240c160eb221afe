import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { effectiveMask, maskReachPx } from '../../../../shared/util/mask/effective-mask.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { BlendRequest, FillPreview } from '../../imaging.ts'
import { createResponseLayer } from '../composite/response-layer.ts'
import type { EditScene } from '../composite/edit-scene.ts'
import type { RgbaPixels } from '../composite/planes.ts'
import { scalePixels } from '../composite/scale-pixels.ts'
import { copyPatch } from '../verify/finished-image.ts'
import { compositeColors } from '../verify/composite-colors.ts'
import { emptyMask, nothingSent } from '../masked-fill/load-effective-mask.ts'
import { boundsOfCoverage } from '../masked-fill/effective-area.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { loadSource, type SourceServices } from '../source/load-source.ts'
import type { RecentWork } from '../source/recent-work.ts'
import { sharp } from '../source/sharp-engine.ts'
import type { ResponseFit } from './response-box.ts'
import { checkCrop } from './check-crop.ts'
import { copyPixelRows, loadResponse, type ResponsePixels } from './load-response.ts'
import { placeBest, type BestPlaced } from './place-best.ts'

export interface PreviewServices extends Pick<SourceServices, 'cache' | 'budget'> {
  readonly recent: RecentWork
}

export type PreviewRequest = BlendRequest & { readonly longestSidePx: number }

/** The crop and its paint, small; kept between the steps of a slider. */
interface SmallEdit {
  readonly crop: Rect
  /** Small pixels to one of the image. */
  readonly scale: number
  readonly image: RgbaPixels
  readonly hasAlpha: boolean
  readonly paint: Uint8Array
  readonly fits: readonly ResponseFit[]
  readonly take: (fit: ResponseFit) => Promise<ResponsePixels>
}

type Placement = Pick<BestPlaced, 'fit' | 'placed'>

const quality = 90

/**
 * Returns what `compositeResponse` would produce, on a downscaled crop: an encoded image of the part that changes. A
 * response that does not fit is shown anyway, so that the user can decide whether to force it.
 */
export async function previewBlend(
  request: PreviewRequest,
  signal: AbortSignal,
  services: PreviewServices,
): Promise<FillPreview> {
  const edit = await untilAborted(loadSmallEdit(request, services), signal)
  const sceneFor = async (fit: ResponseFit): Promise<EditScene> => sceneOf(request, edit, await edit.take(fit))
  const key = await placementKey(request, edit)
  const findPlacement = async (): Promise<Placement> => {
    const { fit, placed } = await placeBest(edit.fits, sceneFor, request.blend)
    return { fit, placed }
  }
  const { fit, placed } = await untilAborted(services.recent.once(key, findPlacement), signal)
  const scene = await sceneFor(fit)
  const blend = {
    ...request.blend,
    softenPx: request.blend.softenPx * edit.scale,
    offsetXPx: request.blend.offsetXPx * edit.scale,
    offsetYPx: request.blend.offsetYPx * edit.scale,
  }
  const layer = createResponseLayer(scene, placed, blend) ?? nothingSent()
  const { image, hasAlpha } = edit
  const original = { ...image, hasAlpha, bitDepth: 8 as const, colors: { profile: null, chunks: [] } }
  const patch = copyPatch(original, layer.touched)
  await compositeColors(original, patch, layer.render(layer.touched), null)
  return untilAborted(encode(edit, layer.touched, patch.rgba), signal)
}

async function loadSmallEdit(request: PreviewRequest, services: PreviewServices): Promise<SmallEdit> {
  const source = await loadSource(request.sourcePath, services)
  const crop = checkCrop(request.crop, source)
  const scale = Math.min(1, request.longestSidePx / Math.max(crop.widthPx, crop.heightPx))
  const size = {
    widthPx: Math.max(1, Math.round(crop.widthPx * scale)),
    heightPx: Math.max(1, Math.round(crop.heightPx * scale)),
  }
  const where = JSON.stringify([crop, size, request.box, request.frame])
  const [sourceId, answerId] = [await identityOf(request.sourcePath), await identityOf(request.answerPath)]
  const [image, response, paint] = await Promise.all([
    services.recent.once(`source ${sourceId} ${where}`, () => {
      const pixels = { widthPx: crop.widthPx, heightPx: crop.heightPx, rgba: copyPixelRows(source, crop) }
      return scalePixels(pixels, size)
    }),
    loadResponse(request, size, services),
    services.recent.once(`paint ${digestOf(request.maskPng)} ${where}`, async () =>
      shrinkPaint(await decodeCoverage(request.maskPng, source, 'mask'), source, crop, size),
    ),
  ])
  const read = (fit: ResponseFit): Promise<ResponsePixels> =>
    services.recent.once(`answer ${answerId} ${where} ${fit}`, () => response.take(fit))
  return { crop, scale, image, hasAlpha: source.hasAlpha, paint, fits: response.fits, take: read }
}

function sceneOf(
  { growPx, featherPx, box }: PreviewRequest,
  { scale, image, paint }: SmallEdit,
  response: ResponsePixels,
): EditScene {
  const whole = { x: 0, y: 0, widthPx: image.widthPx, heightPx: image.heightPx }
  const edge = { growPx: growPx * scale, featherPx: featherPx * scale }
  const bounds = boundsOfCoverage(paint, image)
  if (bounds === null) throw emptyMask()
  const effective = effectiveMask({ rect: whole, coverage: paint }, whole, edge)
  const area = intersectRects(growRect(bounds, maskReachPx(edge)), whole)
  const seen = { widthPx: box.widthPx, heightPx: box.heightPx }
  return {
    image,
    effective,
    area,
    crop: whole,
    answer: response,
    answerHasAlpha: response.hasAlpha,
    answerIsPartial: response.isPartial,
    seen,
    scale,
  }
}

/** The placement also depends on the mask's edge, but too little for a slider to wait for it. */
async function placementKey(request: PreviewRequest, { scale, paint }: SmallEdit): Promise<string> {
  const steps = [request.growPx, request.featherPx].map((lengthPx) => Math.round((lengthPx * scale) / 8))
  const files = [await identityOf(request.sourcePath), await identityOf(request.answerPath)]
  const { box, frame, crop = null, blend, longestSidePx } = request
  const where = { box, frame, crop, longestSidePx, isAligned: blend.isAligned, steps, paint: digestOf(paint) }
  return `placement ${JSON.stringify([files, where])}`
}

/** Averages coverage; painted pixels stay above 0, however faint. */
function shrinkPaint(coverage: Uint8Array, image: Size, crop: Rect, { widthPx, heightPx }: Size): Uint8Array {
  const sums = new Float32Array(widthPx * heightPx)
  const [scaleX, scaleY] = [widthPx / crop.widthPx, heightPx / crop.heightPx]
  for (let y = 0; y < crop.heightPx; y++) {
    const from = (crop.y + y) * image.widthPx + crop.x
    const to = Math.floor(y * scaleY) * widthPx
    for (let x = 0; x < crop.widthPx; x++) {
      const value = coverage[from + x]!
      if (value > 0) sums[to + Math.floor(x * scaleX)]! += value
    }
  }
  const share = scaleX * scaleY
  return Uint8Array.from(sums, (sum) => (sum === 0 ? 0 : Math.max(1, Math.min(255, Math.round(sum * share)))))
}

async function encode(edit: SmallEdit, touched: Rect, rgba: Uint8Array | Uint16Array): Promise<FillPreview> {
  const raw = { width: touched.widthPx, height: touched.heightPx, channels: 4 as const }
  const pipeline = sharp(Uint8Array.from(rgba), { raw })
  const bytes = edit.hasAlpha
    ? await pipeline.webp({ quality, effort: 0 }).toBuffer()
    : await pipeline.removeAlpha().jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer()
  const mime = edit.hasAlpha ? 'image/webp' : 'image/jpeg'
  return { box: toImage(touched, edit), bytes: Uint8Array.from(bytes), mime }
}

function rescale(at: number, from: number, to: number): number {
  return Math.round((at * to) / from)
}

/** To the nearest whole pixels of the image. */
function toImage(touched: Rect, { crop, image }: SmallEdit): Rect {
  const x = rescale(touched.x, image.widthPx, crop.widthPx)
  const y = rescale(touched.y, image.heightPx, crop.heightPx)
  const right = rescale(touched.x + touched.widthPx, image.widthPx, crop.widthPx)
  const bottom = rescale(touched.y + touched.heightPx, image.heightPx, crop.heightPx)
  return { x: crop.x + x, y: crop.y + y, widthPx: right - x, heightPx: bottom - y }
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha1').update(bytes).digest('base64')
}

async function identityOf(path: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(path)
  return `${path} ${ino} ${size} ${mtimeMs}`
}
