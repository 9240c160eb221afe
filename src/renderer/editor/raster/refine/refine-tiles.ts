import { tilePx } from '../../../../shared/domain/surfaces.ts'
import { growRect, intersectRects, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { CoverageTiles, TileChange } from '../off-thread/coverage-tiles.ts'
import { blur, blurReachPx } from './blur.ts'
import { dilate, erode } from './dilate.ts'
import { fillHoles } from './fill-holes.ts'
import type { RefineOperation } from './refine-operation.ts'
import { smooth } from './smooth.ts'

/** An operation whose answer in one place depends on the mask near it only. */
interface LocalOperation {
  readonly reachPx: number
  /** Coverage of `core` from that of the pixels around it; `core` in their coordinates. */
  readonly apply: (pixels: Uint8Array, size: Size, core: Rect) => Uint8Array
  /** Whether a mask that is full far and wide becomes nothing; otherwise it stays. */
  readonly emptiesInside: boolean
}

/** Side of the squares a mask is worked on in: large enough that what they share costs little, small enough for memory. */
const smallestBlockPx = 1_024

/** The tiles that become different. */
export function refineTiles(tiles: CoverageTiles, operation: RefineOperation): readonly TileChange[] {
  if (operation.is === 'fill-holes') return fillHolesIn(tiles)
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
  if (uniform === 255 && local.emptiesInside) return tiles.changesToNothing(block)
  if (uniform !== null) return []
  const core = { ...block, x: block.x - around.x, y: block.y - around.y }
  return tiles.changesTo(block, local.apply(tiles.read(around), around, core))
}

function localOf(operation: Exclude<RefineOperation, { is: 'fill-holes' }>): LocalOperation {
  const px = Math.max(0, operation.px)
  const reachPx = Math.ceil(px)
  switch (operation.is) {
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
