import type { Planes } from './planes.ts'

/** D65 white. */
const white = [0.950_47, 1, 1.088_83] as const

/** CIE L*a*b* of sRGB planes of 0 to 255: equal steps look about equally large (L 0 to 100, a and b about ±100). */
export function toLab(rgb: Planes): Planes {
  const [red, green, blue] = rgb.channels
  const [lightness, a, b] = rgb.channels.map((channel) => new Float32Array(channel.length))
  for (let i = 0; i < red!.length; i++) {
    const r = toLinear(red![i]! / 255)
    const g = toLinear(green![i]! / 255)
    const bl = toLinear(blue![i]! / 255)
    const x = response((0.412_456 * r + 0.357_576 * g + 0.180_437 * bl) / white[0])
    const y = response((0.212_673 * r + 0.715_152 * g + 0.072_175 * bl) / white[1])
    const z = response((0.019_334 * r + 0.119_192 * g + 0.950_304 * bl) / white[2])
    lightness![i] = 116 * y - 16
    a![i] = 500 * (x - y)
    b![i] = 200 * (y - z)
  }
  return { ...rgb, channels: [lightness!, a!, b!] }
}

function toLinear(value: number): number {
  return value <= 0.040_45 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
}

function response(value: number): number {
  return value > 216 / 24_389 ? Math.cbrt(value) : (24_389 / 27 / 116) * value + 16 / 116
}
