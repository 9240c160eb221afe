import { effectiveMask, type MaskEdge } from '../../../../shared/util/effective-mask.ts'
import type { Rect } from '../../../../shared/util/geometry.ts'

/** Coverage around a tile, in cells, whose effective mask is wanted for the tile alone. */
export interface EdgeJob {
  readonly columns: number
  readonly rows: number
  /** Row by row. */
  readonly coverage: Uint8Array<ArrayBuffer>
  readonly area: Rect
  /** In cells. */
  readonly edge: MaskEdge
}

/** Computes effective masks away from the window's thread, in the order they are asked for. */
export interface EdgeWork {
  compute(job: EdgeJob): Promise<Uint8Array>
  dispose(): void
}

export function computeEdge({ columns, rows, coverage, area, edge }: EdgeJob): Uint8Array<ArrayBuffer> {
  const rect = { x: 0, y: 0, widthPx: columns, heightPx: rows }
  return Uint8Array.from(effectiveMask({ rect, coverage }, area, edge))
}

/** Its worker starts with the first job: most images are looked at before a mask with an edge is painted. */
export function openEdgeWork(): EdgeWork {
  const waiting: ((effective: Uint8Array) => void)[] = []
  let worker: Worker | null = null
  let isBroken = false

  function start(): Worker {
    const started = new Worker(new URL('./edge-worker.ts', import.meta.url), { type: 'module', name: 'mask-edges' })
    started.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => waiting.shift()?.(data))
    started.addEventListener('error', () => {
      isBroken = true
      // What was asked for is shown without its edge, and from here on the window computes.
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
