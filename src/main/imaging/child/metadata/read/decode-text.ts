import { isUtf8 } from 'node:buffer'

/** Decodes text of unknown encoding: UTF-8 if valid, else Latin-1. Trailing zeros are dropped. */
export function decodeText(bytes: Buffer): string {
  let end = bytes.length
  while (end > 0 && bytes[end - 1] === 0) end--
  const text = bytes.subarray(0, end)
  return (isUtf8(text) ? text.toString('utf8') : text.toString('latin1')).replace(/^\uFEFF/, '')
}

const codes = { unicode: 'UNICODE\0', ascii: 'ASCII\0\0\0', none: '\0\0\0\0\0\0\0\0' } as const

/** EXIF UserComment as programs write it: with or without the character code, UTF-16 in either byte order, or UTF-8. */
export function decodeAnyComment(value: Buffer): string {
  const code = value.toString('latin1', 0, 8)
  const body = value.subarray(8)
  if (code === codes.unicode) return decodeUnicode(body)
  return decodeText(code === codes.ascii || code === codes.none ? body : value)
}

/** Windows XP tags hold little-endian UTF-16. */
export function decodeWideText(bytes: Buffer): string {
  return bytes
    .subarray(0, bytes.length & ~1)
    .toString('utf16le')
    .replace(/\0+$/, '')
}

/** In most scripts used here, most characters have one zero byte, which reveals the byte order. */
function decodeUnicode(body: Buffer): string {
  const even = body.subarray(0, body.length & ~1)
  let zerosFirst = 0
  let zerosSecond = 0
  for (let at = 0; at < even.length; at += 2) {
    if (even[at] === 0) zerosFirst++
    if (even[at + 1] === 0) zerosSecond++
  }
  if (zerosFirst === 0 && zerosSecond === 0 && isUtf8(body) && isMostlyAscii(body)) return decodeText(body)
  if (zerosSecond > zerosFirst) return decodeWideText(even)
  return decodeWideText(Buffer.from(even).swap16())
}

function isMostlyAscii(bytes: Buffer): boolean {
  const head = bytes.subarray(0, 256)
  return head.filter((byte) => byte >= 9 && byte < 127).length > head.length / 2
}
