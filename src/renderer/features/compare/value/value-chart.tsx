import { useMemo } from 'react'
import {
  type ModelValue,
  type ValueReport,
  costText,
  formatModelRating,
  ratingText,
  timeText,
} from '../../../../shared/domain/model-value.ts'
import * as messages from '../../../../shared/messages/en/value.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { formatMoney } from '../../../../shared/util/format-money.ts'
import { modelKey } from '../../../lib/models/model-ref.ts'
import { useSize } from '../table/use-size.ts'
import { describeChart, layOutChart, type ChartLayout, type ChartPoint, type ValueAxis } from './chart-layout.ts'

const heightPx = 340

interface ValueChartProps {
  readonly values: ValueReport
  readonly axis: ValueAxis
  readonly nameOf: (value: ModelValue) => string
  /** Key of the model under the pointer or with focus, here or in the table. */
  readonly pointed: string | null
  readonly onPoint: (key: string | null) => void
}

/** Ratings over price or time. Everything is also in the table. */
export function ValueChart({ values, axis, nameOf, pointed, onPoint }: ValueChartProps) {
  const { ref, size } = useSize<HTMLDivElement>()
  const widthPx = size?.widthPx ?? 0
  const layout = useMemo(
    () => (widthPx === 0 ? null : layOutChart({ values, axis, widthPx, heightPx, nameOf })),
    [values, axis, widthPx, nameOf],
  )
  return (
    <figure className="value-chart">
      <div ref={ref} className="value-chart-area" dir="ltr">
        {layout !== null && layout.points.length === 0 && (
          <p className="value-chart-empty">{axis === 'cost' ? messages.nothingToDraw : messages.nothingToDrawTime}</p>
        )}
        {layout !== null && layout.points.length > 0 && (
          <svg
            width={widthPx}
            height={heightPx}
            role="group"
            aria-label={axis === 'cost' ? messages.chart : messages.timeChart}
            aria-description={describeChart({ values, axis, nameOf })}
          >
            <Axes layout={layout} values={values} axis={axis} />
            <path className="value-front" d={layout.front} />
            {layout.points.map((point) => (
              <Point
                key={modelKey(point.value)}
                point={point}
                {...{ values, axis, nameOf, onPoint }}
                isPointed={pointed === modelKey(point.value)}
              />
            ))}
          </svg>
        )}
      </div>
      <ChartNotes values={values} axis={axis} layout={layout} />
    </figure>
  )
}

interface NotesProps extends Pick<ValueChartProps, 'values' | 'axis'> {
  readonly layout: ChartLayout | null
}

function ChartNotes({ values, axis, layout }: NotesProps) {
  if (layout === null || layout.points.length === 0) return <figcaption>{messages.pricesNote}</figcaption>
  const missing = values.models.length - layout.points.length
  const frontNote = axis === 'cost' ? messages.frontNote : messages.timeFrontNote
  const notDrawn = axis === 'cost' ? messages.notDrawn : messages.notDrawnTime
  return (
    <figcaption>
      {joinSentences(
        layout.front !== '' && frontNote,
        messages.intervalNote,
        values.basis === 'votes' ? messages.votesMethod : messages.starsMethod,
        messages.pricesNote,
        missing > 0 && notDrawn({ count: missing }),
      )}
    </figcaption>
  )
}

interface AxesProps extends Pick<ValueChartProps, 'values' | 'axis'> {
  readonly layout: ChartLayout
}

function Axes({ layout: { xTicks, yTicks, plot, freeX }, values, axis }: AxesProps) {
  const left = freeX === null ? plot.left : freeX - (plot.left - freeX)
  const label = (amount: number) => (axis === 'cost' ? formatMoney(amount) : timeText({ medianMs: amount }))
  return (
    <g className="value-axes" aria-hidden="true">
      {yTicks.map(({ value, at }) => (
        <g key={value}>
          <line x1={left} x2={plot.right} y1={at} y2={at} />
          <text x={left - 8} y={at} textAnchor="end">
            {values.basis === 'votes' ? formatModelRating(value, 'votes') : value}
          </text>
        </g>
      ))}
      {freeX !== null && (
        <>
          <line className="value-axis-break" x1={plot.left} x2={plot.left} y1={plot.top} y2={plot.bottom} />
          <text x={freeX} y={plot.bottom + 18} textAnchor="middle">
            {messages.free}
          </text>
        </>
      )}
      {xTicks.map(({ value, at }) => (
        <g key={value}>
          <line x1={at} x2={at} y1={plot.bottom} y2={plot.bottom + 5} />
          <text x={at} y={plot.bottom + 18} textAnchor="middle">
            {label(value)}
          </text>
        </g>
      ))}
    </g>
  )
}

interface PointProps extends Omit<ValueChartProps, 'pointed'> {
  readonly point: ChartPoint
  readonly isPointed: boolean
}

/** A model with its interval; focus and pointer name it where its name has no room. */
function Point({ point, values, axis, nameOf, isPointed, onPoint }: PointProps) {
  const { value, x, y, yLow, yHigh, label } = point
  const place = axis === 'cost' ? costText(value) : timeText(value)
  const name = nameOf(value)
  const text = messages.point({ model: name, rating: ratingText(value, values.basis), place })
  const purposes = [values.draft, values.final].filter((ref) => ref !== null && modelKey(ref) === modelKey(value))
  const shown = label ?? { x: x + 10, y: y - 12, anchor: x > 500 ? 'end' : 'start' }
  return (
    <g
      className="value-point"
      tabIndex={0}
      role="img"
      aria-label={text}
      data-standing={value.standing}
      data-pointed={isPointed}
      onPointerEnter={() => onPoint(modelKey(value))}
      onPointerLeave={() => onPoint(null)}
      onFocus={() => onPoint(modelKey(value))}
      onBlur={() => onPoint(null)}
    >
      <title>{text}</title>
      <line x1={x} x2={x} y1={yLow} y2={yHigh} />
      <line x1={x - 4} x2={x + 4} y1={yLow} y2={yLow} />
      <line x1={x - 4} x2={x + 4} y1={yHigh} y2={yHigh} />
      {purposes.length > 0 && <circle className="value-suggested" cx={x} cy={y} r={9} />}
      <circle cx={x} cy={y} r={5} />
      {(label !== null || isPointed) && (
        <text x={shown.x} y={shown.y} textAnchor={shown.anchor}>
          {name}
        </text>
      )}
    </g>
  )
}
