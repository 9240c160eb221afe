import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import * as messages from '../../../../shared/messages/en/spending.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { formatSpent } from './money-labels.ts'
import { barName, describeBars, type SpendBar } from './spend-range.ts'

/** Bars of billed amounts, with possibly billed ones on top. Everything is also in the table. */
export function SpendChart({ bars }: { readonly bars: readonly SpendBar[] }) {
  const [pointed, setPointed] = useState<number | null>(null)
  const themes = useThemeChanges()
  const bar = pointed === null ? undefined : bars[pointed]
  return (
    <figure className="money-chart">
      <Bars key={themes} bars={bars} onPoint={setPointed} />
      <figcaption>
        <span className="money-key money-key-billed">{messages.billed}</span>
        <span className="money-key money-key-perhaps">{messages.pendingOrPossiblyBilled}</span>
        <span className="money-pointed">{bar && barLabel(bar)}</span>
      </figcaption>
    </figure>
  )
}

interface BarsProps {
  readonly bars: readonly SpendBar[]
  readonly onPoint: (index: number | null) => void
}

function Bars({ bars, onPoint }: BarsProps) {
  const container = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = container.current
    if (element === null) return
    const options = chartOptions({ bars, width: element.clientWidth, style: getComputedStyle(element), onPoint })
    const chart = new uPlot(options, chartData(bars), element)
    const observer = new ResizeObserver(() => chart.setSize({ width: element.clientWidth, height: chartHeightPx }))
    observer.observe(element)
    return () => {
      observer.disconnect()
      chart.destroy()
    }
  }, [bars, onPoint])
  return <div ref={container} className="money-bars" dir="ltr" role="img" aria-label={describeBars(bars)} />
}

function barLabel({ key, perhapsUsd, ...spent }: SpendBar): string {
  const values = { name: barName(key), billed: formatSpent(spent) }
  return perhapsUsd > 0
    ? messages.barPossiblyBilled({ ...values, possibly: formatMoney(perhapsUsd) })
    : messages.barBilled(values)
}

/** Increments when the theme changes: a canvas does not follow the style sheet by itself. */
function useThemeChanges(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const observer = new MutationObserver(() => setCount((previous) => previous + 1))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return count
}

const chartHeightPx = 200

const labelWidthPx = 64

const axisHeightPx = 26

/** Space above the highest bar, as a fraction of it. */
const headroom = 0.06

const barWidthPxMax = 36

interface ChartParts {
  readonly bars: readonly SpendBar[]
  readonly width: number
  /** Computed style of the chart's container: its colors and font. */
  readonly style: CSSStyleDeclaration
  /** Index of the bar under the pointer; null = none. */
  readonly onPoint: (index: number | null) => void
}

/** Bars are spaced by index, not time, so a 23-hour day does not matter. The higher series is drawn behind. */
function chartData(bars: readonly SpendBar[]): uPlot.AlignedData {
  return [bars.map((_, n) => n), bars.map(({ usd, perhapsUsd }) => usd + perhapsUsd), bars.map(({ usd }) => usd)]
}

function chartOptions({ bars, width, style, onPoint }: ChartParts): uPlot.Options {
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
