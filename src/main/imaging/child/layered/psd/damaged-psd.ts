import { AppError } from '../../../../../shared/errors/index.ts'
import { damagedPhotoshopDocument } from '../../../../../shared/messages/en/layered-files.ts'

/** @param label the file's name */
export function damagedPsd(label: string, cause?: unknown): AppError {
  return new AppError('media/undecodable', damagedPhotoshopDocument({ name: label }), { cause })
}
