/** Enough of a text to know it by: whole words, up to `lengthMax` characters. Empty where there is nothing but space. */
export function firstWords(text: string, lengthMax = 48): string {
  const words = text.trim().split(/\s+/u)
  let short = ''
  for (const word of words) {
    const longer = short === '' ? word : `${short} ${word}`
    if (longer.length > lengthMax) break
    short = longer
  }
  if (short === '')
    short = (words[0] ?? '')
      .slice(0, lengthMax)
      .toWellFormed()
      .replace(/\ufffd$/u, '')
  return short.replace(/[\p{P}\s]+$/u, '')
}
