import * as messages from '../../shared/messages/en/vision.ts'
import type { FoundObject } from '../../shared/domain/vision.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type DetectionModel, readDetectionModel } from './models/detection-model.ts'
import { AppError } from '../../shared/errors/index.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { chooseObjects, preferByPlace } from './choose-objects.ts'
import type { Vision } from './vision.ts'

/** Finds objects in images by words, with the OWL-ViT and OWLv2 models in the model folders. */
export interface Detection extends ModelFinder<DetectionModel> {
  /** The best first; at least one. @throws model/*, media/*, vision/process-exited, vision/no-subject */
  find(id: AssetId, words: string, model: DetectionModel, signal?: AbortSignal): Promise<readonly FoundObject[]>
  /** The same in an image file, in any format of the library. @throws like find */
  findInFile(path: string, words: string, model: DetectionModel, signal?: AbortSignal): Promise<readonly FoundObject[]>
}

interface DetectionOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'probe' | 'readModelInput' | 'readPaddedInput'>
  readonly vision: Pick<Vision, 'detect'>
  /** The image at full quality. @throws storage/not-found */
  readonly locate: (id: AssetId) => Promise<{ readonly path: string }>
}

/** As transformers' `post_process_object_detection`: below, most of what OWL-ViT returns is noise. */
const scoreMin = 0.1

export function createDetection(options: DetectionOptions): Detection {
  const { imaging, vision, locate } = options

  async function findInFile(
    path: string,
    words: string,
    model: DetectionModel,
    signal?: AbortSignal,
  ): Promise<readonly FoundObject[]> {
    const { widthPx, heightPx } = await imaging.probe({ path }, { signal })
    const { image, size, isPadded, tokensMax } = model
    const pixels = isPadded
      ? await imaging.readPaddedInput({ path, sidePx: size.widthPx }, { signal })
      : await imaging.readModelInput({ path, shape: image.shape }, { signal })
    const { scale, mean, deviation } = image
    const boxes = await vision.detect(
      {
        path: model.path,
        tokenizerFolder: model.folder,
        tokensMax,
        words,
        image: { pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
        scoreMin,
      },
      { signal },
    )
    throwIfAborted(signal)
    const longerPx = Math.max(widthPx, heightPx)
    const area = isPadded ? { widthPx: longerPx, heightPx: longerPx } : { widthPx, heightPx }
    const found = preferByPlace(words, chooseObjects(boxes, area, { widthPx, heightPx }))
    if (found.length === 0) {
      throw new AppError('vision/no-subject', messages.wordsNotFound({ model: model.name, words }))
    }
    return found
  }

  return {
    ...createModelFinder({
      ...options,
      read: readDetectionModel,
      task: 'detect',
      unknown: messages.unknownDetectionModel,
    }),
    findInFile,
    find: async (id, words, model, signal) => findInFile((await locate(id)).path, words, model, signal),
  }
}
