import { z } from 'zod'
import { isMet, ratioOf, type Row } from './row.ts'
import { formatNumber, padTable } from './table.ts'

const seriesSchema = z.strictObject({
  /** `×` where a ratio was kept, which compares between machines; otherwise the unit of the value. */
  unit: z.string(),
  goal: z.strictObject({ type: z.enum(['at most', 'at least']), limit: z.number() }).nullable(),
  /** By day, the oldest first. */
  points: z.array(z.tuple([z.iso.date(), z.number()])).min(1),
})

/** The content of `bench/history.json`: by area and name of the row. */
export const historySchema = z.record(z.string(), z.record(z.string(), seriesSchema))

export type History = z.infer<typeof historySchema>

/** Adds one run: what has a ratio or a goal; the last run of a day counts for it. Rows that are gone keep their past. */
export function addToHistory(history: History, date: string, rows: ReadonlyMap<string, readonly Row[]>): History {
  const added = { ...history }
  for (const [area, measured] of rows) {
    const series = { ...added[area] }
    for (const row of measured) {
      const ratio = ratioOf(row)
      if (ratio === null && row.goal === null) continue
      const before = series[row.what]
      const unit = ratio === null ? row.unit : '×'
      const points = before?.unit === unit ? before.points.filter(([day]) => day !== date) : []
      points.push([date, Number((ratio ?? row.value).toPrecision(4))])
      series[row.what] = { unit, goal: row.goal, points: points.toSorted(([a], [b]) => a.localeCompare(b)) }
    }
    added[area] = series
  }
  return added
}

/** As JSON with a line for each row, so that a change shows what was measured. */
export function printHistoryFile(history: History): string {
  const areas = Object.entries(history).map(([area, rows]) => {
    const lines = Object.entries(rows).map(([what, series]) => `    ${JSON.stringify(what)}: ${JSON.stringify(series)}`)
    return `  ${JSON.stringify(area)}: {\n${lines.join(',\n')}\n  }`
  })
  return `{\n${areas.join(',\n')}\n}\n`
}

const intro = [
  '# Measurements over time',
  '',
  'One row for everything with a ratio or a goal, of all areas: `npm run bench -- --keep` adds a point to [history.json](history.json). A ratio (×) is against a baseline of the same run, so its points compare; those of other units were measured on whatever machine ran that day. The curve runs from the smallest value to the largest.',
]

const heads = ['area', 'measured', 'goal', 'first', 'best', 'last', 'measured on', 'curve', '']

/** The table of all areas as a Markdown page. */
export function printHistory(history: History): string {
  const cells = Object.entries(history).flatMap(([area, rows]) =>
    Object.entries(rows).map(([what, series]) => toCells(area, what, series)),
  )
  return [...intro, '', padTable(heads, cells), ''].join('\n')
}

function toCells(area: string, what: string, { unit, goal, points }: z.infer<typeof seriesSchema>): string[] {
  const values = points.map(([, value]) => value)
  const [firstDay, first] = points[0]!
  const [lastDay, last] = points.at(-1)!
  const best = goal?.type === 'at least' ? Math.max(...values) : Math.min(...values)
  const met = isMet({ what, value: last, unit, baseline: null, goal })
  return [
    area,
    what,
    goal === null ? '' : `${goal.type === 'at most' ? '≤' : '≥'} ${goal.limit} ${unit}`,
    `${formatNumber(first)} ${unit}`,
    `${formatNumber(best)} ${unit}`,
    `${formatNumber(last)} ${unit}`,
    points.length === 1 ? lastDay : `${firstDay} to ${lastDay}, ${points.length} days`,
    sparkline(values),
    met === null ? '' : met ? 'met' : 'MISSED',
  ]
}

const bars = '▁▂▃▄▅▆▇█'

/** A curve in one line of text, scaled to its own range; flat where all values are equal. */
export function sparkline(values: readonly number[]): string {
  const least = Math.min(...values)
  const range = Math.max(...values) - least
  return values
    .map((value) => bars[range === 0 ? 3 : Math.round(((value - least) / range) * (bars.length - 1))])
    .join('')
}
