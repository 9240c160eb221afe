import type { Page } from '@playwright/test'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import type { Point } from '../../../src/shared/util/geometry.ts'
import { placeOfColor } from './cards.ts'

/** Maps a point of the window, CSS pixels, to the image point shown there; `zoom`: CSS pixels per image pixel. */
export interface Lens {
  readonly zoom: number
  /** The reading error, image pixels: mixed colors are rounded down. */
  readonly blurPx: number
  toImage(css: Point): Point
}

/**
 * Reads the position of a card of positions from nothing but the screen: a tool that lands elsewhere is wrong,
 * whatever the program believes. All of the region, CSS pixels around a middle, must show the card.
 */
export async function readLens(page: Page, middle: Point, radiusCss: number): Promise<Lens> {
  const clip = { x: middle.x - radiusCss, y: middle.y - radiusCss, width: 2 * radiusCss, height: 2 * radiusCss }
  const { data, info } = await sharp(await page.screenshot({ clip }))
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const scale = info.width / clip.width
  const seen: { css: Point; place: Point | null; rough: Point }[] = []
  for (let at = 0; at < info.width * info.height; at += 1) {
    const [red, green, blue] = [data[at * 3] ?? 0, data[at * 3 + 1] ?? 0, data[at * 3 + 2] ?? 0]
    const place = placeOfColor([red, green, blue])
    const css = {
      x: clip.x + ((at % info.width) + 0.5) / scale,
      y: clip.y + (Math.floor(at / info.width) + 0.5) / scale,
    }
    // Mixed with its neighbors a color still gives the position to within two pixels, which averages out over many.
    seen.push({ css, place: place && middleOf(place), rough: { x: 2 * red + 1, y: 2 * green + 1 } })
  }
  const isExact = seen.filter(({ place }) => place !== null).length > seen.length * 0.95
  const pairs = seen.flatMap(({ css, place, rough }) => {
    const to = isExact ? place : rough
    return to === null ? [] : [{ css, to }]
  })
  const x = fitPlane(pairs.map(({ css, to }) => ({ css, value: to.x })))
  const y = fitPlane(pairs.map(({ css, to }) => ({ css, value: to.y })))
  return {
    zoom: 1 / Math.hypot(x.byX, x.byY),
    blurPx: isExact ? 0.1 : 0.6,
    toImage: (css) => ({ x: valueAt(x, css), y: valueAt(y, css) }),
  }
}

function middleOf({ x, y }: Point): Point {
  return { x: x + 0.5, y: y + 0.5 }
}

interface Plane {
  readonly middle: Point
  readonly byX: number
  readonly byY: number
  readonly base: number
}

/** Least squares: value = base + byX · x + byY · y, points relative to their mean. */
function fitPlane(pairs: readonly { readonly css: Point; readonly value: number }[]): Plane {
  const count = pairs.length
  const mean = (of: (pair: (typeof pairs)[number]) => number) =>
    pairs.reduce((sum, pair) => sum + of(pair), 0) / Math.max(1, count)
  const middle = { x: mean(({ css }) => css.x), y: mean(({ css }) => css.y) }
  const base = mean(({ value }) => value)
  const xx = mean(({ css }) => (css.x - middle.x) ** 2)
  const yy = mean(({ css }) => (css.y - middle.y) ** 2)
  const xy = mean(({ css }) => (css.x - middle.x) * (css.y - middle.y))
  const xv = mean(({ css, value }) => (css.x - middle.x) * (value - base))
  const yv = mean(({ css, value }) => (css.y - middle.y) * (value - base))
  const determinant = xx * yy - xy * xy
  return { middle, base, byX: (xv * yy - yv * xy) / determinant, byY: (yv * xx - xv * xy) / determinant }
}

function valueAt({ middle, byX, byY, base }: Plane, { x, y }: Point): number {
  return base + byX * (x - middle.x) + byY * (y - middle.y)
}
