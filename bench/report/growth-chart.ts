import type { Row } from './row.ts'
import { formatNumber } from './table.ts'

const height = 420
const plot = { left: 72, right: 520, top: 24, bottom: 368 }
const labelLeft = plot.right + 10
/** Of a character at 12 px, rather too wide than cut off. */
const characterWidth = 7.2
/** Distinguishable without red and green, on light and dark (Okabe and Ito, “Color Universal Design”, 2008). */
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#7a5fb5', '#777777']
/** So that color is not the only sign. */
const dashes = ['', '7 4', '2 3', '10 3 2 3', '', '7 4', '2 3', '10 3 2 3']

interface Curve {
  readonly name: string
  readonly points: readonly (readonly [size: number, value: number])[]
}

interface ChartTexts {
  readonly title: string
  /** What the sizes count, such as “images”. */
  readonly sizes: string
  /** The unit of all values. */
  readonly unit: string
}

/**
 * Draws how values grow with the size of the work, both axes logarithmic, as an SVG image that follows the reader's
 * light or dark theme. Rows of other units and without a curve are left out; null if none is left.
 */
export function toGrowthChart(rows: readonly Row[], { title, sizes, unit }: ChartTexts): string | null {
  const curves = toCurves(rows.filter((row) => row.unit === unit && row.value > 0))
  const all = curves.flatMap(({ points }) => points)
  if (all.length === 0) return null
  const sizesMeasured = [...new Set(all.map(([size]) => size))]
  const x = { ticks: sizesMeasured, at: logScale(rangeOf(sizesMeasured), plot.left, plot.right) }
  const valueTicks = roundTicks(rangeOf(all.map(([, value]) => value)))
  const y = { ticks: valueTicks, at: logScale(rangeOf(valueTicks), plot.bottom, plot.top) }
  const width = Math.ceil(labelLeft + Math.max(...curves.map(({ name }) => name.length)) * characterWidth)
  const lines = curves.map((curve, at) => drawCurve(curve, at, x.at, y.at))
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escape(title)}">`,
    `<style>text{font:12px system-ui,sans-serif;fill:#333}.grid{stroke:#ddd}.curve{fill:none;stroke-width:2}`,
    `@media(prefers-color-scheme:dark){text{fill:#ccc}.grid{stroke:#444}}</style>`,
    ...x.ticks.map(
      (size) =>
        `<path class="grid" d="M${px(x.at(size))} ${plot.top}V${plot.bottom}"/><text x="${px(x.at(size))}" y="${plot.bottom + 18}" text-anchor="middle">${size.toLocaleString('en-US')}</text>`,
    ),
    ...y.ticks.map(
      (value) =>
        `<path class="grid" d="M${plot.left} ${px(y.at(value))}H${plot.right}"/><text x="${plot.left - 8}" y="${px(y.at(value) + 4)}" text-anchor="end">${withUnit(value, unit)}</text>`,
    ),
    `<text x="${(plot.left + plot.right) / 2}" y="${height - 12}" text-anchor="middle">${escape(sizes)}</text>`,
    ...lines,
    ...labels(curves, y.at),
    '</svg>',
    '',
  ].join('\n')
}

function toCurves(rows: readonly Row[]): Curve[] {
  const byName = Map.groupBy(
    rows.filter(({ growth }) => growth !== undefined),
    ({ growth }) => growth!.curve,
  )
  return [...byName].slice(0, colors.length).map(([name, points]) => ({
    name,
    points: points.map((row) => [row.growth!.size, row.value] as const).toSorted(([a], [b]) => a - b),
  }))
}

function drawCurve({ points }: Curve, at: number, x: Scale, y: Scale): string {
  const line = points.map(([size, value], n) => `${n === 0 ? 'M' : 'L'}${px(x(size))} ${px(y(value))}`).join('')
  const dots = points.map(([size, value]) => {
    const said = `${size.toLocaleString('en-US')}: ${formatNumber(value)}`
    return `<circle cx="${px(x(size))}" cy="${px(y(value))}" r="3" fill="${colors[at]}"><title>${said}</title></circle>`
  })
  return `<path class="curve" stroke="${colors[at]}" stroke-dasharray="${dashes[at]}" d="${line}"/>${dots.join('')}`
}

/** Names at the ends of their curves, moved apart where they would overlap. */
function labels(curves: readonly Curve[], y: Scale): string[] {
  const wanted = curves
    .map(({ name, points }, at) => ({ name, at, y: y(points.at(-1)![1]) }))
    .toSorted((a, b) => a.y - b.y)
  let lowest = -Infinity
  const placed = wanted.map((label) => {
    lowest = Math.max(label.y, lowest + 15)
    return { ...label, y: lowest }
  })
  const overflow = Math.max(0, lowest - plot.bottom)
  return placed.map(
    ({ name, at, y: top }) =>
      `<text x="${labelLeft}" y="${px(top - overflow + 4)}" style="fill:${colors[at]}">${escape(name)}</text>`,
  )
}

type Scale = (value: number) => number
type Range = readonly [least: number, most: number]

function rangeOf(values: readonly number[]): Range {
  return [Math.min(...values), Math.max(...values)]
}

function logScale([least, most]: Range, from: number, to: number): Scale {
  const [low, high] = [Math.log10(least), Math.log10(most === least ? least * 10 : most)]
  return (value) => from + ((Math.log10(value) - low) / (high - low)) * (to - from)
}

/**
 * Values to write on the axis, from the last round one below the range to the first above it: powers of ten, or 1, 2 and
 * 5 of each where the range has few of them.
 */
function roundTicks([least, most]: Range): number[] {
  const steps = most / least >= 1_000 ? [1] : [1, 2, 5]
  const all: number[] = []
  for (let power = Math.floor(Math.log10(least)); power <= Math.ceil(Math.log10(most)) + 1; power++)
    all.push(...steps.map((step) => step * 10 ** power))
  const from = all.findLastIndex((value) => value <= least)
  const to = all.findIndex((value) => value >= most)
  return all.slice(from, Math.max(to, from + 1) + 1)
}

function withUnit(value: number, unit: string): string {
  const isLong = unit === 'ms' && value >= 1_000
  return `${(isLong ? value / 1_000 : value).toLocaleString('en-US', { maximumFractionDigits: 3 })} ${isLong ? 's' : unit}`
}

const px = (value: number) => value.toFixed(1)

const escape = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
