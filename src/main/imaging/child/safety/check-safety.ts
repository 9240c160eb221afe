import type { SafetyCheck } from '../../../../shared/domain/safety.ts'
import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import type { ByteBudget } from '../source/byte-budget.ts'
import { toDecodeError } from '../source/decode-error.ts'
import { openPicture } from '../source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from '../source/inspect-picture.ts'
import { fileSource } from '../source/picture-source.ts'
import type { PictureClassifier } from './picture-classifier.ts'

/** Loads the model at the first picture, and keeps it; one that could not be loaded is tried again. */
export function createSafetyCheck(load: () => Promise<PictureClassifier>) {
  let loading: Promise<PictureClassifier> | null = null

  function classifier(): Promise<PictureClassifier> {
    loading ??= load().catch((thrown: unknown) => {
      loading = null
      throw thrown
    })
    return loading
  }

  /** @throws media/* where the file is no picture */
  return async (path: string, budget: ByteBudget, signal: AbortSignal): Promise<SafetyCheck> => {
    const picture = await untilAborted(inspectPicture(fileSource(path)), signal)
    const { model, sidePx, classify } = await untilAborted(classifier(), signal)
    const work = budget.run(decodedBytes(picture), signal, () => squeeze(picture, sidePx))
    return { model, scores: await classify(await untilAborted(work, signal)) }
  }
}

/** As the model was trained: the whole picture in a square, whatever its shape; what shows through lies on white. */
async function squeeze(picture: InspectedPicture, sidePx: number): Promise<Uint8Array> {
  try {
    return await openPicture(picture)
      .flatten({ background: '#ffffff' })
      .resize(sidePx, sidePx, { fit: 'fill' })
      .removeAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer()
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}
