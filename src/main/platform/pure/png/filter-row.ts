/**
 * PNG row filters (PNG specification, third edition, section 9). Each writes the filter's number, then the differences.
 * `prior` is the previous row, or zeros.
 */

/** Filter 4. Best of the five for photographs, where rows change smoothly in both directions. */
export function filterPaeth(
  row: Uint8Array,
  prior: Uint8Array,
  pixelBytes: number,
  into: Uint8Array,
  at: number,
): void {
  into[at] = 4
  const length = row.length
  for (let i = 0; i < pixelBytes; i++) into[at + 1 + i] = row[i]! - prior[i]!
  for (let i = pixelBytes; i < length; i++) {
    const leftByte = row[i - pixelBytes]!
    const up = prior[i]!
    const corner = prior[i - pixelBytes]!
    const fromLeft = Math.abs(up - corner)
    const fromUp = Math.abs(leftByte - corner)
    const fromCorner = Math.abs(leftByte + up - 2 * corner)
    const guess = fromLeft <= fromUp && fromLeft <= fromCorner ? leftByte : fromUp <= fromCorner ? up : corner
    into[at + 1 + i] = row[i]! - guess
  }
}

/** Filter 2. For masks: flat areas become zeros, at a quarter of the cost. */
export function filterUp(row: Uint8Array, prior: Uint8Array, into: Uint8Array, at: number): void {
  into[at] = 2
  for (let i = 0; i < row.length; i++) into[at + 1 + i] = row[i]! - prior[i]!
}
