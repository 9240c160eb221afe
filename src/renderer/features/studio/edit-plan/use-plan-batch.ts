import { useEffect, useRef, useState } from 'react'
import type { PlanBatchQuote, PlanBatchView } from '../../../../shared/domain/edit-plan.ts'
import type { EditPlanBatchId, EditPlanId } from '../../../../shared/domain/ids.ts'
import { useServices, useWork } from '../../../client/index.ts'

/** Job progress comes many times a second. */
const quietMs = 300

/** Prices of what is missing, without and with what may have been billed. */
export interface BatchPrices {
  readonly missing: PlanBatchQuote
  readonly again: PlanBatchQuote
}

/**
 * A plan on several images: prepared, priced, run and watched.
 * @param planId null = of any document or file; its latest run is then not shown at first
 */
export function usePlanBatch(planId: EditPlanId | null) {
  const { client } = useServices()
  const work = useWork()
  const { view, setView, latest, isOpened } = useLatestBatch(planId, work.run)
  const preparation = usePreparation(work.run, setView)
  const batchId = view?.id ?? null
  const isRunning = view !== null && (view.isRunning || view.active > 0)
  const prices = useBatchPrices(view, isRunning)

  const change = (send: (id: EditPlanBatchId) => Promise<unknown>) =>
    work.run(async () => {
      if (batchId === null) return
      await send(batchId)
      setView(await client.call('editPlans.batch', { id: batchId }))
    })
  return {
    view,
    show: setView,
    latest,
    isOpened,
    isRunning,
    prices,
    work,
    ...preparation,
    start: (again: boolean) => change((id) => client.call('editPlans.startBatch', { id, again })),
    stop: () => change((id) => client.call('editPlans.stopBatch', { id })),
    /** Moves what was made of one image to the trash. */
    undo: ({ resultId, steps: made }: PlanBatchView['images'][number]) =>
      change(() => {
        const ids = [resultId, ...made.map((step) => step.resultId)].filter((id) => id !== null)
        return client.call('library.trash', { ids })
      }),
  }
}

type Prepare = (runId: string, signal: AbortSignal) => Promise<PlanBatchView | null>

/** Masks are found or scaled image by image; closing the dialog stops that. */
function usePreparation(run: ReturnType<typeof useWork>['run'], onPrepared: (view: PlanBatchView) => void) {
  const { client } = useServices()
  const [progress, setProgress] = useState<{ readonly done: number; readonly total: number | null } | null>(null)
  const current = useRef<AbortController | null>(null)
  useEffect(() => () => current.current?.abort(), [])
  const stop = () => current.current?.abort()
  return {
    /** `total` null = it has just begun. */
    preparing: progress && { ...progress, stop },
    prepare: (send: Prepare) =>
      run(async () => {
        const abort = new AbortController()
        current.current = abort
        const runId = crypto.randomUUID()
        const off = client.on('editPlans.preparing', ({ runId: of, done, total }) => {
          if (of === runId) setProgress({ done, total })
        })
        setProgress({ done: 0, total: null })
        try {
          const prepared = await send(runId, abort.signal)
          if (prepared !== null && !abort.signal.aborted) onPrepared(prepared)
        } finally {
          off()
          setProgress(null)
        }
      }),
  }
}

/** The one that was begun last; null = none. */
function useLatestBatch(planId: EditPlanId | null, run: ReturnType<typeof useWork>['run']) {
  const { client } = useServices()
  const [view, setView] = useState<PlanBatchView | null>(null)
  const [latest, setLatest] = useState<PlanBatchView | null>(null)
  const [isOpened, setOpened] = useState(false)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    const read = async () => {
      const found = await client.call('editPlans.latestBatch', { id: planId })
      setLatest(found)
      if (planId !== null) setView(found)
    }
    void run(read).finally(() => setOpened(true))
  })
  const batchId = view?.id ?? null
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const off = client.on('editPlans.batchChanged', ({ id }) => {
      if (id !== batchId) return
      timer ??= setTimeout(() => {
        timer = null
        client.call('editPlans.batch', { id }).then(setView, () => undefined)
      }, quietMs)
    })
    return () => {
      off()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, batchId])
  return { view, setView, latest, isOpened }
}

/** null = something is under way, or they are being read: each state has its price. */
function useBatchPrices(view: PlanBatchView | null, isRunning: boolean): BatchPrices | null {
  const { client } = useServices()
  const [read, setRead] = useState<(BatchPrices & { readonly text: string }) | null>(null)
  const batchId = view?.id ?? null
  const text = isRunning || view === null ? null : JSON.stringify([batchId, view.images.map(({ state }) => state)])
  useEffect(() => {
    if (text === null || batchId === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    const quote = (again: boolean) => client.call('editPlans.quoteBatch', { id: batchId, again }, { signal })
    Promise.all([quote(false), quote(true)]).then(
      ([missing, again]) => signal.aborted || setRead({ missing, again, text }),
      () => undefined,
    )
    return () => abort.abort()
  }, [client, batchId, text])
  return read !== null && read.text === text ? read : null
}
