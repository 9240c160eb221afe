import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CoverageTiles, TileChange } from '../off-thread/coverage-tiles.ts'
import { cropTo, dilate, erode } from './dilate.ts'
import { fillHoles } from './fill-holes.ts'
import { smooth } from './smooth.ts'

/** Operations on a whole mask; widths in image pixels. */
export type RefineOperation =
  | { readonly type: 'grow'; readonly px: number }
  | { readonly type: 'shrink'; readonly px: number }
  /** Softens the edge by about `px` on either side. */
  | { readonly type: 'feather'; readonly px: number }
  /** Removes bumps and dents narrower than `px`, and jagged stairs. */
  | { readonly type: 'smooth'; readonly px: number }
  /** Covers everything the mask encloses. */
  | { readonly type: 'fill-holes' }
  /** Keeps a band of this width along the edge: half outside, half inside. */
  | { readonly type: 'border'; readonly px: number }

const passes = 3

/** One line at a time, small enough to stay in the L1 cache. */
class BlurLine {
  readonly #box: SoftBox
  #from: Float64Array
  #to: Float64Array

  constructor(box: SoftBox, longest: number) {
    this.#box = box
    this.#from = new Float64Array(longest)
    this.#to = new Float64Array(longest)
  }

  /** Loads `length` values starting at `first`, which may begin before the line and end after it. */
  load(source: Uint8Array | Uint16Array, offset: number, available: number, first: number, length: number): number {
    const from = this.#from
    const start = Math.max(0, first)
    const end = Math.min(available, first + length)
    from.fill(source[offset]!, 0, start - first)
    from.set(source.subarray(offset + start, offset + end), start - first)
    from.fill(source[offset + available - 1]!, end - first, length)
    return length
  }

  /** The result is shorter by the reach on either side, and valid until the next call. */
  blur(length: number): Float64Array {
    let remaining = length
    for (let pass = 0; pass < passes; pass++) {
      remaining = this.#pass(remaining)
      const done = this.#to
      this.#to = this.#from
      this.#from = done
    }
    return this.#from
  }

  #pass(length: number): number {
    const { radius, share } = this.#box
    const from = this.#from
    const to = this.#to
    const width = 2 * radius + 1
    const scale = 1 / (width + 2 * share)
    const result = length - width - 1
    let sum = 0
    for (let i = 1; i <= width; i++) sum += from[i]!
    for (let i = 0; i < result; i++) {
      to[i] = (sum + share * (from[i]! + from[i + width + 1]!)) * scale
      sum += from[i + width + 1]! - from[i + 1]!
    }
    return result
  }
}

/** An operation whose result at a pixel depends only on the mask nearby. */
interface LocalOperation {
  readonly reachPx: number
  /** Computes the coverage of `core` from the surrounding pixels; `core` in their coordinates. */
  readonly apply: (pixels: Uint8Array, size: Size, core: Rect) => Uint8Array
  /** Whether a mask that is full everywhere nearby becomes empty; otherwise it is unchanged. */
  readonly emptiesInside: boolean
}

/** Side of the blocks a mask is processed in: large enough that their overlap costs little, small enough for memory. */
const smallestBlockPx = 1_024

/** Returns the tiles that change. */
export function refineTiles(tiles: CoverageTiles, operation: RefineOperation): readonly TileChange[] {
  if (operation.type === 'fill-holes') return fillHolesIn(tiles)
  const local = localOf(operation)
  const blockPx = Math.max(smallestBlockPx, tilePx * Math.ceil((2 * local.reachPx) / tilePx))
  const whole = { x: 0, y: 0, ...tiles.grid.size }
  const changes: TileChange[] = []
  for (let y = 0; y < whole.heightPx; y += blockPx) {
    for (let x = 0; x < whole.widthPx; x += blockPx) {
      const block = intersectRects({ x, y, widthPx: blockPx, heightPx: blockPx }, whole)
      changes.push(...refineBlock(tiles, block, intersectRects(growRect(block, local.reachPx), whole), local))
    }
  }
  return changes
}

function refineBlock(tiles: CoverageTiles, block: Rect, around: Rect, local: LocalOperation): readonly TileChange[] {
  const uniform = tiles.uniformIn(around)
  if (uniform === 255 && local.emptiesInside) return tiles.changesWhenCleared(block)
  if (uniform !== null) return []
  const core = { ...block, x: block.x - around.x, y: block.y - around.y }
  return tiles.changesTo(block, local.apply(tiles.read(around), around, core))
}

function localOf(operation: Exclude<RefineOperation, { type: 'fill-holes' }>): LocalOperation {
  const px = Math.max(0, operation.px)
  const reachPx = Math.ceil(px)
  switch (operation.type) {
    case 'grow':
      return { reachPx, emptiesInside: false, apply: (pixels, size, core) => dilate(pixels, size, core, px) }
    case 'shrink':
      return { reachPx, emptiesInside: false, apply: (pixels, size, core) => erode(pixels, size, core, px) }
    case 'feather':
      return {
        reachPx: blurReachPx(px / 2),
        emptiesInside: false,
        apply: (pixels, size, core) => blur(pixels, size, core, px / 2),
      }
    case 'smooth':
      return { reachPx, emptiesInside: false, apply: (pixels, size, core) => smooth(pixels, size, core, px) }
    case 'border':
      return { reachPx, emptiesInside: true, apply: (pixels, size, core) => border(pixels, size, core, px) }
  }
}

function border(pixels: Uint8Array, size: Size, core: Rect, px: number): Uint8Array {
  const outer = dilate(pixels, size, core, Math.ceil(px / 2))
  const inner = erode(pixels, size, core, Math.floor(px / 2))
  return outer.map((value, i) => Math.min(value, 255 - inner[i]!))
}

function fillHolesIn(tiles: CoverageTiles): readonly TileChange[] {
  const { bounds } = tiles
  return tiles.changesTo(bounds, fillHoles(tiles.read(bounds), bounds))
}

/** A box with fractional ends: `radius` whole neighbors on either side and `share` of one more. */
interface SoftBox {
  readonly radius: number
  readonly share: number
}

/**
 * The box whose three passes have the variance of a Gaussian of this sigma, integer or not (Gwosdek, Grewenig, Bruhn &
 * Weickert 2011, "Theoretical Foundations of Gaussian Convolution by Extended Box Filtering").
 */
function boxFor(sigmaPx: number): SoftBox {
  const variance = (sigmaPx * sigmaPx) / passes
  const radius = Math.floor((Math.sqrt(12 * variance + 1) - 1) / 2)
  const next = (radius + 1) * (radius + 1)
  const share = ((2 * radius + 1) * (radius * (radius + 1) - 3 * variance)) / (6 * (variance - next))
  return { radius, share: Math.max(0, share) }
}

/** How far beyond a pixel the blur reads, in pixels. */
function blurReachPx(sigmaPx: number): number {
  return sigmaPx <= 0 ? 0 : passes * (boxFor(sigmaPx).radius + 1)
}

/**
 * Gaussian blur by three passes of a fractional box in each direction: within 3 % of the true curve, and of limited
 * reach. Edge pixels repeat beyond the given pixels.
 * @param core the area to compute, in the coordinates of `pixels`
 */
export function blur(pixels: Uint8Array, size: Size, core: Rect, sigmaPx: number): Uint8Array {
  if (sigmaPx <= 0) return cropTo(pixels, size, core)
  const reach = blurReachPx(sigmaPx)
  const line = new BlurLine(boxFor(sigmaPx), Math.max(core.widthPx, core.heightPx) + 2 * reach)
  // Horizontal pass, written column by column, in 1/256 of a gray value.
  const across = new Uint16Array(core.widthPx * size.heightPx)
  for (let y = 0; y < size.heightPx; y++) {
    const length = line.load(pixels, y * size.widthPx, size.widthPx, core.x - reach, core.widthPx + 2 * reach)
    const row = line.blur(length)
    for (let x = 0; x < core.widthPx; x++) across[x * size.heightPx + y] = row[x]! * 256 + 0.5
  }
  const out = new Uint8Array(core.widthPx * core.heightPx)
  for (let x = 0; x < core.widthPx; x++) {
    const length = line.load(across, x * size.heightPx, size.heightPx, core.y - reach, core.heightPx + 2 * reach)
    const column = line.blur(length)
    for (let y = 0; y < core.heightPx; y++) out[y * core.widthPx + x] = column[y]! / 256 + 0.5
  }
  return out
}
