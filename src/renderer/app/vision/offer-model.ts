import { announcedSize, suggestedModels, suggestedTask } from '../../../shared/domain/suggested-models.ts'
import type { AppError } from '../../../shared/errors/index.ts'
import { downloadModel } from '../../../shared/messages/en/get-model.ts'
import type { Intents, Notice } from '../../client/index.ts'

/** Downloads the model that an error suggests; null = it suggests none. */
export function offerModel(intents: Intents, detail: AppError['detail']): Notice['action'] | null {
  const task = suggestedTask(detail)
  if (task === null) return null
  const { name } = suggestedModels[task]
  const label = downloadModel({ name, size: announcedSize(suggestedModels[task]) })
  return { label, run: () => intents.send({ type: 'get-model', task }) }
}
