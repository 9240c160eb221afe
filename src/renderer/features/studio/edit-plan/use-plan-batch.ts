import { useEffect, useRef, useState } from 'react'
import type { EditStep } from '../../../../shared/domain/edit-plan.ts'
import type { PlanBatchQuote, PlanBatchView } from '../../../../shared/domain/edit-plan-batch.ts'
import type { AssetId, EditPlanId } from '../../../../shared/domain/ids.ts'
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
  const [view, setView] = useState<PlanBatchView | null>(null)
  const [isOpened, setOpened] = useState(false)
  const [prices, setPrices] = useState<BatchPrices | null>(null)
  const work = useWork()
  const begun = useRef(false)
  const batchId = view?.id ?? null
  const isRunning = view !== null && (view.isRunning || view.active > 0)

  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void work
      .run(async () => setView(await client.call('editPlans.latestBatch', { id: planId })))
      .finally(() => setOpened(true))
  })
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null
    const read = (id: PlanBatchView['id']) => {
      timer = null
      client.call('editPlans.batch', { id }).then(setView, () => undefined)
    }
    const off = client.on('editPlans.batchChanged', ({ id }) => {
      if (id === batchId) timer ??= setTimeout(() => read(id), quietMs)
    })
    return () => {
      off()
      if (timer !== null) clearTimeout(timer)
    }
  }, [client, batchId])
  // Each state has its price: results come and go.
  const priced = isRunning || view === null ? null : JSON.stringify([view.id, view.images.map(({ state }) => state)])
  useEffect(() => {
    setPrices(null)
    if (priced === null || batchId === null) return undefined
    const abort = new AbortController()
    const quote = (again: boolean) =>
      client.call('editPlans.quoteBatch', { id: batchId, again }, { signal: abort.signal })
    Promise.all([quote(false), quote(true)]).then(
      ([missing, again]) => abort.signal.aborted || setPrices({ missing, again }),
      () => undefined,
    )
    return () => abort.abort()
  }, [client, batchId, priced])

  const reload = async (id: PlanBatchView['id']) => setView(await client.call('editPlans.batch', { id }))
  return {
    view,
    isOpened,
    isRunning,
    prices,
    work,
    /** null = the images of a folder. */
    prepare: (imageIds: readonly AssetId[] | null) =>
      work.run(async () => {
        const chosen = imageIds === null ? null : [...imageIds]
        const prepared = await client.call('editPlans.prepareBatch', {
          id: planId,
          name,
          steps: [...steps],
          imageIds: chosen,
        })
        if (prepared !== null) setView(prepared)
      }),
    start: (again: boolean) =>
      work.run(async () => {
        if (batchId === null) return
        await client.call('editPlans.startBatch', { id: batchId, again })
        await reload(batchId)
      }),
    stop: () =>
      work.run(async () => {
        if (batchId === null) return
        await client.call('editPlans.stopBatch', { id: batchId })
        await reload(batchId)
      }),
    /** Moves what was made of one image to the trash. */
    undo: ({ resultId, steps: made }: PlanBatchView['images'][number]) =>
      work.run(async () => {
        const ids = [resultId, ...made.map((step) => step.resultId)].filter((id) => id !== null)
        await client.call('library.trash', { ids })
        if (batchId !== null) await reload(batchId)
      }),
  }
}
