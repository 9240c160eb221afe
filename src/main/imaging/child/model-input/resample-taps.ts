interface Kernel {
  /** Half the width, in source pixels, where nothing is made smaller. */
  readonly support: number
  weight(distance: number): number
}

/** The triangle, Keys' cubic convolution with a = −0.5, and Lanczos with three lobes. */
const kernels = {
  bilinear: { support: 1, weight: (distance) => Math.max(0, 1 - Math.abs(distance)) },
  bicubic: {
    support: 2,
    weight(distance) {
      const x = Math.abs(distance)
      if (x < 1) return 1.5 * x * x * x - 2.5 * x * x + 1
      return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0
    },
  },
  lanczos: {
    support: 3,
    weight: (distance) => (Math.abs(distance) < 3 ? sinc(distance) * sinc(distance / 3) : 0),
  },
} as const satisfies Readonly<Record<string, Kernel>>

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x)
}

/** The source pixels that make one target pixel: weights for those from `first` on, which sum to 1. */
export interface Taps {
  readonly first: number
  readonly weights: readonly number[]
}

/** Where a side is made smaller, the kernel is widened, as in Pillow (src/libImaging/Resample.c). */
export function tapsOf(sourcePx: number, targetPx: number, filter: keyof typeof kernels): readonly Taps[] {
  const { support, weight } = kernels[filter]
  const scale = sourcePx / targetPx
  const stretch = Math.max(1, scale)
  return Array.from({ length: targetPx }, (_, at) => {
    const center = (at + 0.5) * scale
    const first = Math.max(0, Math.trunc(center - support * stretch + 0.5))
    const count = Math.min(sourcePx, Math.trunc(center + support * stretch + 0.5)) - first
    const weights = Array.from({ length: count }, (_each, tap) => weight((first + tap + 0.5 - center) / stretch))
    const sum = weights.reduce((all, each) => all + each, 0)
    return { first, weights: sum === 0 ? weights : weights.map((each) => each / sum) }
  })
}
