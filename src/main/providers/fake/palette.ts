import type { SeededRandom } from './demo-random.ts'

/** sRGB, each component 0 to 1. */
export type Color = readonly [red: number, green: number, blue: number]

export interface Palette {
  /** The lightest: paper, or a hazy sky. */
  readonly light: Color
  /** The darkest. */
  readonly dark: Color
  /** Between them, light to dark. */
  readonly mids: readonly [Color, ...Color[]]
  /** Pure and saturated, as of a light source. */
  readonly bright: Color
  /** Stands out from all others. */
  readonly accent: Color
}

/** Prompt words that new users try and that the image reflects: hue in degrees and how dark it is. */
const moods: readonly (readonly [words: RegExp, hue: number, lightness: number])[] = [
  [/night|midnight|space|star|moon|dark/, 275, 0.55],
  [/sea|ocean|water|lake|blue|rain|river/, 235, 0.95],
  [/forest|tree|leaf|green|grass|garden|jungle/, 150, 0.9],
  [/sunset|sunrise|dusk|dawn|orange|autumn|fire/, 45, 0.95],
  [/rose|pink|flower|blossom|love|candy/, 5, 1],
  [/sun|gold|yellow|desert|sand|honey|wheat/, 85, 1],
  [/red|blood|cherry|tomato|ruby/, 25, 0.9],
  [/snow|ice|winter|white|cloud|fog|mist/, 225, 1.05],
  [/purple|violet|lavender|magic|dream/, 305, 0.95],
]

/** Creates colors that go together: neighbors on the color wheel, and one from the opposite side. */
export function createPalette(prompt: string, random: SeededRandom): Palette {
  const lowerCase = prompt.toLowerCase()
  const mood = moods.find(([pattern]) => pattern.test(lowerCase))
  const hue = (mood?.[1] ?? random.between(0, 360)) + random.between(-12, 12)
  const lightness = mood?.[2] ?? random.between(0.85, 1)
  const spread = random.between(25, 70) * random.pick([1, -1])
  const mid = (at: number) =>
    fromOklch(lightness * (0.84 - 0.5 * at), 0.08 + 0.06 * Math.sin(Math.PI * at), hue + spread * at)
  return {
    light: fromOklch(Math.min(0.97, lightness * 0.95), 0.035, hue + spread * 0.3),
    dark: fromOklch(0.23, 0.055, hue + spread),
    mids: [mid(0), mid(0.2), mid(0.4), mid(0.6), mid(0.8), mid(1)],
    bright: fromOklch(0.84, 0.17, hue + spread * 0.5),
    accent: fromOklch(0.76, 0.15, hue + 180 + random.between(-25, 25)),
  }
}

export function mixColors(a: Color, b: Color, share: number): Color {
  return [a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share]
}

/** Converts Björn Ottosson's OKLCH to sRGB (https://bottosson.github.io/posts/oklab/), clipped to the sRGB gamut. */
function fromOklch(lightness: number, chroma: number, hueDegrees: number): Color {
  const hue = (hueDegrees * Math.PI) / 180
  const a = chroma * Math.cos(hue)
  const b = chroma * Math.sin(hue)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    encode(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    encode(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    encode(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ]
}

function encode(linear: number): number {
  const inside = Math.min(1, Math.max(0, linear))
  return inside <= 0.0031308 ? 12.92 * inside : 1.055 * inside ** (1 / 2.4) - 0.055
}
