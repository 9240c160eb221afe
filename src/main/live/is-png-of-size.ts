import type { Size } from '../../shared/util/geometry.ts'

/** Signature, length and name of the chunk that a PNG begins with (https://www.w3.org/TR/png-3/#5PNG-file-signature). */
const start = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]

/** Whether bytes begin like a PNG of this size. What follows is checked by whoever decodes it. */
export function isPngOfSize(bytes: Uint8Array, { widthPx, heightPx }: Size): boolean {
  if (bytes.length < start.length + 8 || start.some((byte, at) => bytes[at] !== byte)) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return view.getUint32(start.length) === widthPx && view.getUint32(start.length + 4) === heightPx
}
