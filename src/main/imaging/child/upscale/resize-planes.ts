import type { Size } from '../../../../shared/util/geometry.ts'
import { kernels, type Kernel } from '../model-input/pillow-resize.ts'

export interface Planes extends Size {
  /** One after the other, each in row order. */
  readonly planes: Float32Array<ArrayBuffer>
}

/** `bicubic` rings once at most: beside an edge, what is opaque stays opaque once it is clipped. */
const filters = {
  bicubic: kernels.bicubic,
  lanczos: {
    support: 3,
    weight: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
  },
} as const satisfies Readonly<Record<string, Kernel>>

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** Resizes along rows, then along columns; where it shrinks, the kernel is widened. */
export function resizePlanes(image: Planes, to: Size, filter: keyof typeof filters): Planes {
  const { widthPx, heightPx, planes } = image
  if (to.widthPx === widthPx && to.heightPx === heightPx) return image
  const count = planes.length / (widthPx * heightPx)
  const columns = weightsFor(widthPx, to.widthPx, filters[filter])
  const rows = weightsFor(heightPx, to.heightPx, filters[filter])
  const between = new Float32Array(count * heightPx * to.widthPx)
  for (let row = 0; row < count * heightPx; row++) {
    for (let x = 0; x < to.widthPx; x++) {
      const { first, weights } = columns[x]!
      let sum = 0
      for (let tap = 0; tap < weights.length; tap++) sum += weights[tap]! * planes[row * widthPx + first + tap]!
      between[row * to.widthPx + x] = sum
    }
  }
  const resized = new Float32Array(count * to.heightPx * to.widthPx)
  for (let row = 0; row < count * to.heightPx; row++) {
    const { first, weights } = rows[row % to.heightPx]!
    const from = (Math.floor(row / to.heightPx) * heightPx + first) * to.widthPx
    const at = row * to.widthPx
    for (let tap = 0; tap < weights.length; tap++) {
      const weight = weights[tap]!
      const line = from + tap * to.widthPx
      for (let x = 0; x < to.widthPx; x++) resized[at + x]! += weight * between[line + x]!
    }
  }
  return { ...to, planes: resized }
}

interface Taps {
  readonly first: number
  readonly weights: Float64Array
}

function weightsFor(length: number, toLength: number, { support, weight }: Kernel): readonly Taps[] {
  const scale = length / toLength
  const stretch = Math.max(1, scale)
  return Array.from({ length: toLength }, (_, at) => {
    const center = (at + 0.5) * scale
    const first = Math.max(0, Math.floor(center - support * stretch + 0.5))
    const end = Math.min(length, Math.floor(center + support * stretch + 0.5))
    const weights = Float64Array.from({ length: end - first }, (_each, tap) =>
      weight((first + tap + 0.5 - center) / stretch),
    )
    const sum = weights.reduce((total, each) => total + each, 0)
    return { first, weights: weights.map((each) => each / sum) }
  })
}
