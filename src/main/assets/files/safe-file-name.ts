/** Control characters, what Windows forbids, and marks that turn the reading direction around. */
const forbidden = /[\p{Cc}<>:"/\\|?*\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu
const reservedOnWindows = /^(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?:\..*)?$/i
/** Leaves room for a number, an extension, and the dated folders under Windows' 260 characters for a whole path. */
const lengthMax = 100
/** Most file systems allow 255 bytes. */
const bytesMax = 200

/**
 * A file name without extension that every system takes, as close to `text` as it can be: letters of all scripts stay,
 * composed as NFC so that one name is one file everywhere. Empty where nothing of the text is left.
 */
export function toSafeFileName(text: string): string {
  const cleaned = text.toWellFormed().normalize('NFC').replace(forbidden, '-').replace(/\s+/gu, ' ')
  const short = trimEnds(shorten(trimEnds(cleaned)))
  return reservedOnWindows.test(short) ? `_${short}` : short
}

/** What `toSafeFileName` would replace in a text, each character once. */
export function findForbiddenCharacters(text: string): string[] {
  return [...new Set(text.match(forbidden) ?? [])]
}

/** Windows drops dots and spaces at the end; a dot at the start hides a file elsewhere. */
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
