import type { TabletSettings } from '../../shared/domain/settings.ts'

/**
 * What the hand means by how hard the pen is pressed, both 0 to 1: nothing up to the minimum, from there to full along a
 * power curve, so that full pressure is always full.
 */
export function curvedPressure(pressure: number, { pressureGamma, pressureMin }: TabletSettings): number {
  const above = (pressure - pressureMin) / (1 - pressureMin)
  return Math.min(1, Math.max(0, above)) ** pressureGamma
}
