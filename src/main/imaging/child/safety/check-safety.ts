import type { SafetyCheck, SafetyScores } from '../../../../shared/domain/safety.ts'
import { lazy } from '../../../../shared/util/lazy.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openImage } from '../source/decode-image.ts'
import { fileSource } from '../source/image-source.ts'
import { decodedBytes, inspectImage, type InspectedImage } from '../source/inspect-image.ts'

/** Loads the model on the first image and keeps it; a failed load is retried. */
export function createSafetyCheck(load: () => Promise<ImageClassifier>) {
  const classifier = lazy(load)

  /** @throws media/* if the file is not an image */
  return async (path: string, budget: ByteBudget, signal: AbortSignal): Promise<SafetyCheck> => {
    const image = await untilAborted(inspectImage(fileSource(path)), signal)
    const { model, sidePx, classify } = await untilAborted(classifier(), signal)
    const work = budget.run(decodedBytes(image), signal, () => squeeze(image, sidePx))
    return { model, scores: await classify(await untilAborted(work, signal)) }
  }
}

/** As in the model's training: the whole image squeezed into a square, with transparency over white. */
async function squeeze(image: InspectedImage, sidePx: number): Promise<Uint8Array> {
  try {
    return await openImage(image)
      .flatten({ background: '#ffffff' })
      .resize(sidePx, sidePx, { fit: 'fill' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer()
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

/** A model that classifies images. */
export interface ImageClassifier {
  /** Name and version. */
  readonly model: string
  /** Side of the square input the image is squeezed into. */
  readonly sidePx: number
  /** `rgb`: interleaved, 8 bit, `sidePx` squared. */
  classify(rgb: Uint8Array): Promise<SafetyScores>
}
