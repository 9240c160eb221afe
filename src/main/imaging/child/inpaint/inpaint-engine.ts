import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { throwIfAborted, untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import type { InpaintInput } from '../../imaging.ts'
import { FillError, matchPatches, type FillEngineInput, type FillPatch } from '../fill/index.ts'
import type { FillEngine } from '../masked-fill/run-engine.ts'
import { enlargeByPixel } from './enlarged.ts'
import { takeModelOutput, toModelInput } from './model-input.ts'
import { planRegions, type InpaintRegion } from './plan-regions.ts'
import { shrinkCrop, type CropRow, type SmallCrop } from './shrink-crop.ts'

/** Fills the hole of an image of the model's size. */
export type RunModel = (input: InpaintInput) => Promise<Uint8Array>

/** Of a region's time the part until the model has filled it. */
const modelShare = 0.7
const bandRows = 128

/**
 * Fills by a model that takes images of one size. What it fills is enlarged, and gets the detail that this lacks from
 * the places of the image that look most alike (as in Yi et al. 2020, "Contextual Residual Aggregation for Ultra
 * High-Resolution Image Inpainting", with patch matching in place of attention).
 */
export function createInpaintEngine(model: Size, run: RunModel): FillEngine {
  return async (input) => {
    const regions = planRegions(input.mask, input, model)
    if (regions.length === 0) throw new FillError('empty-mask')
    const canvas = new Canvas(input, regions)
    const pause = async (): Promise<void> => {
      if (input.signal !== undefined) throwIfAborted(input.signal)
      await breathe()
    }
    for (const [at, region] of regions.entries()) {
      const report = (share: number) => input.onProgress?.((at + share) / regions.length)
      const small = await shrinkCrop(region.crop, region.small, (y) => canvas.readRow(region.crop, y), pause)
      if (!small.hasKnown) throw new FillError('nothing-to-copy')
      await fillSmall(small, model, run, input.signal)
      report(modelShare)
      const origins = await originsOf(small, region, input)
      await paintRegion(canvas, region, small, origins, pause)
      report(1)
      if (at < regions.length - 1) input.onPreview?.(canvas.patch())
    }
    return canvas.patch()
  }
}

async function fillSmall(small: SmallCrop, model: Size, run: RunModel, signal?: AbortSignal): Promise<void> {
  for (const part of small.isOpaque ? (['colors'] as const) : (['opacity', 'colors'] as const)) {
    const input = toModelInput(small, model, part)
    const running = run(input)
    const filled = await (signal === undefined ? running : untilAborted(running, signal))
    if (filled.length !== input.rgb.length) throw new AppError('model/unsupported', messages.modelOfOtherSize)
    takeModelOutput(small, model, part, filled)
  }
}

/** null = nothing was shrunk, so that nothing is lacking. */
async function originsOf(
  { rgba, hole, sources }: SmallCrop,
  { crop, small }: InpaintRegion,
  { seed, signal }: FillEngineInput,
): Promise<Int32Array | null> {
  if (small.widthPx === crop.widthPx && small.heightPx === crop.heightPx) return null
  return matchPatches({ ...small, rgba, hole, sources, seed, signal })
}

/** The image with what has been filled so far. */
class Canvas {
  readonly #input: FillEngineInput
  readonly #box: Rect
  /** Of the box. */
  readonly #rgba: Uint8Array
  readonly #pending: Uint8Array

  constructor(input: FillEngineInput, regions: readonly InpaintRegion[]) {
    const holes = regions.map(({ hole }) => hole)
    const [x, y] = [Math.min(...holes.map((each) => each.x)), Math.min(...holes.map((each) => each.y))]
    const right = Math.max(...holes.map((each) => each.x + each.widthPx))
    const bottom = Math.max(...holes.map((each) => each.y + each.heightPx))
    this.#input = input
    this.#box = { x, y, widthPx: right - x, heightPx: bottom - y }
    this.#rgba = new Uint8Array(this.#box.widthPx * this.#box.heightPx * 4)
    this.#pending = new Uint8Array(this.#box.widthPx * this.#box.heightPx)
    for (let row = 0; row < this.#box.heightPx; row++) {
      const from = (y + row) * input.widthPx + x
      this.#rgba.set(input.rgba.subarray(from * 4, (from + right - x) * 4), row * this.#box.widthPx * 4)
      this.#pending.set(input.mask.subarray(from, from + right - x), row * this.#box.widthPx)
    }
  }

  get original(): Uint8Array {
    return this.#input.rgba
  }

  get stride(): number {
    return this.#input.widthPx
  }

  patch(): FillPatch {
    return { ...this.#box, rgba: this.#rgba.slice() }
  }

  /** Row `y` of the image inside the crop. */
  readRow(crop: Rect, y: number): CropRow {
    const { mask, rgba, widthPx: stride } = this.#input
    const from = y * stride + crop.x
    const row = {
      rgba: rgba.slice(from * 4, (from + crop.widthPx) * 4),
      mask: mask.subarray(from, from + crop.widthPx),
      pending: new Uint8Array(crop.widthPx),
    }
    const box = this.#box
    const left = Math.max(crop.x, box.x)
    const right = Math.min(crop.x + crop.widthPx, box.x + box.widthPx)
    if (y < box.y || y >= box.y + box.heightPx || right <= left) return row
    const start = this.#at(left, y)
    row.rgba.set(this.#rgba.subarray(start * 4, (start + right - left) * 4), (left - crop.x) * 4)
    row.pending.set(this.#pending.subarray(start, start + right - left), left - crop.x)
    return row
  }

  isPending(x: number, y: number): boolean {
    return this.#pending[this.#at(x, y)]! > 0
  }

  paint(x: number, y: number, color: Float32Array): void {
    const at = this.#at(x, y)
    for (let k = 0; k < 4; k++) this.#rgba[at * 4 + k] = Math.round(Math.min(255, Math.max(0, color[k]!)))
    this.#pending[at] = 0
  }

  #at(x: number, y: number): number {
    return (y - this.#box.y) * this.#box.widthPx + x - this.#box.x
  }
}

async function paintRegion(
  canvas: Canvas,
  { hole, crop }: InpaintRegion,
  small: SmallCrop,
  origins: Int32Array | null,
  pause: () => Promise<void>,
): Promise<void> {
  const enlarged = enlargeByPixel(small.rgba, small, crop)
  const addDetail = origins === null ? null : detailFrom(canvas, crop, small, origins, enlarged)
  const color = new Float32Array(4)
  for (let y = hole.y; y < hole.y + hole.heightPx; y++) {
    if ((y - hole.y) % bandRows === 0) await pause()
    for (let x = hole.x; x < hole.x + hole.widthPx; x++) {
      if (!canvas.isPending(x, y)) continue
      enlarged.read(x - crop.x, y - crop.y, color)
      if (small.isOpaque) color[3] = 255
      addDetail?.(x - crop.x, y - crop.y, color)
      canvas.paint(x, y, color)
    }
  }
}

/**
 * Returns a function that adds to the color of a pixel of the crop what its match has beyond its own enlargement. Detail
 * comes from opaque pixels of the image only.
 */
function detailFrom(
  { original, stride }: Pick<Canvas, 'original' | 'stride'>,
  crop: Rect,
  small: SmallCrop,
  origins: Int32Array,
  enlarged: ReturnType<typeof enlargeByPixel>,
): (x: number, y: number, color: Float32Array) => void {
  const [scaleX, scaleY] = [crop.widthPx / small.widthPx, crop.heightPx / small.heightPx]
  const coarse = new Float32Array(4)
  return (x, y, color) => {
    const smallX = Math.min(small.widthPx - 1, Math.floor(x / scaleX))
    const smallY = Math.min(small.heightPx - 1, Math.floor(y / scaleY))
    const origin = origins[smallY * small.widthPx + smallX]!
    if (origin < 0 || color[3]! < 254.5) return
    const fromX = x + Math.round(((origin % small.widthPx) - smallX) * scaleX)
    const fromY = y + Math.round((Math.floor(origin / small.widthPx) - smallY) * scaleY)
    if (fromX < 0 || fromY < 0 || fromX >= crop.widthPx || fromY >= crop.heightPx) return
    const at = ((crop.y + fromY) * stride + crop.x + fromX) * 4
    if (original[at + 3] !== 255) return
    enlarged.read(fromX, fromY, coarse)
    for (let k = 0; k < 3; k++) color[k]! += original[at + k]! - coarse[k]!
  }
}
