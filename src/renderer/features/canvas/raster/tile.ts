import { maskTilePx } from '../../../../shared/domain/canvas-document.ts'
import type { MaskTile } from '../document/mask-raster.ts'
import { packBits, unpackBits } from './pack-bits.ts'

export const tileBytes = maskTilePx * maskTilePx

/** A tile's pixels with the number of revisions that hold it; packed while only undo needs it. */
export class Tile implements MaskTile {
  readonly isFull: boolean
  holders = 0
  #pixels: Uint8Array | null
  #packed: Uint8Array | null = null

  constructor(pixels: Uint8Array, isFull = false) {
    this.#pixels = pixels
    this.isFull = isFull
  }

  get isPacked(): boolean {
    return this.#pixels === null
  }

  /** Memory it takes now; the one full tile is shared by everybody and counts as nothing. */
  get bytes(): number {
    if (this.isFull) return 0
    return this.#pixels?.length ?? this.#packed?.length ?? 0
  }

  /** Pixels without keeping them unpacked. */
  peek(): Uint8Array {
    return this.#pixels ?? unpackBits(this.#packed!, tileBytes)
  }

  /** Pixels, unpacked for good. */
  unpack(): Uint8Array {
    this.#pixels = this.peek()
    this.#packed = null
    return this.#pixels
  }

  pack(): void {
    if (this.#pixels === null || this.isFull) return
    this.#packed = packBits(this.#pixels)
    this.#pixels = null
  }
}

export const fullTile = new Tile(new Uint8Array(tileBytes).fill(255), true)
