import { purposeModel } from '../../../../shared/domain/purpose-model.ts'
import type { ModelPurpose } from '../../../../shared/domain/value-task.ts'
import * as messages from '../../../../shared/messages/en/model-presets.ts'
import type { Services } from '../../../client/index.ts'
import { findModel } from '../../../lib/model-ref.ts'
import type { GenerateActions } from './generate-actions.ts'
import { canDoTask } from './selected-models.ts'

/** Selects only the default model for drafts or for finals, and says why where that is not possible. */
export function choosePurposeModel(
  { settings, providers, intents }: Pick<Services, 'settings' | 'providers' | 'intents'>,
  form: Pick<GenerateActions, 'task' | 'chooseModel'>,
  purpose: ModelPurpose,
): void {
  const task = form.task()
  const ref = purposeModel(settings.store.getState(), purpose, task)
  const found = findModel(providers.store.getState().providers, ref)
  const notify = (text: string) => intents.send({ type: 'notify', notice: { level: 'info', text } })
  if (ref === null) notify(purpose === 'draft' ? messages.noDraftModel : messages.noFinalModel)
  else if (found === null || !canDoTask(found.card, task)) {
    notify(messages.cannotDoTask({ model: found?.card.label ?? ref.model }))
  } else form.chooseModel(ref)
}
