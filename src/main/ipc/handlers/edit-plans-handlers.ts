import type { AssetId, EditPlanBatchId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/dialogs.ts'
import { damagedLeftOut, noImagesInFolder } from '../../../shared/messages/en/edit-plan-errors.ts'
import { newId } from '../../platform/pure/new-id.ts'
import type { WantedBatch } from '../../edit-plans/plan-batches.ts'
import { approveSpendIn } from '../approve-spend.ts'
import type { Caller, HandlerContext, HandlersOf } from '../handler-context.ts'

const saved = { title: messages.savePlan, kind: messages.editPlans, extension: 'atelier-plan.json' }

export function createEditPlansHandlers(context: HandlerContext): HandlersOf<'editPlans'> {
  const { clock, desktop, emit } = context
  const plans = async () => (await context.services()).editPlans
  const batches = async () => (await context.services()).planBatches
  const approveFor = ({ windowId }: Caller) => ({ approve: approveSpendIn(windowId, context) })
  const prepare = async (runId: string, wanted: Omit<WantedBatch, 'id'>, { signal }: Caller) => {
    const onProgress = (done: number, total: number) => emit('editPlans.preparing', { runId, done, total })
    const id = newId<EditPlanBatchId>(clock.nowMs())
    return (await batches()).prepare({ ...wanted, id }, { signal, onProgress })
  }
  return {
    'editPlans.open': async ({ documentId }) => (await plans()).open(documentId),
    'editPlans.view': async ({ id }) => (await plans()).view(id),
    'editPlans.save': async ({ id, steps }) => (await plans()).save(id, steps),
    'editPlans.addMask': async ({ id, sourceId, maskPng }) => (await plans()).addMask(id, sourceId, maskPng),
    'editPlans.quote': async ({ id, ...draft }, { signal }) => (await plans()).quote(id, draft, signal),
    'editPlans.run': async ({ id, ...draft }, caller) => (await plans()).run(id, draft, approveFor(caller)),
    'editPlans.stop': async ({ id }) => (await plans()).stop(id),
    'editPlans.chooseAndSave': async ({ id, name, steps }, { windowId }) => {
      const path = await desktop.chooseTarget(windowId, { ...saved, name })
      if (path === null) return null
      await (await plans()).saveFile(id, { name, steps }, path)
      return { path }
    },
    'editPlans.chooseAndOpen': async ({ id, sourceId }, { windowId, signal }) => {
      const path = await desktop.choosePlan(windowId)
      if (path === null) return null
      const { name, steps, warnings } = await (await plans()).openFile(id, sourceId, path, signal)
      return { name, steps: [...steps], warnings: [...warnings] }
    },
    'editPlans.prepareBatch': async ({ runId, id: templateId, name, steps, imageIds }, caller) => {
      const sourceIds = imageIds ?? (await importFolder(context, caller))
      if (sourceIds === null) return null
      const recipe = await (await plans()).recipeOf(templateId, { name, steps })
      return prepare(runId, { templateId, recipe, sourceIds }, caller)
    },
    'editPlans.prepareFileBatch': async ({ runId, imageIds: sourceIds }, caller) => {
      const path = await desktop.choosePlan(caller.windowId)
      if (path === null) return null
      const recipe = await (await plans()).readFile(path)
      return prepare(runId, { templateId: null, recipe, sourceIds }, caller)
    },
    'editPlans.ofDocuments': async () => [...(await (await plans()).ofDocuments())],
    'editPlans.batch': async ({ id }) => (await batches()).view(id),
    'editPlans.latestBatch': async ({ id }) => (await batches()).latestOf(id),
    'editPlans.quoteBatch': async ({ id, again }) => (await batches()).quote(id, { retriesUncertain: again }),
    'editPlans.startBatch': async ({ id, again }, caller) =>
      (await batches()).start(id, { ...approveFor(caller), retriesUncertain: again }),
    'editPlans.stopBatch': async ({ id }) => (await batches()).stop(id),
  }
}

/**
 * The images of a folder that the user chooses; null = canceled. What cannot be read, or only in part, is left out with a
 * notice: a plan may cost money. @throws request/invalid if there are none
 */
async function importFolder(
  { services, desktop, emit }: HandlerContext,
  { windowId, signal }: Caller,
): Promise<AssetId[] | null> {
  const path = await desktop.chooseFolder(windowId, null)
  if (path === null) return null
  const { imported, failed } = await (await services()).assets.imports.addFiles([path], { signal, isByPerson: true })
  const whole = imported.filter(({ isDamaged }) => !isDamaged)
  const leftOut = imported.filter(({ isDamaged }) => isDamaged).map(({ name }) => damagedLeftOut({ name }))
  for (const message of [...failed.map(({ error }) => error.message), ...leftOut]) {
    emit('app.noticed', { level: 'error', error: { code: 'media/undecodable', message } })
  }
  if (whole.length === 0) throw new AppError('request/invalid', noImagesInFolder)
  return whole.map(({ id }) => id)
}
