/** Where a list of words is split: commas and line breaks, but not inside quotes or brackets. */
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

/** Positions of commas and line breaks that stand outside of everything that is closed again. */
function separators(text: string): number[] {
  const found: number[] = []
  const open: { closer: string; keptBefore: number }[] = []
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? ''
    const top = open.at(-1)
    if (char === '\\') at++
    else if (char === top?.closer) found.length = open.pop()?.keptBefore ?? 0
    else if (char === ',' || char === '\n') found.push(at)
    else if (top?.closer !== '"' && closing[char] !== undefined) {
      open.push({ closer: closing[char], keptBefore: found.length })
    }
  }
  return found
}

/** What two terms have in common that say the same: without weights, capitals and surrounding signs. */
export function termKey(term: string): string {
  const words = term
    .replace(/:\s*[+-]?[\d.]+\s*(?=[)\]])/gu, '')
    .replace(/[()[\]\\]/gu, '')
    .replace(/\s+/gu, ' ')
  return trimSigns(words, ' .').toLowerCase()
}

/** No comma after a comma, at an end, or before the end of a sentence; no runs of blanks. Line breaks stay. */
export function tidyCommas(text: string): string {
  const tidy = text
    .replace(/[^\S\n]+/gu, ' ')
    .replace(/,(?:\s*,)+/gu, ',')
    .replace(/ ,/gu, ',')
    .replace(/, ?(?=[.!?;](?:\s|$)|\n)/gu, '')
    .replace(/(?<=\n) ?, ?/gu, '')
  return trimSigns(tidy, ' ,\n')
}

/** By hand: a pattern for the end of a text takes long where there are many such signs in its middle. */
export function trimSigns(text: string, signs: string): string {
  let [start, end] = [0, text.length]
  while (start < end && signs.includes(text[start] ?? '')) start++
  while (end > start && signs.includes(text[end - 1] ?? '')) end--
  return text.slice(start, end)
}
