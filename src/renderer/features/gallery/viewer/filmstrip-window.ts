export interface FilmstripWindow {
  /** Index of the first rendered image, and how far left of the strip's edge it starts, CSS pixels. */
  readonly from: number
  readonly to: number
  readonly offsetPx: number
}

/** Thumbnail width including its gap, CSS pixels; also in `filmstrip.css`. */
export const filmstripPitchPx = 68

/** Clamps the strip's position, in images: from the first at the left edge to the last at the right. */
export function clampFilmstrip(first: number, widthPx: number, count: number): number {
  const room = widthPx / filmstripPitchPx
  if (count <= room) return (count - room) / 2
  return Math.min(count - room, Math.max(0, first))
}

/** Returns the strip position that centers an image. */
export function filmstripAround(index: number, widthPx: number, count: number): number {
  return clampFilmstrip(index + 0.5 - widthPx / filmstripPitchPx / 2, widthPx, count)
}

/** Returns the visible images. Nothing long is scrolled: a million images cost no more than these. */
export function filmstripWindow(first: number, widthPx: number, count: number): FilmstripWindow {
  const from = Math.max(0, Math.floor(first))
  const to = Math.min(count, Math.ceil(first + widthPx / filmstripPitchPx))
  return { from, to: Math.max(from, to), offsetPx: Math.round((from - first) * filmstripPitchPx) }
}
