import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/imaging.ts'
import { formatCount } from '../../../../shared/messages/formats.ts'
import type { MaskFileRequest, ReadMaskFile } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { bytesSource } from '../source/image-source.ts'
import { decodedBytes, inspectImage } from '../source/inspect-image.ts'
import { decodeMask, type DecodedMask } from './decode-mask.ts'
import { encodeCoverage } from './scale-coverage.ts'

/**
 * Reads a mask that someone made elsewhere, as Atelier writes masks itself. What leaves open where to edit is refused: an
 * edit may cost money.
 * @throws request/invalid, media/*
 */
export async function readMaskFile(
  { bytes, name }: MaskFileRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ReadMaskFile> {
  const image = await inspectImage(bytesSource(name, bytes))
  return budget.run(2 * decodedBytes(image), signal, async () => {
    const mask = await decodeMask(image)
    requireClear(mask, name)
    const { coverage, size, isPlain } = mask
    return {
      maskPng: isPlain ? Uint8Array.from(bytes) : await encodeCoverage(coverage, size),
      extent: extentOf(coverage),
    }
  })
}

function requireClear({ meaning, stretched }: DecodedMask, name: string): void {
  if (meaning === 'unclear') throw new AppError('request/invalid', messages.maskUnclear({ name }))
  if (stretched === null) return
  const [brightest, white] = [stretched.brightest, stretched.white].map(formatCount)
  throw new AppError('request/invalid', messages.maskNearlyEmpty({ name, brightest: brightest!, white: white! }))
}

function extentOf(coverage: Uint8Array): ReadMaskFile['extent'] {
  if (coverage.every((value) => value === 0)) return 'nothing'
  return coverage.every((value) => value === 255) ? 'everything' : 'part'
}
