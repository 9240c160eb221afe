const decoder = new TextDecoder()

/**
 * Reads little-endian values one after another. Behind the end everything is 0 and `isShort` is set, so that a caller
 * asks once after several values instead of before each.
 */
export class HeaderReader {
  #at = 0
  #isShort = false
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  get at(): number {
    return this.#at
  }

  get isShort(): boolean {
    return this.#isShort
  }

  u8(): number {
    const at = this.#take(1)
    return at === null ? 0 : this.#view.getUint8(at)
  }

  u32(): number {
    const at = this.#take(4)
    return at === null ? 0 : this.#view.getUint32(at, true)
  }

  /** Infinity where it is more than a number holds exactly. */
  u64(): number {
    const low = this.u32()
    const high = this.u32()
    return high > 0x1fffff ? Infinity : high * 0x1_0000_0000 + low
  }

  text(length: number): string {
    const at = this.#take(length)
    return at === null ? '' : decoder.decode(this.#bytes.subarray(at, at + length))
  }

  skip(length: number): void {
    this.#take(length)
  }

  #take(length: number): number | null {
    const at = this.#at
    if (this.#isShort || length > this.#bytes.byteLength - at) {
      this.#isShort = true
      return null
    }
    this.#at += length
    return at
  }
}
