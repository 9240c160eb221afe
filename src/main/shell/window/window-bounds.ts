interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface WindowBounds extends Area {
  readonly isMaximized: boolean
}

/** Null if they are not valid bounds. Validated by hand, so that the window need not wait for zod. */
export function toWindowBounds(saved: unknown): WindowBounds | null {
  const { x, y, width, height, isMaximized } = { ...(saved as Partial<Record<keyof WindowBounds, unknown>> | null) }
  if (!isInteger(x) || !isInteger(y) || !isInteger(width) || !isInteger(height)) return null
  if (width <= 0 || height <= 0 || typeof isMaximized !== 'boolean') return null
  return { x, y, width, height, isMaximized }
}

const isInteger = (value: unknown): value is number => Number.isSafeInteger(value)

export const windowSizeMin = { width: 960, height: 640 }
const windowSizeFirst = { width: 1440, height: 900 }
/** Minimum part of the window on a display for it to be reachable, in device-independent pixels. */
const reachable = { width: 200, height: 80 }

/**
 * Places the window at its last bounds, moved and shrunk into the display it overlaps most; centered on the first
 * display if there are none or that display is gone.
 */
export function placeWindow(remembered: WindowBounds | null, workAreas: readonly [Area, ...Area[]]): Area {
  const home = remembered && workAreas.toSorted((a, b) => overlap(remembered, b) - overlap(remembered, a))[0]
  if (!home || !remembered || overlap(remembered, home) < reachable.width * reachable.height) {
    return centered(windowSizeFirst, workAreas[0])
  }
  const width = Math.max(windowSizeMin.width, Math.min(remembered.width, home.width))
  const height = Math.max(windowSizeMin.height, Math.min(remembered.height, home.height))
  return {
    x: clamp(remembered.x, home.x, home.x + home.width - width),
    y: clamp(remembered.y, home.y, home.y + home.height - height),
    width,
    height,
  }
}

function overlap(a: Area, b: Area): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  return width > 0 && height > 0 ? width * height : 0
}

function centered(size: { width: number; height: number }, area: Area): Area {
  const width = Math.max(windowSizeMin.width, Math.min(size.width, area.width))
  const height = Math.max(windowSizeMin.height, Math.min(size.height, area.height))
  return {
    x: Math.max(area.x, area.x + Math.round((area.width - width) / 2)),
    y: Math.max(area.y, area.y + Math.round((area.height - height) / 2)),
    width,
    height,
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(value, high))
}
