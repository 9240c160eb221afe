import { AppError } from '../../../../shared/errors/index.ts'
import { intersectRects, isEmptyRect, type Point, type Rect, type Size } from '../../../../shared/util/geometry.ts'
import type { ColorSource } from '../../document/raster.ts'

/** Pixels are fetched in squares of this size: 1 MB keeps the number of calls and the latency low. */
const blockPx = 512

export interface CloneInk extends ColorSource {
  /**
   * Resolves when everything these parts copy from is loaded; parts in document pixels.
   * @throws AppError if reading failed; request/cancelled once disposed
   */
  whenReady(parts: readonly Rect[]): Promise<void>
  dispose(): void
}

export interface CloneInkOptions {
  /** RGBA, row by row, of an area inside the document. Must not change while the ink is in use. */
  readonly read: (area: Rect) => Promise<Uint8ClampedArray>
  /** Document size. */
  readonly size: Size
  /** Offset from a pixel to the one it copies, in whole pixels. */
  readonly offset: Point
  /** Called when pixels that were missing when requested have become available. */
  readonly onReady: () => void
}

interface Block {
  readonly area: Rect
  pixels: Uint8ClampedArray | null
  /** Null once loaded or failed; after a failure, it is requested again when next needed. */
  loading: Promise<void> | null
}

/** The document's pixels from another position; transparent outside. Keeps what it has read until disposed. */
export function createCloneInk(options: CloneInkOptions): CloneInk {
  return new Cloning(options)
}

class Cloning implements CloneInk {
  readonly #options: CloneInkOptions
  readonly #whole: Rect
  readonly #blocks = new Map<number, Block>()
  #isDisposed = false

  constructor(options: CloneInkOptions) {
    this.#options = options
    this.#whole = { x: 0, y: 0, ...options.size }
  }

  read(part: Rect): Uint8ClampedArray | null {
    const from = this.#sourceOf(part)
    const blocks = this.#blocksIn(from)
    for (const block of blocks) {
      // `whenReady` reports failures at the end of the stroke.
      if (block.pixels === null) void this.#load(block).catch(() => undefined)
    }
    if (blocks.some((block) => block.pixels === null)) return null
    const out = new Uint8ClampedArray(part.widthPx * part.heightPx * 4)
    for (const block of blocks) copyShared(block, from, out)
    return out
  }

  async whenReady(parts: readonly Rect[]): Promise<void> {
    const blocks = new Set(parts.flatMap((part) => this.#blocksIn(this.#sourceOf(part))))
    await Promise.all([...blocks].map((block) => this.#load(block)))
    if (this.#isDisposed) throw AppError.cancelled()
  }

  dispose(): void {
    this.#isDisposed = true
    this.#blocks.clear()
  }

  #sourceOf(part: Rect): Rect {
    return { ...part, x: part.x + this.#options.offset.x, y: part.y + this.#options.offset.y }
  }

  #blocksIn(from: Rect): readonly Block[] {
    const inside = intersectRects(from, this.#whole)
    if (isEmptyRect(inside)) return []
    const blocks: Block[] = []
    const lastRow = Math.floor((inside.y + inside.heightPx - 1) / blockPx)
    const lastColumn = Math.floor((inside.x + inside.widthPx - 1) / blockPx)
    for (let row = Math.floor(inside.y / blockPx); row <= lastRow; row++) {
      for (let column = Math.floor(inside.x / blockPx); column <= lastColumn; column++) {
        blocks.push(this.#blockAt(column, row))
      }
    }
    return blocks
  }

  #blockAt(column: number, row: number): Block {
    const key = row * Math.ceil(this.#whole.widthPx / blockPx) + column
    const known = this.#blocks.get(key)
    if (known !== undefined) return known
    const square = { x: column * blockPx, y: row * blockPx, widthPx: blockPx, heightPx: blockPx }
    const block: Block = { area: intersectRects(square, this.#whole), pixels: null, loading: null }
    this.#blocks.set(key, block)
    return block
  }

  #load(block: Block): Promise<void> {
    if (block.pixels !== null) return Promise.resolve()
    block.loading ??= this.#fetch(block).finally(() => {
      block.loading = null
    })
    return block.loading
  }

  async #fetch(block: Block): Promise<void> {
    const pixels = await this.#options.read(block.area)
    if (this.#isDisposed) return
    block.pixels = pixels
    this.#options.onReady()
  }
}

function copyShared({ area, pixels }: Block, from: Rect, out: Uint8ClampedArray): void {
  if (pixels === null) return
  const shared = intersectRects(area, from)
  for (let y = shared.y; y < shared.y + shared.heightPx; y++) {
    const start = ((y - area.y) * area.widthPx + shared.x - area.x) * 4
    out.set(pixels.subarray(start, start + shared.widthPx * 4), ((y - from.y) * from.widthPx + shared.x - from.x) * 4)
  }
}
