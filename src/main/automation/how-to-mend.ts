import { suggestedModels, suggestedTask } from '../../shared/domain/suggested-models.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/cli-models.ts'
import type { Report } from './report-schema.ts'

/** The command that mends an error, which the window has a button or a page for; null = none would. */
export function howToMend({ code, detail }: Pick<ErrorData, 'code' | 'detail'>): string | null {
  const task = suggestedTask(detail)
  if (task !== null) {
    const { id } = suggestedModels[task]
    return (task === 'upscale' ? messages.getUpscaler : messages.getModel)({ id })
  }
  if (code === 'engine/missing') return messages.getAnEngine
  if (detail?.['notALocalModel'] !== undefined) return messages.seeModels
  if (detail?.['downloadFolder'] !== undefined) return messages.useFolder
  const lacksKeyOf = detail?.['lacksKeyOf']
  return typeof lacksKeyOf === 'string' ? messages.setKey({ id: lacksKeyOf }) : null
}

/** The same of a model that is missing, for programs. */
export function reportedMissing({ detail }: Pick<ErrorData, 'detail'>): Pick<Report, 'missing_model'> {
  const task = suggestedTask(detail)
  if (task === null) return {}
  const { id, name, sizeBytes, license } = suggestedModels[task]
  return { missing_model: { id, name, about_bytes: sizeBytes, license } }
}
