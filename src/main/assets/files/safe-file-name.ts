/** Control characters, characters forbidden by Windows, and bidirectional formatting marks. */
const forbidden = /[\p{Cc}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu
const reservedOnWindows = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i
/** Leaves room for a number, an extension, and the dated folders under Windows' 260 characters for a whole path. */
const lengthMax = 100
/** Most file systems allow 255 bytes. */
const bytesMax = 200

/**
 * Returns a file name without extension that is valid on every system and as close to `text` as possible: letters of
 * all scripts are kept, composed as NFC so that one name is one file everywhere. Empty where nothing of the text is
 * left.
 */
export function toSafeFileName(text: string): string {
  const cleaned = text.toWellFormed().normalize('NFC').replace(forbidden, '-').replace(/\s+/gu, ' ')
  const short = trimEnds(shorten(trimEnds(cleaned)))
  return reservedOnWindows.test(short) ? `_${short}` : short
}

/** Returns the characters that `toSafeFileName` would replace, each once. */
export function findForbiddenCharacters(text: string): string[] {
  return [...new Set(text.match(forbidden) ?? [])]
}

/** Windows drops trailing dots and spaces; elsewhere a leading dot hides a file. */
function trimEnds(text: string): string {
  return text.replace(/^[\s.]+|[\s.]+$/gu, '')
}

function shorten(text: string): string {
  let short = text
    .slice(0, lengthMax)
    .toWellFormed()
    .replace(/\ufffd$/u, '')
  while (Buffer.byteLength(short) > bytesMax)
    short = short
      .slice(0, -4)
      .toWellFormed()
      .replace(/\ufffd$/u, '')
  return short
}
