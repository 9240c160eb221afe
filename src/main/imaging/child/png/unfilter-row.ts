/**
 * Undoes a PNG row filter (PNG specification, third edition, section 9) in place. `prior` is the decoded row above, or
 * zeros. Returns false for an unknown filter.
 */
export function unfilterRow(filter: number, row: Uint8Array, prior: Uint8Array, pixelBytes: number): boolean {
  switch (filter) {
    case 0:
      return true
    case 1:
      for (let i = pixelBytes; i < row.length; i++) row[i] = row[i]! + row[i - pixelBytes]!
      return true
    case 2:
      for (let i = 0; i < row.length; i++) row[i] = row[i]! + prior[i]!
      return true
    case 3:
      for (let i = 0; i < row.length; i++) {
        const left = i < pixelBytes ? 0 : row[i - pixelBytes]!
        row[i] = row[i]! + ((left + prior[i]!) >> 1)
      }
      return true
    case 4:
      unfilterPaeth(row, prior, pixelBytes)
      return true
    default:
      return false
  }
}

function unfilterPaeth(row: Uint8Array, prior: Uint8Array, pixelBytes: number): void {
  const length = row.length
  for (let i = 0; i < pixelBytes; i++) row[i] = row[i]! + prior[i]!
  for (let i = pixelBytes; i < length; i++) {
    const left = row[i - pixelBytes]!
    const up = prior[i]!
    const corner = prior[i - pixelBytes]!
    const fromLeft = Math.abs(up - corner)
    const fromUp = Math.abs(left - corner)
    const fromCorner = Math.abs(left + up - 2 * corner)
    row[i] = row[i]! + (fromLeft <= fromUp && fromLeft <= fromCorner ? left : fromUp <= fromCorner ? up : corner)
  }
}
