/**
 * The same memory four bytes at a time: four pixels of coverage, or one of RGBA (red lowest: every platform we ship on is
 * little-endian). The bytes must begin at a multiple of four, as those of tiles do.
 */
export function wordsOf(bytes: Uint8Array | Uint8ClampedArray): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
}
