import type { Size } from '../../../../shared/util/geometry.ts'
import { layOutLevel, openLevel, pixelState } from './fill-level.ts'
import { defaultThreads, sharedFillPool, type FillPool } from './fill-pool.ts'
import { fillTuning } from './fill-tuning.ts'
import type { PixelRect } from './pixel-rect.ts'
import { originsOf } from './site-grid.ts'

export interface PatchMatchInput extends Size {
  /** RGBA in row order; only the colors count. */
  readonly rgba: Uint8Array
  /** Above 0: a match is wanted. */
  readonly hole: Uint8Array
  /** Above 0: may be matched; 0 in the hole. */
  readonly sources: Uint8Array
  /** Unsigned 32 bit. The same seed gives the same matches. */
  readonly seed: number
  readonly signal?: AbortSignal | undefined
}

/**
 * For each pixel of an image's hole, which is filled already, finds the pixel outside whose surroundings are most alike
 * (PatchMatch, Barnes et al. 2009): neighbors are matched side by side where that costs little.
 * @returns for each pixel of the image the number of its match, −1 = none
 */
export async function matchPatches(input: PatchMatchInput, pool: FillPool = sharedFillPool()): Promise<Int32Array> {
  const { widthPx, heightPx, rgba, hole, sources, seed, signal } = input
  const none = new Int32Array(widthPx * heightPx).fill(-1)
  const holeBox = boxOf(hole, widthPx)
  const copyable = sources.reduce((count, each) => count + (each > 0 ? 1 : 0), 0)
  if (holeBox === null || copyable === 0) return none
  const { layout, end } = layOutLevel(widthPx, heightPx, holeBox, 0)
  const memory = new SharedArrayBuffer(end)
  const { image, state } = openLevel(memory, layout)
  image.set(rgba)
  for (let at = 0; at < state.length; at++) {
    image[at * 4 + 3] = 0
    state[at] = hole[at]! > 0 ? pixelState.hole : sources[at]! > 0 ? pixelState.allowed : 0
  }
  const box = { x: 0, y: 0, width: widthPx, height: heightPx }
  const outcome = await pool.run({
    memory,
    settings: {
      plan: { hole: holeBox, box, levels: [layout], bytes: end },
      seed,
      colourAdaptation: 1,
      hasAlpha: false,
      copyable,
      tuning: fillTuning,
      wantsOrigins: true,
      matchesOnly: true,
    },
    threads: defaultThreads(),
    signal,
    onFraction: () => undefined,
    onLevel: () => undefined,
  })
  if (outcome === 'nothing-to-copy') return none
  const level = openLevel(memory, layout)
  const origins = originsOf(level)
  for (let at = 0; at < none.length; at++) if (hole[at]! > 0) none[at] = origins[at]!
  return none
}

function boxOf(values: Uint8Array, width: number): PixelRect | null {
  let [left, right, top, bottom] = [width, -1, -1, -1]
  for (let at = 0; at < values.length; at++) {
    if (values[at] === 0) continue
    const [x, y] = [at % width, Math.floor(at / width)]
    if (top < 0) top = y
    bottom = y
    left = Math.min(left, x)
    right = Math.max(right, x)
  }
  return top < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 }
}
