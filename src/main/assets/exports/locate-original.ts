import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { AssetRecord } from '../../database/index.ts'
import type { ExportsContext } from './exports-context.ts'

/** Returns the service's raw response where the image was derived from it; otherwise the image's own file. */
export function locateOriginal(
  { assets }: Pick<ExportsContext, 'assets'>,
  { id, rawAnswerMime }: Pick<AssetRecord, 'id' | 'rawAnswerMime'>,
): Promise<{ path: string; mime: string }> {
  return rawAnswerMime === null ? assets.files.locateFile(id) : assets.files.locate(id, 'answer')
}

export function goneError(): AppError {
  return new AppError('storage/not-found', messages.imageGone)
}
