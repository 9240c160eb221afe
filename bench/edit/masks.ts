export interface MaskShape {
  readonly name: string
  /** Coordinates relative to the image's side length. */
  contains(x: number, y: number): boolean
}

export const maskShapes: readonly MaskShape[] = [
  { name: 'round', contains: (x, y) => Math.hypot(x - 0.5, y - 0.5) < 0.2 },
  { name: 'square', contains: (x, y) => Math.abs(x - 0.52) < 0.17 && Math.abs(y - 0.47) < 0.17 },
  {
    name: 'stroke',
    contains: (x, y) => x > 0.25 && x < 0.75 && Math.abs(y - 0.5 - 0.12 * Math.sin(x * 9)) < 0.045,
  },
]

/** 255 inside, 0 outside. */
export function paintMask(shape: MaskShape, sidePx: number): Uint8Array {
  return Uint8Array.from({ length: sidePx * sidePx }, (_, n) =>
    shape.contains(((n % sidePx) + 0.5) / sidePx, (Math.floor(n / sidePx) + 0.5) / sidePx) ? 255 : 0,
  )
}
