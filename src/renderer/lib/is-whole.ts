/** Whether a fraction would be displayed as 100 %. */
export function isWhole(share: number): boolean {
  return Math.round(share * 100) >= 100
}
