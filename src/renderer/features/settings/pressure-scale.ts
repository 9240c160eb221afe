/** Full to either side is a curve of power 4, or its root. */
const steepest = 4

/** The power of the curve as a place on a slider: -100 light, 0 as the pen says, 100 heavy. */
export function firmnessOf(gamma: number): number {
  return Math.round((Math.log(gamma) / Math.log(steepest)) * 100)
}

export function gammaOf(firmness: number): number {
  return steepest ** (firmness / 100)
}
