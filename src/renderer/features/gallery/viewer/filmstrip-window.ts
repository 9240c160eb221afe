export interface FilmstripWindow {
  /** Index of the first picture that exists, and how far left of the strip's edge it begins, CSS pixels. */
  readonly from: number
  readonly to: number
  readonly offsetPx: number
}

/** Width of a picture of the strip with its gap, CSS pixels; also in `filmstrip.css`. */
export const filmstripPitchPx = 68

/** How far the strip can be moved, in pictures: from the first at the left edge to the last at the right one. */
export function clampFilmstrip(first: number, widthPx: number, count: number): number {
  const room = widthPx / filmstripPitchPx
  if (count <= room) return (count - room) / 2
  return Math.min(count - room, Math.max(0, first))
}

/** Where the strip begins when a picture is in its middle. */
export function filmstripAround(index: number, widthPx: number, count: number): number {
  return clampFilmstrip(index + 0.5 - widthPx / filmstripPitchPx / 2, widthPx, count)
}

/** The pictures in sight. There is no long element to scroll: a million pictures are as few as these. */
export function filmstripWindow(first: number, widthPx: number, count: number): FilmstripWindow {
  const from = Math.max(0, Math.floor(first))
  const to = Math.min(count, Math.ceil(first + widthPx / filmstripPitchPx))
  return { from, to: Math.max(from, to), offsetPx: Math.round((from - first) * filmstripPitchPx) }
}
