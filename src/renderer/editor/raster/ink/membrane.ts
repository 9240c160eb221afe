/** `fixed`: the membrane is held here; `free`: it spans; `outside`: it ends, and pulls at nothing. */
export type MembraneCell = 'fixed' | 'free' | 'outside'

export interface Membrane {
  /** The smoothest surface through the fixed cells, row by row; 0 where none holds it, and outside. */
  span(heightAt: (cell: number) => number): Float32Array
}

const outside = 0
const fixed = 1
const free = 2

/** One size of the pyramid, with a rim of one cell so that every cell has four neighbors. */
interface Level {
  readonly stride: number
  readonly rows: number
  readonly kinds: Uint8Array
  readonly freeCells: Int32Array
  /** For each free cell, 1 over the number of its neighbors that pull. */
  readonly shares: Float32Array
}

/** Sweeps on each level. The level below has left little to do but the finest bends. */
const sweeps = 10
/** Successive over-relaxation: each cell goes somewhat beyond the mean of its neighbors. */
const relaxation = 1.7
const smallestSide = 4
const sweepsAtCoarsest = 60

/**
 * Laplace's equation on the free cells of a grid, solved from the coarsest of a pyramid of grids up: each gives the next
 * finer one its start, so that far ends know of each other after a few sweeps.
 */
export function createMembrane(width: number, height: number, kindOf: (cell: number) => MembraneCell): Membrane {
  const finest = createLevel(width, height, (x, y) => codeOf(kindOf(y * width + x)))
  const levels = [finest]
  for (let level = finest; Math.min(level.stride, level.rows) - 2 > smallestSide; level = levels.at(-1)!) {
    levels.push(createCoarser(level))
  }
  return {
    span: (heightAt) => {
      const known = new Float32Array(finest.stride * finest.rows)
      for (let y = 0, cell = 0; y < height; y++) {
        for (let x = 0; x < width; x++, cell++) {
          const at = (y + 1) * finest.stride + x + 1
          if (finest.kinds[at] === fixed) known[at] = heightAt(cell)
        }
      }
      solve(levels, 0, known)
      const heights = new Float32Array(width * height)
      for (let y = 0; y < height; y++) {
        const from = (y + 1) * finest.stride + 1
        heights.set(known.subarray(from, from + width), y * width)
      }
      return heights
    },
  }
}

/** Fills in the free cells of a level, having done so on the next coarser one. */
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

/** Half the size: fixed where any of the four is, so that the border keeps its heights however thin the stroke. */
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

/** The heights of a coarser border: the mean of the fixed cells below. */
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

/** Cells outside stay 0 and are not counted in the shares, so they pull at nothing. */
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
