import { effectiveMask, type MaskEdge } from '../../../../shared/util/mask/effective-mask.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/** Coverage around a tile, in cells; the effective mask is computed for the tile only. */
export interface EdgeJob {
  readonly columns: number
  readonly rows: number
  /** Row by row. */
  readonly coverage: Uint8Array<ArrayBuffer>
  readonly area: Rect
  /** In cells. */
  readonly edge: MaskEdge
}

/** Computes effective masks off the main thread, in the order of the requests. */
export interface EdgeWork {
  compute(job: EdgeJob): Promise<Uint8Array>
  dispose(): void
}

export function computeEdge({ columns, rows, coverage, area, edge }: EdgeJob): Uint8Array<ArrayBuffer> {
  const rect = { x: 0, y: 0, widthPx: columns, heightPx: rows }
  return Uint8Array.from(effectiveMask({ rect, coverage }, area, edge))
}

/** The worker starts with the first job: most images are viewed before a mask with an edge is painted. */
export function openEdgeWork(): EdgeWork {
  const waiting: ((effective: Uint8Array) => void)[] = []
  let worker: Worker | null = null
  let isBroken = false

  function start(): Worker {
    const started = new Worker(new URL('./edge-worker.ts', import.meta.url), { type: 'module', name: 'mask-edges' })
    started.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => waiting.shift()?.(data))
    started.addEventListener('error', () => {
      isBroken = true
      // Pending requests are shown without an edge; from here on the main thread computes.
      for (const resolve of waiting.splice(0)) resolve(new Uint8Array())
    })
    return started
  }

  return {
    compute: (job) =>
      new Promise((resolve) => {
        if (isBroken) return resolve(computeEdge(job))
        waiting.push(resolve)
        worker ??= start()
        worker.postMessage(job, [job.coverage.buffer])
      }),
    dispose: () => worker?.terminate(),
  }
}
