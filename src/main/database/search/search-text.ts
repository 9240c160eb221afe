/** Scripts that put no spaces between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** What full text is given, when a picture is filed and when it is looked for: each sign of such a script is a word. */
export function spacedOut(text: string): string {
  return text.replaceAll(unspaced, ' $& ')
}

/** A picture's name as it is sorted by: capitals and accents do not count, and `2` comes before `10`. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'))
}

/**
 * A word or phrase in the language of FTS5: what stands between quotes is taken apart as the text was, the last word is the
 * beginning of one unless it is a phrase. Null where nothing is left to look for.
 */
export function toFullText(text: string, isPhrase: boolean, columns: readonly string[] | null): string | null {
  const words = spacedOut(text.normalize('NFC'))
    .split(/[^\p{L}\p{N}\p{Co}\p{M}]+/u)
    .filter((word) => /[\p{L}\p{N}\p{Co}]/u.test(word))
  if (words.length === 0) return null
  const where = columns === null ? '' : `{${columns.join(' ')}} : `
  return `${where}"${words.join(' ')}"${isPhrase ? '' : '*'}`
}
