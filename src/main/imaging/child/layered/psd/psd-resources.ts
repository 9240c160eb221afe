/** Adobe Photoshop File Formats, "Image Resource IDs". */
export const resourceIds = {
  alphaNames: 1006,
  channelKinds: 1007,
  icc: 1039,
  unicodeAlphaNames: 1045,
  transparentIndex: 1047,
  alphaIds: 1053,
  version: 1057,
  channelKindsWithVersion: 1077,
} as const

export const headerBytes = 26
export const resourceHeadBytes = 6

/** Returns the document's resources by ID; the first one of each. */
export function readResources(psd: Buffer): ReadonlyMap<number, Buffer> {
  const resources = new Map<number, Buffer>()
  const section = resourceSection(psd)
  if (section === null) return resources
  for (let at = section.start; at + resourceHeadBytes < section.end;) {
    // A length-prefixed name, padded to an even length, then the length of the data.
    const nameBytes = (psd[at + resourceHeadBytes]! + 2) & ~1
    const lengthAt = at + resourceHeadBytes + nameBytes
    if (lengthAt + 4 > section.end) break
    const data = psd.subarray(lengthAt + 4, lengthAt + 4 + psd.readUInt32BE(lengthAt))
    const id = psd.readUInt16BE(at + 4)
    if (!resources.has(id)) resources.set(id, data)
    at = lengthAt + 4 + data.length + (data.length & 1)
  }
  return resources
}

/** Returns the length-prefixed section after the color mode data and before the layers. */
export function resourceSection(psd: Buffer): { readonly start: number; readonly end: number } | null {
  if (psd.length < headerBytes + 4) return null
  const lengthAt = headerBytes + 4 + psd.readUInt32BE(headerBytes)
  if (lengthAt + 4 > psd.length) return null
  const start = lengthAt + 4
  return { start, end: Math.min(psd.length, start + psd.readUInt32BE(lengthAt)) }
}
