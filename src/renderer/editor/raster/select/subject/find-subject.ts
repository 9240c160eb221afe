import type { Size } from '../../../../../shared/util/geometry.ts'
import { ColorModel } from './color-model.ts'
import { applyModel, guidedModel, type LinearModel } from './guided-filter.ts'
import { enlarge, shrink, type Plane, type LabImage } from './planes.ts'
import { saliencyOf } from './saliency.ts'

/** D65 white. */
const white = [0.950_47, 1, 1.088_83] as const

/** Colors are compared at this size at most; beyond that, detail is only texture. */
const judgedPx = 256
const rounds = 3
/** Fewer pixels than this share of the image are neither a subject nor a usable background. */
const leastShare = 0.005

/**
 * Probable location of the subject, as a function of the image's colors that can be applied at any size; null if
 * nothing stands out.
 * @param guide sRGB planes, 0 to 255
 */
export function findSubject(guide: LabImage): LinearModel | null {
  const small = shrinkPlanes(guide, judgedPx)
  const lab = toLab(small)
  const saliency = saliencyOf(lab)
  let likely = firstGuess(saliency)
  for (let round = 0; round < rounds && likely !== null; round++) likely = judge(small, lab, saliency, likely)
  if (likely === null) return null
  const found = tidy(
    Uint8Array.from(likely.values, (value) => (value > 0.5 ? 1 : 0)),
    likely,
    0.15,
    0.3,
  )
  if (!found.includes(1)) return null
  // Removed parts must not come back through the soft part of the guess.
  const near = keepOnly(likely, found)
  const radius = Math.max(2, Math.round(Math.max(guide.widthPx, guide.heightPx) / 60))
  return guidedModel(guide, enlarge(near, guide), radius, 40)
}

function shrinkPlanes(planes: LabImage, longestPx: number): LabImage {
  const scale = Math.min(1, longestPx / Math.max(planes.widthPx, planes.heightPx))
  const to: Size = {
    widthPx: Math.max(1, Math.round(planes.widthPx * scale)),
    heightPx: Math.max(1, Math.round(planes.heightPx * scale)),
  }
  const { widthPx, heightPx } = planes
  return { ...to, channels: planes.channels.map((values) => shrink({ widthPx, heightPx, values }, to).values) }
}

/** Whatever stands out more than the best threshold between two groups (Otsu 1979). */
function firstGuess(saliency: Plane): Plane | null {
  const counts = new Float64Array(256)
  for (const value of saliency.values) counts[Math.round(value * 255)]!++
  const threshold = otsu(counts) / 255
  if (!Number.isFinite(threshold)) return null
  return { ...saliency, values: saliency.values.map((value) => (value > threshold ? 1 : 0)) }
}

function otsu(counts: Float64Array): number {
  const total = counts.reduce((sum, count) => sum + count, 0)
  const moment = counts.reduce((sum, count, value) => sum + count * value, 0)
  let below = 0
  let momentBelow = 0
  let best = Number.NaN
  let largest = 0
  counts.forEach((count, value) => {
    below += count
    momentBelow += count * value
    if (below === 0 || below === total) return
    const apart = momentBelow / below - (moment - momentBelow) / (total - below)
    const between = below * (total - below) * apart * apart
    if (between <= largest) return
    largest = between
    best = value
  })
  return best
}

/** Learns the colors of subject and background from a guess, and rates each pixel by them and by its saliency. */
function judge(small: LabImage, lab: LabImage, saliency: Plane, guess: Plane): Plane | null {
  const inside: number[] = []
  const outside: number[] = []
  guess.values.forEach((value, i) => (value > 0.5 ? inside : outside).push(i))
  const minimum = leastShare * guess.values.length
  if (inside.length < minimum || outside.length < minimum) return null
  const subject = new ColorModel(lab, inside)
  const ground = new ColorModel(lab, outside)
  const values = saliency.values.map((value, i) => {
    const byColor = Math.max(-4, Math.min(4, subject.logLikelihood(i) - ground.logLikelihood(i)))
    const byPlace = 6 * (value - 0.35)
    return 1 / (1 + Math.exp(-byColor - byPlace))
  })
  const fitted = applyModel(guidedModel(small, { ...guess, values }, 4, 60), small)
  return { ...fitted, values: fitted.values.map((value) => Math.min(1, Math.max(0, value))) }
}

/** The guess where it was kept or borders on kept pixels; full in filled holes. */
function keepOnly(guess: Plane, kept: Uint8Array): Plane {
  const { widthPx, heightPx } = guess
  const values = guess.values.map((value, at) => {
    if (kept[at] === 1) return value > 0.5 ? value : 1
    const x = at % widthPx
    const isBeside =
      (x > 0 && kept[at - 1] === 1) ||
      (x < widthPx - 1 && kept[at + 1] === 1) ||
      (at >= widthPx && kept[at - widthPx] === 1) ||
      (at + widthPx < kept.length && kept[at + widthPx] === 1)
    return isBeside ? value : 0
  })
  return { widthPx, heightPx, values }
}

/**
 * Keeps components at least this share of the largest, and fills holes smaller than this share of it; components are
 * 4-connected.
 */
function tidy(mask: Uint8Array, size: Size, leastPiece: number, largestHole: number): Uint8Array {
  const out = mask.slice()
  const pieces = findPieces(out, size, 1)
  const largest = Math.max(0, ...pieces.map((piece) => piece.length))
  for (const piece of pieces) if (piece.length < leastPiece * largest) for (const at of piece) out[at] = 0
  for (const hole of findPieces(out, size, 0)) {
    if (hole.length < largestHole * largest) for (const at of hole) out[at] = 1
  }
  return out
}

function findPieces(mask: Uint8Array, { widthPx }: Size, value: number): number[][] {
  const isSeen = new Uint8Array(mask.length)
  const pieces: number[][] = []
  for (let start = 0; start < mask.length; start++) {
    if (mask[start] !== value || isSeen[start] === 1) continue
    const piece = [start]
    isSeen[start] = 1
    for (let i = 0; i < piece.length; i++) {
      const at = piece[i]!
      const x = at % widthPx
      if (x > 0) visit(at - 1)
      if (x < widthPx - 1) visit(at + 1)
      if (at >= widthPx) visit(at - widthPx)
      if (at + widthPx < mask.length) visit(at + widthPx)
    }
    pieces.push(piece)

    function visit(at: number): void {
      if (mask[at] !== value || isSeen[at] === 1) return
      isSeen[at] = 1
      piece.push(at)
    }
  }
  return pieces
}

/** Converts sRGB planes of 0 to 255 to CIE L*a*b*, roughly perceptually uniform (L 0 to 100, a and b about ±100). */
export function toLab(rgb: LabImage): LabImage {
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
