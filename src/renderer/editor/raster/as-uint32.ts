/**
 * Views the same memory as 32-bit words: four pixels of coverage, or one of RGBA (red lowest: every platform we ship on
 * is little-endian). The offset must be a multiple of four, as it is for tiles.
 */
export function asUint32(bytes: Uint8Array | Uint8ClampedArray): Uint32Array {
  return new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2)
}
