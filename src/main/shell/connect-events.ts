import { app } from 'electron'
import type { Emit } from '../ipc/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { WindowProgram } from './window/window-program.ts'

type Services = Awaited<ReturnType<WindowProgram['services']>>

/** Forwards events of the services to the windows. */
export function connectEvents(services: Services, emit: Emit): void {
  const { assets, external, comparisons, editPlans, grids, jobs, ledger, live, planBatches, prompts, watched } =
    services
  assets.changes.onChanged(({ ids, reason }) => {
    emit('library.changed', { ids: [...ids], reason })
    // Permanently deleting an image also deletes its open document.
    if (reason === 'removed') emit('canvas.documentsChanged', {})
  })
  grids.onChanged(() => emit('grids.changed', {}))
  live.onChanged((change) => emit('live.changed', change))
  editPlans.onChanged((id) => emit('editPlans.changed', { id }))
  planBatches.onChanged((id) => emit('editPlans.batchChanged', { id }))
  comparisons.onVoted(() => emit('compare.voted', {}))
  assets.collections.onChanged(() => emit('collections.changed', {}))
  assets.threads.onChanged(() => emit('threads.changed', {}))
  assets.references.onChanged(() => emit('references.changed', {}))
  external.onImported(({ id, name }) => emit('external.taken', { id, name }))
  watched.onChanged(() => emit('imports.changed', {}))
  jobs.onChanged((job) => emit('jobs.changed', job))
  jobs.queue.onChanged((change) => emit('queue.changed', change))
  ledger.onChanged(() => emit('ledger.changed', {}))
  prompts.onChanged((changed) => emit('prompts.changed', { what: changed }))
  services.onMeaningIndexChanged(() => emit('vision.indexChanged', {}))
  services.onMapChanged((work, isStale) => emit('vision.mapChanged', { ...work, isStale }))
  services.onDescriptionsChanged(() => emit('vision.descriptionsChanged', {}))
  services.onProviderChanged((view) => emit('providers.changed', view))
}

/**
 * Logs child process exits. The imaging process reports its own exit; for the others (GPU, network) the log is enough.
 */
export function logChildExits(logger: Logger): void {
  app.on('child-process-gone', (_event, { type, name, reason, exitCode }) => {
    if (reason !== 'clean-exit') logger.info('child.gone', { type, name: name ?? null, reason, exitCode })
  })
}
