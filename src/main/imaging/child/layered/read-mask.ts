import * as messages from '../../../../shared/messages/en/imaging.ts'
import { formatCount } from '../../../../shared/messages/formats.ts'
import type { ReadMaskLayer, ReadMaskRequest } from '../../imaging.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { decodeMask, type DecodedMask } from '../mask/decode-mask.ts'
import { fileSource } from '../source/image-source.ts'
import { decodedBytes, inspectImage } from '../source/inspect-image.ts'
import { encodeCoverage, scaleCoverage } from '../mask/scale-coverage.ts'

/** Reads an image as a mask for a document. A person sees it before it is used: what is unclear is said, not refused. */
export async function readMaskLayer(
  { path, size }: ReadMaskRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ReadMaskLayer> {
  const image = await inspectImage(fileSource(path))
  const needed = 2 * decodedBytes(image) + size.widthPx * size.heightPx * 6
  return budget.run(needed, signal, async () => {
    const mask = await decodeMask(image)
    const coverage = await scaleCoverage(mask.coverage, mask.size, size)
    return {
      maskPng: await encodeCoverage(coverage, size),
      share: meanOf(coverage),
      wasScaled: coverage !== mask.coverage,
      notes: notesOf(mask),
    }
  })
}

function notesOf({ meaning, stretched }: DecodedMask): string[] {
  if (meaning === 'transparency') return [messages.maskOfHoles]
  if (meaning === 'unclear') return [messages.maskOfOpaque]
  if (stretched === null) return []
  return [messages.maskStretched({ brightest: formatCount(stretched.brightest) })]
}

function meanOf(coverage: Uint8Array): number {
  let sum = 0
  for (const value of coverage) sum += value
  return sum / 255 / coverage.length
}
