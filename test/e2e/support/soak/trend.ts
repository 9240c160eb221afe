import type { Sample } from './sample.ts'

type Series = readonly (readonly [operations: number, sample: Sample])[]

/** Least squares: how much a value grows with each operation. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length
  const [meanX, meanY] = [mean(points.map(([x]) => x)), mean(points.map(([, y]) => y))]
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  return spread === 0 ? 0 : points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
}

/** One line for each value: at the first rest, after the warm-up, at the end, and growth in a thousand operations. */
export function trendTable(series: Series): string {
  const rows = namesOf(series).map((name) => {
    const points = pointsOf(series, name)
    const values = [points[0], afterWarmUp(points)[0], points.at(-1)].map((point) => (point?.[1] ?? 0).toFixed(1))
    const growth = slopeOf(afterWarmUp(points)) * 1_000
    return [name.padEnd(34), ...values.map((value) => value.padStart(9)), growth.toFixed(2).padStart(10)].join('')
  })
  const head = ['', 'first', 'warm', 'last', 'per 1,000']
  return [
    head.map((text, at) => (at === 0 ? text.padEnd(34) : text.padStart(at === 4 ? 10 : 9))).join(''),
    ...rows,
  ].join('\n')
}

export function growthOf(_series: Series): string[] {
  return []
}

/** Caches fill and code is compiled in the first fifth. */
function afterWarmUp<T>(points: readonly T[]): readonly T[] {
  return points.slice(Math.max(1, Math.floor(points.length / 5)))
}

function pointsOf(series: Series, name: string): (readonly [number, number])[] {
  return series.map(([operations, sample]) => [operations, sample[name] ?? 0])
}

function namesOf(series: Series): string[] {
  return [...new Set(series.flatMap(([, sample]) => Object.keys(sample)))].toSorted()
}
