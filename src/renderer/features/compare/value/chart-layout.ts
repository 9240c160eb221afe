import {
  type ModelValue,
  type ValueReport,
  costText,
  formatModelRating,
  timeText,
} from '../../../../shared/domain/model-value.ts'
import * as messages from '../../../../shared/messages/en/value.ts'

/** What ratings are drawn over: mean price or median time of an image. */
export type ValueAxis = 'cost' | 'time'

/** A model that is drawn, in pixels of the chart. */
export interface ChartPoint {
  readonly value: ModelValue
  readonly x: number
  readonly y: number
  /** Ends of its interval. */
  readonly yLow: number
  readonly yHigh: number
  /** Where its name is written; null = there is no room. */
  readonly label: { readonly x: number; readonly y: number; readonly anchor: 'start' | 'end' | 'middle' } | null
}

export interface ChartTick {
  readonly at: number
  readonly value: number
}

export interface ChartLayout {
  readonly points: readonly ChartPoint[]
  readonly xTicks: readonly ChartTick[]
  readonly yTicks: readonly ChartTick[]
  /** Center of the column of free models, left of the axis; null = there are none. */
  readonly freeX: number | null
  /** SVG path of the line that joins the models that none is better and cheaper, or faster, than. */
  readonly front: string
  readonly plot: { readonly left: number; readonly right: number; readonly top: number; readonly bottom: number }
}

interface LayoutInput {
  readonly values: Pick<ValueReport, 'models' | 'basis'>
  readonly axis: ValueAxis
  readonly widthPx: number
  readonly heightPx: number
  readonly nameOf: (value: ModelValue) => string
}

const margin = { left: 52, right: 20, top: 14, bottom: 30 }
/** Width of the column of free models. */
const freePx = 64
const charPx = 6.4
const linePx = 15

export function amountOf({ costUsd, medianMs }: ModelValue, axis: ValueAxis): number | null {
  return axis === 'cost' ? costUsd : medianMs
}

/** Lays out all models that have a rating and a place on the axis. Pure. */
export function layOutChart({ values, axis, widthPx, heightPx, nameOf }: LayoutInput): ChartLayout {
  const drawn = drawnModels(values.models, axis)
  const amounts = drawn.flatMap((each) => amountOf(each, axis) ?? [])
  const hasFree = amounts.includes(0)
  const plot = {
    left: margin.left + (hasFree ? freePx : 0),
    right: widthPx - margin.right,
    top: margin.top,
    bottom: heightPx - margin.bottom,
  }
  const across = logRange(amounts.filter((amount) => amount > 0))
  const up = linearRange(drawn, values.basis)
  const freeX = hasFree ? margin.left + freePx / 2 : null
  const xOf = (amount: number) =>
    amount <= 0
      ? (freeX ?? plot.left)
      : plot.left + ((Math.log10(amount) - across.from) / (across.to - across.from)) * (plot.right - plot.left)
  const yOf = (rating: number) => plot.bottom - ((rating - up.from) / (up.to - up.from)) * (plot.bottom - plot.top)
  const places = drawn.map((value) => ({
    value,
    x: xOf(amountOf(value, axis) ?? 0),
    y: yOf(value.rating.value),
    yLow: yOf(value.rating.low),
    yHigh: yOf(value.rating.high),
  }))
  return {
    points: placeLabels(places, { ...plot, left: margin.left }, nameOf),
    xTicks: logTicks(across).map((value) => ({ value, at: xOf(value) })),
    yTicks: up.ticks.map((value) => ({ value, at: yOf(value) })),
    freeX,
    front: frontPath(places, plot.right),
    plot,
  }
}

/** Exponents of ten, with room at both ends; at least a factor of four. */
function logRange(amounts: readonly number[]): { readonly from: number; readonly to: number } {
  const logs = amounts.map((amount) => Math.log10(amount))
  const [least, most] = logs.length === 0 ? [-2, -1] : [Math.min(...logs), Math.max(...logs)]
  const room = Math.max(0.12, (0.6 - (most - least)) / 2, (most - least) * 0.08)
  return { from: least - room, to: most + room }
}

/** 1, 2 and 5 times powers of ten, or powers alone where there are many. */
function logTicks({ from, to }: { readonly from: number; readonly to: number }): number[] {
  const steps = to - from > 3 ? [1] : [1, 2, 5]
  const ticks: number[] = []
  for (let power = Math.floor(from); power <= Math.ceil(to); power++) {
    for (const step of steps) {
      const log = power + Math.log10(step)
      // From digits: 10 ** -3 × 5 is not 0.005.
      if (log >= from && log <= to) ticks.push(Number(`${step}e${power}`))
    }
  }
  return ticks
}

interface LinearRange {
  readonly from: number
  readonly to: number
  readonly ticks: readonly number[]
}

function linearRange(drawn: readonly ModelValue[], basis: ValueReport['basis']): LinearRange {
  if (basis === 'stars') return { from: 0.8, to: 5.2, ticks: [1, 2, 3, 4, 5] }
  const ends = drawn.flatMap(({ rating }) => (rating === null ? [] : [rating.low, rating.high]))
  const [least, most] = ends.length === 0 ? [1_400, 1_600] : [Math.min(...ends), Math.max(...ends)]
  const room = Math.max(20, (most - least) * 0.06)
  const [from, to] = [least - room, most + room]
  const step = [50, 100, 200, 500, 1_000].find((each) => (to - from) / each <= 6) ?? 2_000
  const first = Math.ceil(from / step)
  const ticks = Array.from({ length: Math.floor(to / step) - first + 1 }, (_, n) => (first + n) * step)
  return { from, to, ticks }
}

type Place = Omit<ChartPoint, 'label'>

/** Models that can be suggested, or are only worse in this view: those that cannot be used or judged are no choice. */
function isChoice({ value }: Place): boolean {
  return value.standing === 'front' || value.standing === 'dominated'
}

/** Steps to the right and up: what the next better model costs. */
function frontPath(places: readonly Place[], right: number): string {
  const sorted = places.filter(isChoice).toSorted((a, b) => a.x - b.x || a.y - b.y)
  const front = sorted.filter(({ y }, at) => sorted.slice(0, at).every((earlier) => earlier.y > y))
  const [first, ...others] = front
  if (first === undefined) return ''
  const steps = others.map(({ x, y }) => `H${x.toFixed(1)}V${y.toFixed(1)}`).join('')
  return `M${first.x.toFixed(1)} ${first.y.toFixed(1)}${steps}H${right.toFixed(1)}`
}

interface Box {
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
}

const doesOverlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
const isInside = (a: Box, b: Box) => a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom

/** Tries six places around each point, best rated first. Where all are taken, the name is in the table and the tooltip. */
function placeLabels(
  places: readonly Place[],
  bounds: Box,
  nameOf: (value: ModelValue) => string,
): readonly ChartPoint[] {
  const taken: Box[] = places.flatMap(({ x, y, yLow, yHigh }) => [
    { left: x - 6, right: x + 6, top: y - 6, bottom: y + 6 },
    { left: x - 1, right: x + 1, top: yHigh, bottom: yLow },
  ])
  return places.map((place) => {
    const { x, y, value } = place
    const width = nameOf(value).length * charPx
    // Above the point first: the line of the front runs beside it.
    const sides = [
      { label: { x: x + 5, y: y - 14, anchor: 'start' }, left: x + 5 },
      { label: { x: x - 5, y: y - 14, anchor: 'end' }, left: x - 5 - width },
      { label: { x: x + 10, y, anchor: 'start' }, left: x + 10 },
      { label: { x: x - 10, y, anchor: 'end' }, left: x - 10 - width },
      { label: { x: x + 5, y: y + 14, anchor: 'start' }, left: x + 5 },
      { label: { x: x - 5, y: y + 14, anchor: 'end' }, left: x - 5 - width },
    ] as const
    for (const { label, left } of sides) {
      const box = { left, right: left + width, top: label.y - linePx / 2, bottom: label.y + linePx / 2 }
      if (!isInside(box, bounds) || taken.some((other) => doesOverlap(box, other))) continue
      taken.push(box)
      return { ...place, label }
    }
    return { ...place, label: null }
  })
}

/** What the chart shows, in a sentence: the ends of both axes. */
export function describeChart({ values, axis, nameOf }: Pick<LayoutInput, 'values' | 'axis' | 'nameOf'>): string {
  const drawn = drawnModels(values.models, axis)
  const best = drawn.toSorted((a, b) => b.rating.value - a.rating.value)[0]
  const least = drawn.toSorted((a, b) => (amountOf(a, axis) ?? 0) - (amountOf(b, axis) ?? 0))[0]
  if (best === undefined || least === undefined) return ''
  const texts = { best: `${nameOf(best)}, ${formatModelRating(best.rating.value, values.basis)}` }
  return axis === 'cost'
    ? messages.chartDescription({ ...texts, cheapest: `${nameOf(least)}, ${costText(least)}` })
    : messages.timeChartDescription({ ...texts, fastest: `${nameOf(least)}, ${timeText(least)}` })
}

type RatedModel = ModelValue & { readonly rating: NonNullable<ModelValue['rating']> }

/** Those with a rating and a place on the axis. */
function drawnModels(models: readonly ModelValue[], axis: ValueAxis): RatedModel[] {
  return models.filter((each): each is RatedModel => each.rating !== null && amountOf(each, axis) !== null)
}
