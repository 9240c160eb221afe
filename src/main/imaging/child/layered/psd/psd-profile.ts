import { grayAsRgb, isSrgbProfile } from '../../color/known-spaces.ts'

/** Adobe Photoshop File Formats, "Image Resource IDs". */
const iccResource = 1039
const headerBytes = 26
const resourceHead = 6
const modes = { gray: 1, rgb: 3 } as const

/**
 * Returns the RGB profile for the colors of a document's layers; null if they are sRGB or unspecified. 32 bits are
 * linear light regardless of the profile, and are read as such.
 */
export function findPsdProfile(psd: Buffer): Uint8Array | null {
  if (psd.length < headerBytes) return null
  const [depth, mode] = [psd.readUInt16BE(22), psd.readUInt16BE(24)]
  const icc = depth === 32 ? null : findResource(psd)
  if (icc === null || icc.length < 128) return null
  const space = icc.toString('latin1', 16, 20)
  if (mode === modes.gray && space === 'GRAY') return grayAsRgb(icc)
  if (mode !== modes.rgb || space !== 'RGB ') return null
  return isSrgbProfile(icc) ? null : Uint8Array.from(icc)
}

function findResource(psd: Buffer): Buffer | null {
  const section = resourceSection(psd)
  if (section === null) return null
  for (let at = section.start; at + resourceHead < section.end;) {
    // A length-prefixed name, padded to an even length, then the length of the data.
    const nameBytes = (psd[at + resourceHead]! + 2) & ~1
    const lengthAt = at + resourceHead + nameBytes
    if (lengthAt + 4 > section.end) return null
    const data = psd.subarray(lengthAt + 4, lengthAt + 4 + psd.readUInt32BE(lengthAt))
    if (psd.readUInt16BE(at + 4) === iccResource) return data
    at = lengthAt + 4 + data.length + (data.length & 1)
  }
  return null
}

/** Returns the length-prefixed section after the color mode data and before the layers. */
function resourceSection(psd: Buffer): { readonly start: number; readonly end: number } | null {
  if (psd.length < headerBytes + 4) return null
  const lengthAt = headerBytes + 4 + psd.readUInt32BE(headerBytes)
  if (lengthAt + 4 > psd.length) return null
  const start = lengthAt + 4
  return { start, end: Math.min(psd.length, start + psd.readUInt32BE(lengthAt)) }
}

/** Returns the consecutive parts of a file that includes the document's color profile. */
export function withPsdProfile(bytes: Uint8Array, icc: Uint8Array): readonly Uint8Array[] {
  const psd = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { start, end } = resourceSection(psd)!
  const resource = Buffer.alloc(resourceHead + 2 + 4 + icc.length + (icc.length & 1))
  resource.write('8BIM', 'latin1')
  resource.writeUInt16BE(iccResource, 4)
  resource.writeUInt32BE(icc.length, 8)
  resource.set(icc, 12)
  const head = Buffer.from(psd.subarray(0, end))
  head.writeUInt32BE(end - start + resource.length, start - 4)
  return [head, resource, psd.subarray(end)]
}
