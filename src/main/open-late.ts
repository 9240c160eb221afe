import type { EditPlanBatchId, EditPlanId } from '../shared/domain/ids.ts'
import { createEmitter } from '../shared/util/create-emitter.ts'
import type { GridsOptions } from './compare/create-grids.ts'
import type { Grids } from './compare/grids.ts'
import type { ModelValueOptions, ModelValueService } from './compare/value/create-model-value.ts'
import type { createEditPlans as CreateEditPlans } from './edit-plans/create-edit-plans.ts'
import type { Database } from './database/index.ts'
import type { EditPlans } from './edit-plans/edit-plans.ts'
import type { EditPlansOptions } from './edit-plans/edit-plans-options.ts'
import type { PlanBatches } from './edit-plans/plan-batches.ts'
import type { Live } from './live/live.ts'
import type { LiveNeeds } from './open-live.ts'
import type { OpenedLocal } from './open-local.ts'
import { lateService } from './platform/pure/late-service.ts'

/** Loaded with the first grid: the first frame shows none. */
export function openGrids(options: GridsOptions): Grids {
  const { on: onChanged, emit } = createEmitter()
  const load = async () => {
    const { createGrids } = await import('./compare/create-grids.ts')
    const grids = createGrids(options)
    grids.onChanged(emit)
    return grids
  }
  return lateService<Grids, 'onChanged'>(load, () => ({ onChanged }))
}

interface OpenedPlans {
  readonly editPlans: EditPlans
  readonly planBatches: PlanBatches
  /** Whether this process works on one, of the window or of an agent. */
  arePlansRunning(): Promise<boolean>
  /** Cancels what those of this process have not sent. What is under way is finished and kept. */
  stopPlans(): Promise<void>
}

/** Loaded with the first plan, or where one was running when the program ended. */
export function openEditPlans(options: EditPlansOptions): OpenedPlans {
  const { on: onChanged, emit } = createEmitter<[id: EditPlanId]>()
  const { on: onBatchChanged, emit: emitBatch } = createEmitter<[id: EditPlanBatchId]>()
  let loading: Promise<ReturnType<typeof CreateEditPlans>> | null = null
  const loadBoth = async () => {
    const { createEditPlans } = await import('./edit-plans/create-edit-plans.ts')
    const opened = createEditPlans(options)
    opened.plans.onChanged(emit)
    opened.batches.onChanged(emitBatch)
    return opened
  }
  const load = () =>
    (loading ??= loadBoth().catch((thrown: unknown) => {
      loading = null
      throw thrown
    }))
  const { database, startedBy } = options
  const opened = {
    editPlans: lateService<EditPlans, 'onChanged' | 'resumeRunning'>(
      async () => (await load()).plans,
      (loaded) => ({
        onChanged,
        async resumeRunning() {
          const running = await database.call('editPlans.running', { startedBy })
          const batches = await database.call('planBatches.running', { startedBy })
          if (running.length + batches.length > 0) await (await loaded()).resumeRunning()
        },
      }),
    ),
    planBatches: lateService<PlanBatches, 'onChanged' | 'takeUp'>(
      async () => (await load()).batches,
      (loaded) => ({
        onChanged: onBatchChanged,
        async takeUp() {
          const left = await database.call('planBatches.running', { startedBy: 'agent' })
          return left.length > 0 ? (await loaded()).takeUp() : { ids: [], left: 0 }
        },
      }),
    ),
  }
  const runningPlans = () => database.call('editPlans.running', { startedBy: 'window' })
  return {
    ...opened,
    arePlansRunning: async () => (await runningPlans()).length + (await runningBatches(database)).length > 0,
    async stopPlans() {
      for (const id of await runningBatches(database)) await opened.planBatches.stop(id)
      for (const id of await runningPlans()) await opened.editPlans.stop(id)
    },
  }
}

/** Whether models are being downloaded; one that waits for a connection goes on by itself. Opens nothing. */
export async function isDownloading(local: Promise<OpenedLocal> | null): Promise<boolean> {
  // It does not open with a mirror that is not valid.
  const source = await local?.then((opened) => opened.downloads()).catch(() => null)
  const listed = (await source?.downloads.list()) ?? []
  return listed.some(({ state }) => state === 'downloading' || state === 'waiting')
}

/** Agents may be at work in other processes, which go on. */
async function runningBatches(database: Pick<Database, 'call'>): Promise<EditPlanBatchId[]> {
  const mine = await database.call('planBatches.running', { startedBy: 'window' })
  const ofAgents = await database.call('planBatches.running', { startedBy: 'agent' })
  const found = await Promise.all(ofAgents.map((id) => database.call('planBatches.find', { id })))
  return [...mine, ...found.flatMap((batch) => (batch?.driver?.pid === process.pid ? [batch.id] : []))]
}

/** Loaded when the chart is shown. */
export function openModelValue(options: ModelValueOptions): ModelValueService {
  const load = async () => (await import('./compare/value/create-model-value.ts')).createModelValue(options)
  return lateService<ModelValueService, never>(load, () => ({}))
}

/** Loaded when the live canvas is turned on. */
export function openLateLive(needs: LiveNeeds): Live {
  const { on: onChanged, emit } = createEmitter<Parameters<Parameters<Live['onChanged']>[0]>>()
  let isOpen = false
  const load = async () => {
    const { openLive } = await import('./open-live.ts')
    const live = await openLive(needs)
    live.onChanged(emit)
    isOpen = true
    return live
  }
  return lateService<Live, 'onChanged' | 'dispose'>(load, (loaded) => ({
    onChanged,
    async dispose() {
      if (isOpen) await (await loaded()).dispose()
    },
  }))
}
