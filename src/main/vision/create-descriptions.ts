import type { AssetId } from '../../shared/domain/ids.ts'
import type { ImageDescription } from '../../shared/domain/image-description.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/vision.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { createModelFinder, type ModelPlaces } from './create-model-finder.ts'
import { readDescriptionModel, type DescriptionModel } from './description-model.ts'
import {
  descriptionParts,
  isOfOneImage,
  type DescribedParts,
  type DescriptionPart,
  type Descriptions,
} from './descriptions.ts'
import { readTags, readText } from './read-answers.ts'
import type { Vision } from './vision.ts'

/** The library, as far as its images are described. */
export interface DescribedLibrary {
  /** The image at full quality. @throws storage/not-found */
  locate(id: AssetId): Promise<{ readonly path: string }>
  find(id: AssetId): Promise<ImageDescription | null>
  /** Replaces an earlier one, and takes the image out of the queue. */
  put(id: AssetId, description: ImageDescription): Promise<void>
  clear(ids: readonly AssetId[]): Promise<void>
  readonly queue: {
    next(): Promise<AssetId | null>
    /** Takes it out of the queue and keeps the reason. */
    fail(id: AssetId, message: string): Promise<void>
    /** Puts it behind all others; what was put there before fails with this message instead. */
    defer(id: AssetId, message: string): Promise<void>
    state(): Promise<{ readonly done: number; readonly waiting: number }>
  }
}

interface DescriptionsOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'readModelInput'>
  readonly vision: Pick<Vision, 'describe'>
  readonly library: DescribedLibrary
  readonly nowMs?: () => number
}

/**
 * The prompts that Florence-2 was trained with (`task_prompts_without_inputs` of its processor: `<CAPTION>`,
 * `<MORE_DETAILED_CAPTION>`, `<OD>`). More tokens are never an answer, but a model that does not find an end.
 */
const questions: Readonly<Record<DescriptionPart, { readonly prompt: string; readonly tokensMax: number }>> = {
  caption: { prompt: 'What does the image describe?', tokensMax: 80 },
  description: { prompt: 'Describe with a paragraph what is shown in the image.', tokensMax: 320 },
  tags: { prompt: 'Locate the objects with category name in the image.', tokensMax: 400 },
}

/** In a row: then it is not because of one image. */
const exitsMax = 2

export function createDescriptions(options: DescriptionsOptions): Descriptions {
  const { library, nowMs = Date.now } = options

  async function ofImage(model: DescriptionModel, id: AssetId, signal?: AbortSignal): Promise<ImageDescription> {
    const { path } = await library.locate(id)
    const parts = await ofFile(options, model, { path, parts: descriptionParts, signal })
    const description = { ...parts, model: model.name, describedAtMs: nowMs() }
    await library.put(id, description)
    return description
  }

  return {
    ...createModelFinder({
      ...options,
      read: readDescriptionModel,
      task: 'describe',
      unknown: messages.unknownDescriptionModel,
    }),
    ofFile: (model, path, parts = descriptionParts, signal) => ofFile(options, model, { path, parts, signal }),
    ofImage,
    find: library.find,
    clear: library.clear,
    async work(model, { signal, onProgress } = {}) {
      let [described, failed, exits] = [0, 0, 0]
      for (let id = await library.queue.next(); id !== null; id = await library.queue.next()) {
        throwIfAborted(signal)
        try {
          await ofImage(model, id, signal)
          described++
          exits = 0
        } catch (thrown) {
          const { code, message } = toErrorData(thrown)
          if (isOfOneImage(code)) {
            await library.queue.fail(id, message)
            failed++
          } else if (/^(vision|imaging)\/process-exited$/.test(code)) {
            // Perhaps because of this image: the others go first.
            await library.queue.defer(id, message)
            if (++exits >= exitsMax) throw thrown
          } else throw thrown
        }
        const { done, waiting } = await library.queue.state()
        onProgress?.(done, done + waiting)
      }
      return { described, failed }
    },
  }
}

interface AskedFile {
  readonly path: string
  readonly parts: readonly DescriptionPart[]
  readonly signal: AbortSignal | undefined
}

async function ofFile(
  { imaging, vision }: Pick<DescriptionsOptions, 'imaging' | 'vision'>,
  model: DescriptionModel,
  { path, parts, signal }: AskedFile,
): Promise<DescribedParts> {
  const { image, size, graphs, folder, rules } = model
  const pixels = await imaging.readModelInput({ path, shape: image.shape }, { signal })
  const { scale, mean, deviation } = image
  const answers = await vision.describe(
    {
      graphs,
      tokenizerFolder: folder,
      image: { pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
      rules,
      questions: parts.map((part) => questions[part]),
    },
    { signal },
  )
  const answerTo = (part: DescriptionPart) => answers[parts.indexOf(part)] ?? { text: '', isCut: false }
  const [caption, description] = [readText(answerTo('caption')), readText(answerTo('description'))]
  if ((parts.includes('caption') && caption === '') || (parts.includes('description') && description === '')) {
    throw new AppError('vision/no-text', messages.noText({ model: model.name }))
  }
  return { caption, description, tags: readTags(answerTo('tags')) }
}
