import { suggestedModels, suggestedTask } from '../../shared/domain/suggested-models.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-models.ts'
import type { Report } from './report-schema.ts'

/** The command that gets a model whose absence is the error; null = no model would mend it. */
export function howToGet({ detail }: Pick<ErrorData, 'detail'>): string | null {
  const task = suggestedTask(detail)
  if (task === null) return null
  const { id } = suggestedModels[task]
  return (task === 'upscale' ? messages.getUpscaler : messages.getModel)({ id })
}

/** The same for programs. */
export function reportedMissing({ detail }: Pick<ErrorData, 'detail'>): Pick<Report, 'missing_model'> {
  const task = suggestedTask(detail)
  if (task === null) return {}
  const { id, name, sizeBytes, license } = suggestedModels[task]
  return { missing_model: { id, name, about_bytes: sizeBytes, license } }
}
