/** Scripts without spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Returns text for FTS5, both when indexing and when searching: each character of such a script is a word. */
export function spacedOut(text: string): string {
  return text.replaceAll(unspaced, ' $& ')
}

/** Returns the sort key of an image's name: case- and accent-insensitive, `2` before `10`. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'))
}

/**
 * Returns a word or phrase as an FTS5 expression: quoted text is tokenized like the indexed text, and the last word is
 * a prefix unless it is a phrase. Null where nothing is left to search for.
 */
export function toFullText(text: string, isPhrase: boolean, columns: readonly string[] | null): string | null {
  const words = spacedOut(text.normalize('NFC'))
    .split(/[^\p{L}\p{N}\p{Co}\p{M}]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
  if (words.length === 0) return null
  const where = columns === null ? '' : `{${columns.join(' ')}} : `
  return `${where}"${words.join(' ')}"${isPhrase ? '' : '*'}`
}
