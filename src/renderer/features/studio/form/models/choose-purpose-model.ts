import type { ModelRef, ProviderView } from '../../../../../shared/domain/provider.ts'
import { purposeModel, type ModelChoice, type StudioTask } from '../../../../../shared/domain/settings.ts'
import type { ModelPurpose } from '../../../../../shared/domain/model-value.ts'
import * as messages from '../../../../../shared/messages/en/model-presets.ts'
import type { Services } from '../../../../client/index.ts'
import { currentDefault } from '../../../../lib/current-default.ts'
import type { GenerateActions } from '../generate-actions.ts'
import { canDoTask } from './selected-models.ts'

interface PurposeChoice {
  readonly choice: Exclude<ModelChoice, string>
  readonly name: string
  /** Why it cannot be selected; null = it can. */
  readonly problem: string | null
}

/** Returns what to select for a default model: the model, or its successor where it is retired. */
export function purposeChoice(
  providers: readonly ProviderView[] | null,
  ref: ModelRef,
  task: StudioTask,
): PurposeChoice {
  const current = currentDefault(providers, ref)
  if (current === null) return { choice: ref, name: ref.model, problem: messages.cannotDoTask({ model: ref.model }) }
  const { card, isReplaced, isGone, note } = current
  const able = canDoTask(card, task) ? null : messages.cannotDoTask({ model: card.label })
  return {
    choice: { ...ref, ...(isReplaced && { model: card.id, insteadOf: ref.model }) },
    name: card.label,
    problem: isGone ? note : able,
  }
}

/** Selects only the default model for drafts or for finals, and says why where that is not possible. */
export function choosePurposeModel(
  { settings, providers, intents }: Pick<Services, 'settings' | 'providers' | 'intents'>,
  form: Pick<GenerateActions, 'task' | 'chooseModel'>,
  purpose: ModelPurpose,
): void {
  const task = form.task()
  const ref = purposeModel(settings.store.getState(), purpose, task)
  const notify = (text: string) => intents.send({ type: 'notify', notice: { level: 'info', text } })
  if (ref === null) return notify(purpose === 'draft' ? messages.noDraftModel : messages.noFinalModel)
  const { choice, problem } = purposeChoice(providers.store.getState().providers, ref, task)
  if (problem === null) form.chooseModel(choice)
  else notify(problem)
}
