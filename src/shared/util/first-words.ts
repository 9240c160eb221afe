/** Enough of a text to know it by, on one line: whole words up to `lengthMax` characters, and "…" where there are more. */
export function firstWords(text: string, lengthMax = 48): string {
  const line = text.trim().replace(/\s+/gu, ' ')
  const short = wholeWords(line, lengthMax)
  return short.length < withoutMarks(line).length ? `${short}…` : short
}

/** What fits of a line, cut between words where it can be. */
export function wholeWords(line: string, lengthMax: number): string {
  if (line.length <= lengthMax) return withoutMarks(line)
  const end = line.lastIndexOf(' ', lengthMax)
  if (end > 0) return withoutMarks(line.slice(0, end))
  return line
    .slice(0, lengthMax)
    .toWellFormed()
    .replace(/\ufffd$/u, '')
}

function withoutMarks(text: string): string {
  return text.replace(/[\p{P}\s]+$/u, '')
}
