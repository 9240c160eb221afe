import type { ModelRef } from './provider.ts'
import type { Settings } from './settings.ts'
import type { ModelPurpose, PresetTask } from './value-task.ts'

/** Returns the default model for drafts or finals: the task's own, otherwise the one for any task. */
export function purposeModel(
  { draftModels, finalModels }: Pick<Settings, 'draftModels' | 'finalModels'>,
  purpose: ModelPurpose,
  task: PresetTask,
): ModelRef | null {
  const models = purpose === 'draft' ? draftModels : finalModels
  return models[task] ?? models.any ?? null
}
