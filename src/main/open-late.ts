import type { EditPlanBatchId, EditPlanId } from '../shared/domain/ids.ts'
import { toDescriptionRun } from '../shared/domain/image-description.ts'
import { createEmitter } from '../shared/util/create-emitter.ts'
import { lazy, lazyService } from '../shared/util/lazy.ts'
import type { GridsOptions } from './compare/grids.ts'
import type { Grids } from './compare/grids.ts'
import type { ModelValueOptions, ModelValueService } from './compare/value/create-model-value.ts'
import type { Database } from './database/index.ts'
import type { EditPlans } from './edit-plans/edit-plans.ts'
import type { EditPlansOptions } from './edit-plans/edit-plans-options.ts'
import type { PlanBatches } from './edit-plans/plan-batches.ts'
import type { Live } from './live/live.ts'
import type { LiveNeeds } from './open-live.ts'
import type { OpenedLocal } from './open-local.ts'
import type { OpenVisionOptions } from './open-vision.ts'
import type { MapWork } from './vision/index.ts'

/** Loaded with the first grid: the first frame shows none. */
export function openGrids(options: GridsOptions): Grids {
  const { on: onChanged, emit } = createEmitter()
  const grids = lazy(async () => {
    const { createGrids } = await import('./compare/grids.ts')
    const opened = createGrids(options)
    opened.onChanged(emit)
    return opened
  })
  return lazyService<Grids, 'onChanged'>(grids, { onChanged })
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
  const both = lazy(async () => {
    const { createEditPlans } = await import('./edit-plans/edit-plans.ts')
    const opened = createEditPlans(options)
    opened.plans.onChanged(emit)
    opened.batches.onChanged(emitBatch)
    return opened
  })
  const plans = lazy(async () => (await both()).plans)
  const batches = lazy(async () => (await both()).batches)
  const { database, startedBy } = options
  const opened = {
    editPlans: lazyService<EditPlans, 'onChanged' | 'resumeRunning'>(plans, {
      onChanged,
      async resumeRunning() {
        const running = await database.call('editPlans.running', { startedBy })
        const left = await database.call('planBatches.running', { startedBy })
        if (running.length + left.length > 0) await (await plans()).resumeRunning()
      },
    }),
    planBatches: lazyService<PlanBatches, 'onChanged' | 'takeUp'>(batches, {
      onChanged: onBatchChanged,
      async takeUp() {
        const left = await database.call('planBatches.running', { startedBy: 'agent' })
        return left.length > 0 ? (await batches()).takeUp() : { ids: [], left: 0 }
      },
    }),
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
  const value = lazy(async () => (await import('./compare/value/create-model-value.ts')).createModelValue(options))
  return lazyService<ModelValueService, never>(value, {})
}

/** Loaded when the live canvas is turned on. */
export function openLateLive(needs: LiveNeeds): Live {
  const { on: onChanged, emit } = createEmitter<Parameters<Parameters<Live['onChanged']>[0]>>()
  const live = lazy(async () => {
    const { openLive } = await import('./open-live.ts')
    const opened = await openLive(needs)
    opened.onChanged(emit)
    return opened
  })
  return lazyService<Live, 'onChanged' | 'dispose'>(live, {
    onChanged,
    dispose: async () => (await live.started()?.catch(() => null))?.dispose(),
  })
}

/** Startup goes first; what is not embedded yet can wait. */
const visionDelayMs = 10_000

/** The first frame needs none of it. */
export function createLateVision(options: OpenVisionOptions) {
  const changed = createEmitter()
  const mapChanged = createEmitter<[MapWork, boolean]>()
  const described = createEmitter()
  const open = lazy(async () => {
    const { openVision } = await import('./open-vision.ts')
    const opened = await openVision(options)
    opened.meaning.onIndexChanged(changed.emit)
    opened.map.onChanged(mapChanged.emit)
    opened.meaning.wake()
    opened.descriptionQueue.onChanged(described.emit)
    opened.descriptionQueue.wake()
    return opened
  })
  const openEarly = () => void open().catch((error: unknown) => options.logger.error('vision.not-opened', { error }))
  const timer = options.startedBy === 'window' ? setTimeout(openEarly, visionDelayMs) : undefined
  return {
    services: {
      embeddings: async () => (await open()).embeddings,
      backgrounds: async () => (await open()).backgrounds,
      objects: async () => (await open()).objects,
      detection: async () => (await open()).detection,
      inpainting: async () => (await open()).inpainting,
      upscaling: async () => (await open()).upscaling,
      controls: async () => (await open()).controls,
      meaning: async () => (await open()).meaning,
      map: async () => (await open()).map,
      visionModels: async () => (await open()).models(),
      onMeaningIndexChanged: (listener: () => void) => void changed.on(listener),
      onMapChanged: (listener: (work: MapWork, isStale: boolean) => void) => void mapChanged.on(listener),
      descriptions: async () => (await open()).descriptions,
      descriptionQueue: async () => (await open()).descriptionQueue,
      // The Gallery shows it: that is no reason to begin earlier.
      descriptionRun: async () =>
        (await open.started())?.descriptionQueue.run() ??
        toDescriptionRun(await options.assets.descriptions.queue.state(), null),
      onDescriptionsChanged: (listener: () => void) => void described.on(listener),
    },
    async dispose() {
      clearTimeout(timer)
      await (await open.started()?.catch(() => null))?.dispose()
    },
  }
}
