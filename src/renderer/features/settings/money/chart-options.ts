import uPlot from 'uplot'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { barName, type SpendBar } from './spend-range.ts'

export const chartHeightPx = 200
const labelWidthPx = 64
const axisHeightPx = 26
/** Of the highest bar, above it. */
const headroom = 0.06
const barWidthPxMax = 36

interface ChartParts {
  readonly bars: readonly SpendBar[]
  readonly width: number
  /** Of the chart's place: its colors and font. */
  readonly style: CSSStyleDeclaration
  /** The bar under the pointer; null = none. */
  readonly onPoint: (index: number | null) => void
}

/** Bars stand beside one another, one step each: no clock, so no day of 23 hours. The higher series lies behind. */
export function chartData(bars: readonly SpendBar[]): uPlot.AlignedData {
  return [bars.map((_, n) => n), bars.map(({ usd, perhapsUsd }) => usd + perhapsUsd), bars.map(({ usd }) => usd)]
}

export function chartOptions({ bars, width, style, onPoint }: ChartParts): uPlot.Options {
  const color = (name: string) => style.getPropertyValue(name).trim()
  const font = `11px ${color('--font') || 'sans-serif'}`
  const axis = { stroke: color('--muted'), font, ticks: { show: false } }
  const paths = uPlot.paths.bars?.({ size: [0.72, barWidthPxMax] })
  const series = (name: string) => ({
    fill: color(name),
    stroke: color(name),
    width: 0,
    points: { show: false },
    ...(paths && { paths }),
  })
  const labeled = Math.ceil(bars.length / Math.max(1, Math.floor(width / labelWidthPx)))
  return {
    width,
    height: chartHeightPx,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: { x: false, y: false, points: { show: false }, drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: () => [-0.6, bars.length - 0.4] },
      y: { range: (_chart, _min, max) => [0, (max || 1) * (1 + headroom)] },
    },
    axes: [
      {
        ...axis,
        size: axisHeightPx,
        grid: { show: false },
        splits: () => bars.flatMap((_, n) => (n % labeled === 0 ? [n] : [])),
        values: (_chart, splits) => splits.map((n) => barName(bars[n]?.key ?? '')),
      },
      {
        ...axis,
        size: labelWidthPx,
        grid: { stroke: color('--line'), width: 1 },
        values: (_chart, splits) => splits.map(formatMoney),
      },
    ],
    series: [{}, series('--warning'), series('--accent')],
    hooks: { setCursor: [({ cursor }) => onPoint(cursor.idx ?? null)] },
  }
}
