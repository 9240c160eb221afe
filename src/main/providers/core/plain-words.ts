const wordsCharsMax = 600

/** Words as a service wrote them, fit for a sentence: no markup, no line breaks, not endless. A web page has none. */
export function plainWords(text: string): string {
  if (isWebPage(text)) return ''
  const line = text
    .replace(/<\/?[a-z][^<>]{0,200}>/gi, ' ')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
  return line.length > wordsCharsMax ? `${line.slice(0, wordsCharsMax)}…` : line
}

export function isWebPage(text: string): boolean {
  return /^\s*(<!doctype html|<html|<head|<body|<\?xml[^>]*>\s*<!doctype html)/i.test(text.slice(0, 1_000))
}

/** Where services put the sentence about what went wrong; the first that holds words counts. */
const wordFields = ['message', 'error_description', 'detail', 'error', 'errors', 'reason', 'title', 'msg', 'name']

/** The vendor's words in a failure's body, whatever its shape. */
export function findWords(json: unknown, depth = 0): string {
  if (typeof json === 'string') return json
  if (json === null || typeof json !== 'object' || depth > 4) return ''
  if (Array.isArray(json)) {
    const all = json.slice(0, 5).map((item) => findWords(item, depth + 1))
    return all.filter((words) => words !== '').join('; ')
  }
  const fields: Record<string, unknown> = { ...json }
  for (const name of wordFields) {
    const words = findWords(fields[name], depth + 1)
    if (words !== '') return words
  }
  return ''
}
