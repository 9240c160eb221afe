import { tilePx } from '../../../shared/domain/surfaces.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { RasterRef } from '../document/model.ts'
import type { RasterTile } from '../document/raster.ts'
import { packBits, unpackBits } from './pack-bits.ts'
import { paintedPart } from './painted-bounds.ts'

/** Size of a coverage tile. */
export const tileBytes = tilePx * tilePx

export function bytesOfTile(channels: RasterRef['channels']): number {
  return tileBytes * channels
}

/** A tile's pixels with the number of revisions that hold it; packed while only undo needs it. */
export class Tile implements RasterTile {
  readonly isFull: boolean
  holders = 0
  readonly #length: number
  #pixels: Uint8Array | null
  #packed: Uint8Array | null = null
  /** Computed on first access; undefined = unknown. */
  #painted: Rect | null | undefined
  #isTight = false

  constructor(pixels: Uint8Array, isFull = false) {
    this.#pixels = pixels
    this.#length = pixels.length
    this.isFull = isFull
  }

  /** Bounds of what is painted, in tile coordinates; null = nothing. */
  get painted(): Rect | null {
    if (this.#painted === undefined) this.#painted = paintedPart(this.peek(), this.#length === tileBytes ? 1 : 4)
    return this.#painted
  }

  get isPacked(): boolean {
    return this.#pixels === null
  }

  /** Whether packing might save memory, as far as is known. */
  get isPackable(): boolean {
    return !this.isPacked && !this.isFull && !this.#isTight
  }

  /** Memory in use; the full tile is shared and counts as nothing. */
  get bytes(): number {
    if (this.isFull) return 0
    return this.#pixels?.length ?? this.#packed?.length ?? 0
  }

  /** Returns the pixels without keeping them unpacked. */
  peek(): Uint8Array {
    if (this.#pixels !== null) return this.#pixels
    const bytes = unpackBits(this.#packed!, this.#length)
    return this.#length === tileBytes ? bytes : fromPlanes(bytes)
  }

  /** Returns the pixels and keeps them unpacked. */
  unpack(): Uint8Array {
    this.#pixels = this.peek()
    this.#packed = null
    return this.#pixels
  }

  /** Returns pixels that are about to be written to. */
  write(): Uint8Array {
    this.#painted = undefined
    this.#isTight = false
    return this.unpack()
  }

  /** Pixels that barely compress, such as those of a photo, stay unpacked. */
  pack(): void {
    if (this.#pixels === null || !this.isPackable) return
    const packed = packBits(this.#length === tileBytes ? this.#pixels : toPlanes(this.#pixels))
    this.#isTight = packed.length > 0.9 * this.#length
    if (this.#isTight) return
    this.#packed = packed
    this.#pixels = null
  }
}

/** Red of all pixels, then green, blue and alpha: flat colors form runs when planar, but not when interleaved. */
function toPlanes(pixels: Uint8Array): Uint8Array {
  const planes = new Uint8Array(pixels.length)
  for (let at = 0, from = 0; at < tileBytes; at++, from += 4) {
    planes[at] = pixels[from]!
    planes[at + tileBytes] = pixels[from + 1]!
    planes[at + 2 * tileBytes] = pixels[from + 2]!
    planes[at + 3 * tileBytes] = pixels[from + 3]!
  }
  return planes
}

function fromPlanes(planes: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(planes.length)
  for (let at = 0, to = 0; at < tileBytes; at++, to += 4) {
    pixels[to] = planes[at]!
    pixels[to + 1] = planes[at + tileBytes]!
    pixels[to + 2] = planes[at + 2 * tileBytes]!
    pixels[to + 3] = planes[at + 3 * tileBytes]!
  }
  return pixels
}

export const fullTile = new Tile(new Uint8Array(tileBytes).fill(255), true)
