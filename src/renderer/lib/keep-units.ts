const unit = /(?<=\d) (?=(?:px|kB|MB|GB|MP|min|ms|s|%|°)(?![\p{L}\d]))/gu

/** Keeps numbers and their units on one line. */
export function keepUnits(text: string): string {
  return text.replaceAll(unit, '\u{a0}')
}
