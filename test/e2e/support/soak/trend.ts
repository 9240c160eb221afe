import type { Sample } from './sample.ts'

type Series = readonly (readonly [operations: number, sample: Sample])[]

/** Least squares: how much a value grows with each operation. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
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

/**
 * How much may be more at the last rest than after the warm-up: `once`, and `perThousand` operations. Counts do not depend on
 * how fast the computer is. Names are beginnings.
 */
const limits: readonly (readonly [name: string, limit: { readonly once: number; readonly perThousand: number }])[] = [
  ['processes: all', { once: 0, perThousand: 0 }],
  // A card that is drawn last.
  ['window: DOM nodes', { once: 20, perThousand: 5 }],
  ['window: listeners', { once: 8, perThousand: 1 }],
  ['window: documents', { once: 0, perThousand: 0 }],
  ['window: objects MB', { once: 2, perThousand: 0.5 }],
  ['main: objects MB', { once: 2, perThousand: 0.5 }],
  ['main: external MB', { once: 4, perThousand: 0.5 }],
  ['main: listeners', { once: 0, perThousand: 0 }],
  ['main: Timeout', { once: 4, perThousand: 0 }],
  ['main: FSEventWrap', { once: 0, perThousand: 0 }],
  ['main: MessagePort', { once: 1, perThousand: 0 }],
  ['main: PipeWrap', { once: 1, perThousand: 0 }],
  ['main: TCP', { once: 1, perThousand: 0 }],
  ['main: files', { once: 8, perThousand: 0 }],
  ['main: event handles', { once: 18, perThousand: 0 }],
  ['main: sockets', { once: 6, perThousand: 0 }],
  ['main: pipes', { once: 2, perThousand: 0 }],
  ['main: threads', { once: 6, perThousand: 0 }],
  ['NetworkService: sockets', { once: 6, perThousand: 0 }],
  // Pools start a thread when first needed, and that may be late on a busy computer: three handles each.
  ['NodeService: files', { once: 4, perThousand: 0 }],
  ['NodeService: event handles', { once: 18, perThousand: 0 }],
  ['NodeService: sockets', { once: 4, perThousand: 0 }],
  ['NodeService: threads', { once: 6, perThousand: 0 }],
  // WebAssembly's memory is that of the largest work, until the imaging process is replaced above 1 GB.
  ['NodeService: memory MB', { once: 1_200, perThousand: 0 }],
  ['files: temporary', { once: 0, perThousand: 0 }],
  ['files: running', { once: 0, perThousand: 0 }],
  ['files: library', { once: 0, perThousand: 0 }],
  ['files: masks', { once: 0, perThousand: 0 }],
  ['files: cache', { once: 4, perThousand: 0 }],
  ['rows: assets', { once: 0, perThousand: 0 }],
  ['rows: asset_', { once: 40, perThousand: 0 }],
  ['rows: documents', { once: 0, perThousand: 0 }],
  ['rows: surface_tiles', { once: 0, perThousand: 0 }],
  ['rows: ledger_holds', { once: 0, perThousand: 0 }],
  ['rows: snippets', { once: 0, perThousand: 0 }],
  ['rows: tags', { once: 0, perThousand: 0 }],
]

/** What grew more than it may, one sentence each. */
export function growthOf(series: Series): string[] {
  const [from, to] = [afterWarmUp(series)[0]?.[0] ?? 0, series.at(-1)?.[0] ?? 0]
  return namesOf(series).flatMap((name) => {
    const limit = limits.find(
      ([beginning]) => name === beginning || (beginning.endsWith('_') && name.startsWith(beginning)),
    )
    if (limit === undefined) return []
    const points = afterWarmUp(pointsOf(series, name))
    const growth = (points.at(-1)?.[1] ?? 0) - (points[0]?.[1] ?? 0)
    const allowed = limit[1].once + (limit[1].perThousand * (to - from)) / 1_000
    return growth > allowed ? [`${name} grew by ${growth.toFixed(1)}, and may by ${allowed.toFixed(1)}`] : []
  })
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
