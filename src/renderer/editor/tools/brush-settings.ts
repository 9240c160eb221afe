import type { Brush } from './tool.ts'

export const smallestBrushPx = 1
export const largestBrushPx = 2_000

export function clampBrush(brush: Brush): Brush {
  return {
    ...brush,
    sizePx: Math.min(largestBrushPx, Math.max(smallestBrushPx, brush.sizePx)),
    hardness: Math.min(1, Math.max(0, brush.hardness)),
    strength: Math.min(1, Math.max(0.01, brush.strength)),
  }
}

/** The usual steps: 1 px below 10, 5 to 50, 10 to 100, 25 to 200, 50 above. Results are multiples of the step. */
export function stepBrushSize(sizePx: number, direction: 1 | -1): number {
  const rounded = Math.round(sizePx)
  const step = stepAt(direction > 0 ? rounded : rounded - 1)
  const next = direction > 0 ? Math.floor(rounded / step) * step + step : Math.ceil(rounded / step) * step - step
  return Math.min(largestBrushPx, Math.max(smallestBrushPx, next))
}

function stepAt(sizePx: number): number {
  if (sizePx < 10) return 1
  if (sizePx < 50) return 5
  if (sizePx < 100) return 10
  if (sizePx < 200) return 25
  return 50
}

/** Steps of 0.25. */
export function stepHardness(hardness: number, direction: 1 | -1): number {
  const quarters = direction > 0 ? Math.floor(hardness * 4 + 1e-6) + 1 : Math.ceil(hardness * 4 - 1e-6) - 1
  return Math.min(1, Math.max(0, quarters / 4))
}
