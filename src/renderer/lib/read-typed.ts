/** A typed number with a decimal point or comma, also in full-width digits; NaN = it is none. */
export function readTyped(text: string): number {
  const plain = text.normalize('NFKC').trim().replace(',', '.')
  return plain === '' ? Number.NaN : Number(plain)
}
