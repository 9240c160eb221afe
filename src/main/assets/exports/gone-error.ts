import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'

export function goneError(): AppError {
  return new AppError('storage/not-found', messages.imageGone)
}
