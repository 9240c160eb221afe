import type { TabletSettings } from '../../shared/domain/settings.ts'

/**
 * Maps pen pressure, both 0 to 1: zero up to the minimum, then a power curve up to full, so that full pressure is
 * always full.
 */
export function curvedPressure(pressure: number, { pressureGamma, pressureMin }: TabletSettings): number {
  const above = (pressure - pressureMin) / (1 - pressureMin)
  return Math.min(1, Math.max(0, above)) ** pressureGamma
}
