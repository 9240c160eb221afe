import { readFile } from 'node:fs/promises'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { AppError } from '../../../../shared/errors/index.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { untilAborted, throwIfAborted } from '../../../../shared/util/until-aborted.ts'
import type { FileChangesRequest } from '../../imaging.ts'
import { decodeCoverage } from '../mask/decode-coverage.ts'
import { loadOriginal, type SourceServices } from '../source/load-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import type { PixelChange } from './count-changes.ts'

/** Pixels compared before yielding to other calls. */
const pixelsPerTurn = 2_000_000

/**
 * Decodes an exported file and counts the pixels that differ in any channel, at the greater depth of both: outside the
 * mask from the result, which equals the original there; inside from the original, or all of them if its size differs.
 */
export async function countFileChanges(
  { filePath, resultPath, originalPath, maskPath }: FileChangesRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<PixelChange> {
  const load = (path: string) => untilAborted(loadOriginal(path, services), signal)
  const file = await load(filePath)
  const result = await load(resultPath)
  if (!isSameSize(file, result)) throw new AppError('internal/bug', 'The exported file has another size.')
  const effective = await decodeCoverage(await readFile(maskPath), result, 'mask')
  const original = originalPath === null ? null : await load(originalPath)
  const differsOutside = comparison(file, result)
  const differsInside = original !== null && isSameSize(file, original) ? comparison(file, original) : () => true
  const change = { changedInside: 0, changedOutside: 0 }
  for (let n = 0; n < effective.length; n++) {
    if (n % pixelsPerTurn === 0) {
      await yieldToEventLoop()
      throwIfAborted(signal)
    }
    if (effective[n] === 0) change.changedOutside += differsOutside(n) ? 1 : 0
    else change.changedInside += differsInside(n) ? 1 : 0
  }
  return change
}

function isSameSize(a: Size, b: Size): boolean {
  return a.widthPx === b.widthPx && a.heightPx === b.heightPx
}

function comparison(a: OriginalImage, b: OriginalImage): (pixel: number) => boolean {
  const scaleA = a.bitDepth < b.bitDepth ? 257 : 1
  const scaleB = b.bitDepth < a.bitDepth ? 257 : 1
  return (pixel) => {
    for (let at = pixel * 4; at < pixel * 4 + 4; at++) {
      if (a.rgba[at]! * scaleA !== b.rgba[at]! * scaleB) return true
    }
    return false
  }
}
