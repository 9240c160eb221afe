import { grayAsRgb, isSrgbProfile } from '../../color/known-spaces.ts'
import { headerBytes, readResources, resourceHeadBytes, resourceIds, resourceSection } from './psd-resources.ts'
import { colorModes } from './psd-file.ts'

/**
 * Returns the RGB profile for the colors of a document's layers; null if they are sRGB or unspecified. 32 bits are
 * linear light regardless of the profile, and are read as such.
 */
export function findPsdProfile(psd: Buffer): Uint8Array | null {
  if (psd.length < headerBytes) return null
  const [depth, mode] = [psd.readUInt16BE(22), psd.readUInt16BE(24)]
  const icc = depth === 32 ? null : (readResources(psd).get(resourceIds.icc) ?? null)
  if (icc === null || icc.length < 128) return null
  const space = icc.toString('latin1', 16, 20)
  if (mode === colorModes.grayscale && space === 'GRAY') return grayAsRgb(icc)
  const isRgb = mode === colorModes.rgb || mode === colorModes.indexed
  if (!isRgb || space !== 'RGB ') return null
  return isSrgbProfile(icc) ? null : Uint8Array.from(icc)
}

/** Returns the consecutive parts of a file that includes the document's color profile. */
export function withPsdProfile(bytes: Uint8Array, icc: Uint8Array): readonly Uint8Array[] {
  const psd = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { start, end } = resourceSection(psd)!
  const resource = Buffer.alloc(resourceHeadBytes + 2 + 4 + icc.length + (icc.length & 1))
  resource.write('8BIM', 'latin1')
  resource.writeUInt16BE(resourceIds.icc, 4)
  resource.writeUInt32BE(icc.length, 8)
  resource.set(icc, 12)
  const head = Buffer.from(psd.subarray(0, end))
  head.writeUInt32BE(end - start + resource.length, start - 4)
  return [head, resource, psd.subarray(end)]
}
