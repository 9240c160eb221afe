/** Splits a list of words at commas and line breaks, but not inside quotes or brackets. */
export function splitTerms(text: string): string[] {
  const terms: string[] = []
  let from = 0
  for (const at of separators(text)) {
    terms.push(text.slice(from, at))
    from = at + 1
  }
  terms.push(text.slice(from))
  return terms.map((term) => term.trim().replace(/\s+/gu, ' ')).filter((term) => term !== '')
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>', '“': '”', '"': '"' }

/** Positions of commas and line breaks outside of any closed quotes or brackets. */
function separators(text: string): number[] {
  const positions: number[] = []
  const open: { closer: string; keptBefore: number }[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    const top = open.at(-1)
    if (char === '\\') at++
    else if (char === top?.closer) positions.length = open.pop()?.keptBefore ?? 0
    else if (char === ',' || char === '\n') positions.push(at)
    else if (top?.closer !== '"' && closing[char] !== undefined) {
      open.push({ closer: closing[char], keptBefore: positions.length })
    }
  }
  return positions
}

/** Returns a key that is equal for equivalent terms: ignores weights, case and surrounding punctuation. */
export function termKey(term: string): string {
  const normalized = term
    .replace(/:\s*[+-]?[\d.]+\s*(?=[)\]])/gu, '')
    .replace(/[()[\]\\]/gu, '')
    .replace(/\s+/gu, ' ')
  return trimSigns(normalized, ' .').toLowerCase()
}

/**
 * Removes commas after a comma, at either end, and before the end of a sentence, and collapses spaces. Line breaks
 * stay.
 */
export function tidyCommas(text: string): string {
  const tidy = text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/,(?:\s*,)+/gu, ',')
    .replace(/ ,/gu, ',')
    .replace(/, ?(?=[.!?;](?:\s|$)|\n)/gu, '')
    .replace(/(?<=\n) ?, ?/gu, '')
  return trimSigns(tidy, ' ,\n')
}

/** Done by hand: a regular expression anchored at the end is slow where many such characters are in the middle. */
export function trimSigns(text: string, signs: string): string {
  let [start, end] = [0, text.length]
  while (start < end && signs.includes(text[start] ?? '')) start++
  while (end > start && signs.includes(text[end - 1] ?? '')) end--
  return text.slice(start, end)
}
