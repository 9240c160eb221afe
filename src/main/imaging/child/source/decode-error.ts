import { AppError, toFileError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { cannotOpen, fileMissing } from '../../../../shared/messages/en/start.ts'

/** Maximum length of the decoder's message in the log. */
const detailMax = 300

/** Translates a decoder's error into a user-facing message. `name` is the file's name without its folder. */
export function toDecodeError(thrown: unknown, name: string): AppError {
  if (thrown instanceof AppError) return thrown
  const decoderMessage = thrown instanceof Error ? thrown.message : String(thrown)
  const options = { cause: thrown, detail: { decoder: decoderMessage.slice(0, detailMax) } }
  if (thrown instanceof Error && 'code' in thrown) return toFileError(thrown, cannotOpen({ name }))
  if (/file is missing/i.test(decoderMessage)) {
    return new AppError('storage/not-found', `${cannotOpen({ name })} ${fileMissing}`, options)
  }
  if (/pixel limit|out of memory|unable to allocate|memory allocation|allocation failed/i.test(decoderMessage)) {
    return new AppError('media/too-large', messages.notEnoughMemory({ name }), options)
  }
  return new AppError('media/undecodable', messages.damagedImage({ name }), options)
}

/** The decoder returned another shape than the header says. */
export function wrongShape(name: string): AppError {
  return new AppError('media/undecodable', messages.damagedImage({ name }))
}
