import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/cli-edit.ts'
import type { ReadMaskFile } from '../../imaging/imaging.ts'

/**
 * Returns the mask of an edit that a model makes. One that marks nothing or everything is most likely another file than was
 * meant, and is refused before anything is sent: both can be said without a mask. A frame marks what it adds.
 * @throws fill/empty-mask, request/invalid
 */
export function requireEditMask({ maskPng, extent }: ReadMaskFile, hasFrame: boolean): Uint8Array<ArrayBuffer> {
  if (!hasFrame && extent === 'nothing') throw new AppError('fill/empty-mask', messages.maskFileEmpty)
  if (!hasFrame && extent === 'everything') throw new AppError('request/invalid', messages.maskCoversAll)
  return maskPng
}
