/**
 * Returns a one-line excerpt to recognize a text by: whole words up to `lengthMax` characters, and "…" if there are
 * more.
 */
export function firstWords(text: string, lengthMax = 48): string {
  const line = text.trim().replace(/\s+/gu, ' ')
  const shortened = wholeWords(line, lengthMax)
  return shortened.length < withoutAnnotations(line).length ? `${shortened}…` : shortened
}

/** Returns as much of a line as fits, cut between words where possible. */
export function wholeWords(line: string, lengthMax: number): string {
  if (line.length <= lengthMax) return withoutAnnotations(line)
  const end = line.lastIndexOf(' ', lengthMax)
  if (end > 0) return withoutAnnotations(line.slice(0, end))
  return line
    .slice(0, lengthMax)
    .toWellFormed()
    .replace(/\ufffd$/u, '')
}

function withoutAnnotations(text: string): string {
  return text.replace(/[\p{P}\s]+$/u, '')
}
