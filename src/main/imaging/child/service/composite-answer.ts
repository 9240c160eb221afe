import type { Rect } from '../../../../shared/util/geometry.ts'
import type { CompositeRequest, FillOutcome } from '../../imaging.ts'
import type { FillPatch } from '../fill/index.ts'
import { loadEffectiveMask, loadSource, writeMaskedResult, type SourceServices } from '../masked-fill/masked-result.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openPicture, type DecodedPicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import { untilAborted } from '../source/until-aborted.ts'
import { answerBox } from './answer-box.ts'
import { blendAnswer } from './blend-answer.ts'

/**
 * The source with the service's answer laid in, weighted by the effective mask. The answer is a picture of the whole
 * frame: its part that shows the source is scaled back to the source's size, once.
 */
export async function compositeAnswer(
  request: CompositeRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<FillOutcome> {
  const source = await untilAborted(loadSource(request.sourcePath, services), signal)
  const { effective, area } = await untilAborted(loadEffectiveMask(request, source), signal)
  const answer = await untilAborted(renderAnswer(request, source, area, services), signal)
  const patch: FillPatch = { ...area, rgba: blendAnswer(source, answer, effective, area) }
  return writeMaskedResult(request, source, patch, effective, signal)
}

/** The answer's pixels for `area` of the source, RGBA. */
async function renderAnswer(
  request: CompositeRequest,
  source: DecodedPicture,
  area: Rect,
  { budget }: SourceServices,
): Promise<Uint8Array> {
  const picture = await inspectPicture(fileSource(request.answerPath))
  const shown = answerBox(request, picture.facts)
  return budget.run(2 * decodedBytes(picture), undefined, async () => {
    try {
      const pixels = await openPicture(picture)
        .extract({ left: shown.x, top: shown.y, width: shown.widthPx, height: shown.heightPx })
        .resize(source.widthPx, source.heightPx, { fit: 'fill', kernel: 'lanczos3' })
        .extract({ left: area.x, top: area.y, width: area.widthPx, height: area.heightPx })
        .ensureAlpha()
        .raw({ depth: 'uchar' })
        .toBuffer()
      return Uint8Array.from(pixels)
    } catch (thrown) {
      throw toDecodeError(thrown, picture.source.name)
    }
  })
}
