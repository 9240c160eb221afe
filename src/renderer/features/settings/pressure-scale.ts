/** The slider's ends are a curve of power 4 and its inverse. */
const steepest = 4

/** Maps the curve's power to a slider position: -100 light, 0 as the pen reports, 100 firm. */
export function firmnessOf(gamma: number): number {
  return Math.round((Math.log(gamma) / Math.log(steepest)) * 100)
}

export function gammaOf(firmness: number): number {
  return steepest ** (firmness / 100)
}
