/** Exif 3.0 section 4.6.6: eight bytes name the character code, the text follows without a final zero. */
const unicodeCode = Buffer.from('UNICODE\0', 'latin1')
const asciiCode = Buffer.from('ASCII\0\0\0', 'latin1')

/**
 * The value of EXIF UserComment (0x9286): UTF-16 in the byte order of its block. A1111 and its kin read big-endian only,
 * so blocks with a comment are big-endian (`turnBigEndian`), but for TIFF files, whose order the encoder decides.
 */
export function encodeUserComment(text: string, order: 'big' | 'little' = 'big'): Buffer {
  const wide = Buffer.from(text.toWellFormed(), 'utf16le')
  return Buffer.concat([unicodeCode, order === 'big' ? wide.swap16() : wide])
}

/**
 * sharp writes a UserComment as ASCII only. It is given a stand-in of the right length, which is then replaced in the
 * encoded file: EXIF lies there as it is, in one piece, in JPEG, WebP and AVIF alike.
 */
export function standInFor(comment: Buffer): string {
  const pattern = 'Atelier~comment~'
  return pattern.repeat(Math.ceil(comment.length / pattern.length)).slice(0, comment.length - 8)
}

/** Puts the comment where its stand-in is, in place. False where it was not found. */
export function replaceStandIn(file: Buffer, comment: Buffer): boolean {
  const standIn = Buffer.concat([asciiCode, Buffer.from(standInFor(comment), 'latin1')])
  const at = file.indexOf(standIn)
  if (at < 0) return false
  file.set(comment, at)
  return true
}
