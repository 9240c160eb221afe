import { useEffect, useRef, useState } from 'react'
import type { EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { PlanBatchQuote, PlanBatchView } from '../../../../shared/domain/edit-plan-batch.ts'
import type { AssetId, EditPlanBatchId, EditPlanId } from '../../../../shared/domain/ids.ts'
import { useServices, useWork } from '../../../client/index.ts'

/** Job progress comes many times a second. */
const quietMs = 300

/** Prices of what is missing, without and with what may have been billed. */
export interface BatchPrices {
  readonly missing: PlanBatchQuote
  readonly again: PlanBatchQuote
}

export interface BatchPlan {
  readonly id: EditPlanId
  readonly name: string
  readonly steps: readonly EditStep[]
}

/** The plan on several images: prepared, priced, run and watched. */
export function usePlanBatch({ id: planId, name, steps }: BatchPlan) {
  const { client } = useServices()
  const work = useWork()
  const { view, setView, isOpened } = useLatestBatch(planId, work.run)
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
    isOpened,
    isRunning,
    prices,
    work,
    /** null = the images of a folder. */
    prepare: (imageIds: readonly AssetId[] | null) =>
      work.run(async () => {
        const wanted = { id: planId, name, steps: [...steps], imageIds: imageIds && [...imageIds] }
        const prepared = await client.call('editPlans.prepareBatch', wanted)
        if (prepared !== null) setView(prepared)
      }),
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

/** The one that was begun last; null = none. */
function useLatestBatch(planId: EditPlanId, run: ReturnType<typeof useWork>['run']) {
  const { client } = useServices()
  const [view, setView] = useState<PlanBatchView | null>(null)
  const [isOpened, setOpened] = useState(false)
  const begun = useRef(false)
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void run(async () => setView(await client.call('editPlans.latestBatch', { id: planId }))).finally(() =>
      setOpened(true),
    )
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
  return { view, setView, isOpened }
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
