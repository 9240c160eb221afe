/** 16 bits are rounded to the nearest of 8. */
export function from16Bits(value: number): number {
  return Math.round(value / 257)
}

/** 32 bits are linear light, and get the sRGB curve; transparency and masks do not. */
export function from32Bits(value: number, isCoverage: boolean): number {
  const clamped = Math.min(1, Math.max(0, value))
  return Math.round(255 * (isCoverage ? clamped : curve(clamped)))
}

/** IEC 61966-2-1. */
function curve(linear: number): number {
  return linear <= 0.003_130_8 ? linear * 12.92 : 1.055 * linear ** (1 / 2.4) - 0.055
}
