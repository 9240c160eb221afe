import { useEffect, useRef, useState } from 'react'
import uPlot from 'uplot'
import 'uplot/dist/uPlot.min.css'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { chartData, chartHeightPx, chartOptions } from './chart-options.ts'
import { barName, type SpendBar } from './spend-range.ts'

/** Bars of what was billed, and on top of it what may have been. Everything in it is also in the table. */
export function SpendChart({ bars }: { readonly bars: readonly SpendBar[] }) {
  const [pointed, setPointed] = useState<number | null>(null)
  const themes = useThemeChanges()
  const bar = pointed === null ? undefined : bars[pointed]
  return (
    <figure className="money-chart">
      <Bars key={themes} bars={bars} onPoint={setPointed} />
      <figcaption>
        <span className="money-key money-key-billed">Billed</span>
        <span className="money-key money-key-perhaps">Under way or perhaps billed</span>
        <span className="money-pointed">{bar && barWords(bar)}</span>
      </figcaption>
    </figure>
  )
}

interface BarsProps {
  readonly bars: readonly SpendBar[]
  readonly onPoint: (index: number | null) => void
}

function Bars({ bars, onPoint }: BarsProps) {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = place.current
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
  const name = `Bars of what was spent, ${bars.length} in all. The table has the same numbers.`
  return <div ref={place} className="money-bars" role="img" aria-label={name} />
}

function barWords({ key, usd, perhapsUsd }: SpendBar): string {
  return `${barName(key)}: ${formatMoney(usd)}${perhapsUsd > 0 ? ` and perhaps ${formatMoney(perhapsUsd)}` : ''}`
}

/** Counts up when the theme is another: a canvas does not follow the style sheet by itself. */
function useThemeChanges(): number {
  const [count, setCount] = useState(0)
  useEffect(() => {
    const observer = new MutationObserver(() => setCount((before) => before + 1))
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => observer.disconnect()
  }, [])
  return count
}
