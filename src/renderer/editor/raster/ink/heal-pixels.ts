import type { Rect } from '../../../../shared/util/geometry.ts'

const outside = 0

const fixed = 1

const free = 2

/** Sweeps per level. The level below leaves only the finest detail to solve. */
const sweeps = 10

/** Successive over-relaxation: each cell overshoots the mean of its neighbors. */
const relaxation = 1.7

const smallestSide = 4

const sweepsAtCoarsest = 60

export interface HealRequest {
  readonly area: Rect
  /** The stroke's coverage of the area; nonzero pixels are healed. */
  readonly coverage: Uint8Array
  /** RGBA of the area before healing. */
  readonly target: Uint8Array | Uint8ClampedArray
  /** RGBA of the copied pixels, of the same size; transparent where there is nothing to copy. */
  readonly source: Uint8Array | Uint8ClampedArray
}

/**
 * Returns the copied texture in the colors of its new position: the source plus a membrane that, along the border of
 * the stroke, is the difference between target and source, and in between as smooth as possible (Laplace's equation;
 * Georgiev 2004, "Photoshop healing brush: a tool for seamless cloning"). A border outside the area has no effect.
 * Where there is nothing to copy, and outside the stroke, the target is unchanged.
 * @returns RGBA of the area; alpha is the target's
 */
export function healPixels({ area, coverage, target, source }: HealRequest): Uint8ClampedArray<ArrayBuffer> {
  const { widthPx, heightPx } = area
  const out = Uint8ClampedArray.from(target)
  const membrane = createMembrane(widthPx, heightPx, (i) => {
    if (source[i * 4 + 3] === 0) return 'outside'
    return coverage[i] === 0 ? 'fixed' : 'free'
  })
  for (let channel = 0; channel < 3; channel++) {
    const differences = membrane.span((i) => target[i * 4 + channel]! - source[i * 4 + channel]!)
    for (let i = 0; i < coverage.length; i++) {
      const at = i * 4 + channel
      if (coverage[i] !== 0 && source[i * 4 + 3] !== 0) out[at] = source[at]! + differences[i]!
    }
  }
  return out
}

/** `fixed`: the membrane has a given height; `free`: it is interpolated; `outside`: it ends and has no effect. */
type MembraneCell = 'fixed' | 'free' | 'outside'

interface Membrane {
  /** The smoothest surface through the fixed cells, row by row; 0 outside and where no fixed cell is connected. */
  span(heightAt: (cell: number) => number): Float32Array
}

/** One level of the pyramid, with a one-cell border so that every cell has four neighbors. */
interface Level {
  readonly stride: number
  readonly rows: number
  readonly kinds: Uint8Array
  readonly freeCells: Int32Array
  /** For each free cell, 1 divided by the number of its neighbors that are not outside. */
  readonly shares: Float32Array
}

/**
 * Laplace's equation on the free cells of a grid, solved on a pyramid of grids from coarse to fine: each level
 * initializes the next finer one, so that values spread across the grid in a few sweeps.
 */
export function createMembrane(width: number, height: number, kindOf: (cell: number) => MembraneCell): Membrane {
  const finest = createLevel(width, height, (x, y) => codeOf(kindOf(y * width + x)))
  const levels = [finest]
  for (let level = finest; Math.min(level.stride, level.rows) - 2 > smallestSide; level = levels.at(-1)!) {
    levels.push(createCoarser(level))
  }
  return {
    span: (heightAt) => {
      const padded = new Float32Array(finest.stride * finest.rows)
      for (let y = 0, cell = 0; y < height; y++) {
        for (let x = 0; x < width; x++, cell++) {
          const at = (y + 1) * finest.stride + x + 1
          if (finest.kinds[at] === fixed) padded[at] = heightAt(cell)
        }
      }
      solve(levels, 0, padded)
      const heights = new Float32Array(width * height)
      for (let y = 0; y < height; y++) {
        const from = (y + 1) * finest.stride + 1
        heights.set(padded.subarray(from, from + width), y * width)
      }
      return heights
    },
  }
}

/** Solves the free cells of a level, starting from the solution of the next coarser one. */
function solve(levels: readonly Level[], depth: number, heights: Float32Array): void {
  const level = levels[depth]!
  const coarser = levels[depth + 1]
  if (coarser !== undefined) {
    const coarse = average(level, heights, coarser)
    solve(levels, depth + 1, coarse)
    start(level, heights, coarser, coarse)
  }
  relax(level, heights, coarser === undefined ? sweepsAtCoarsest : sweeps)
}

function codeOf(kind: MembraneCell): number {
  if (kind === 'outside') return outside
  return kind === 'fixed' ? fixed : free
}

function createLevel(width: number, height: number, codeAt: (x: number, y: number) => number): Level {
  const stride = width + 2
  const rows = height + 2
  const kinds = new Uint8Array(stride * rows)
  let count = 0
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const code = codeAt(x, y)
      kinds[(y + 1) * stride + x + 1] = code
      if (code === free) count++
    }
  }
  const freeCells = new Int32Array(count)
  const shares = new Float32Array(count)
  for (let at = 0, i = 0; at < kinds.length; at++) {
    if (kinds[at] !== free) continue
    const pulling = pulls(kinds[at - 1]) + pulls(kinds[at + 1]) + pulls(kinds[at - stride]) + pulls(kinds[at + stride])
    shares[i] = pulling === 0 ? 0 : 1 / pulling
    freeCells[i++] = at
  }
  return { stride, rows, kinds, freeCells, shares }
}

function pulls(kind: number | undefined): number {
  return kind === outside ? 0 : 1
}

/** Half the size: fixed if any of the four cells is, so that the border keeps its heights however thin the stroke. */
function createCoarser({ stride, rows, kinds }: Level): Level {
  return createLevel(Math.ceil((stride - 2) / 2), Math.ceil((rows - 2) / 2), (x, y) => {
    const at = (2 * y + 1) * stride + 2 * x + 1
    let hasFree = false
    for (let i = 0; i < 4; i++) {
      const kind = kinds[at + (i & 1) + (i >> 1) * stride]
      if (kind === fixed) return fixed
      hasFree ||= kind === free
    }
    return hasFree ? free : outside
  })
}

/** The heights of a coarser border: the mean of the fixed cells of the finer level. */
function average(fine: Level, from: Float32Array, coarse: Level): Float32Array {
  const to = new Float32Array(coarse.stride * coarse.rows)
  for (let y = 0; y < coarse.rows - 2; y++) {
    for (let x = 0; x < coarse.stride - 2; x++) {
      const at = (y + 1) * coarse.stride + x + 1
      if (coarse.kinds[at] !== fixed) continue
      let sum = 0
      let count = 0
      for (let i = 0; i < 4; i++) {
        const child = (2 * y + 1 + (i >> 1)) * fine.stride + 2 * x + 1 + (i & 1)
        if (fine.kinds[child] !== fixed) continue
        sum += from[child]!
        count++
      }
      to[at] = sum / count
    }
  }
  return to
}

function start(fine: Level, to: Float32Array, coarse: Level, from: Float32Array): void {
  for (const at of fine.freeCells) {
    const x = (at % fine.stride) - 1
    const y = Math.floor(at / fine.stride) - 1
    to[at] = from[((y >> 1) + 1) * coarse.stride + (x >> 1) + 1]!
  }
}

/** Cells outside stay 0 and are excluded from the shares, so they have no effect. */
function relax({ stride, freeCells, shares }: Level, heights: Float32Array, times: number): void {
  for (let sweep = 0; sweep < times; sweep++) {
    for (let i = 0; i < freeCells.length; i++) {
      const at = freeCells[i]!
      const share = shares[i]!
      if (share === 0) continue
      const mean = (heights[at - 1]! + heights[at + 1]! + heights[at - stride]! + heights[at + stride]!) * share
      heights[at] = heights[at]! + relaxation * (mean - heights[at]!)
    }
  }
}
