/** Whether a share would be shown as 100 %. */
export function isWhole(share: number): boolean {
  return Math.round(share * 100) >= 100
}
