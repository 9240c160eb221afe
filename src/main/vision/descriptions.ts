import * as messages from '../../shared/messages/en/vision.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import {
  type DescriptionPart,
  type DescriptionRun,
  type ImageDescription,
  descriptionParts,
  isOfOneImage,
} from '../../shared/domain/image-description.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type DescriptionModel, readDescriptionModel } from './models/description-model.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { readTags, readText } from './read-answers.ts'
import type { Vision } from './vision.ts'

/** Parts that were not asked for are empty. */
export type DescribedParts = Pick<ImageDescription, DescriptionPart>

export interface DescribeWatch {
  readonly signal?: AbortSignal | undefined
  /** Called after each image. */
  readonly onProgress?: (done: number, total: number) => void
}

/** Captions, descriptions and tags of images by the models in the model folders. */
export interface Descriptions extends ModelFinder<DescriptionModel> {
  /** @throws media/*, storage/*, model/*, vision/process-exited, vision/no-text, request/cancelled */
  ofFile(
    model: DescriptionModel,
    path: string,
    parts?: readonly DescriptionPart[],
    signal?: AbortSignal,
  ): Promise<DescribedParts>
  /** Describes an image in the library and stores the result in place of an earlier one. @throws like ofFile */
  ofImage(model: DescriptionModel, id: AssetId, signal?: AbortSignal): Promise<ImageDescription>
  /** What is stored; null = nothing. */
  find(id: AssetId): Promise<ImageDescription | null>
  /** Deletes the descriptions of these images. */
  clear(ids: readonly AssetId[]): Promise<void>
  /**
   * Describes the images that are queued, in order; each is stored at once, so that a later run goes on from there. One
   * that cannot be described is skipped and noted. @throws model/*, vision/process-exited, request/cancelled
   */
  work(model: DescriptionModel, watch?: DescribeWatch): Promise<{ readonly described: number; readonly failed: number }>
}

/** Describes many images in the background. What is queued survives the program's end. */
export interface DescriptionQueue {
  /** Queues these images, or all of the library, that have no description yet. Returns how many are new in the queue. */
  add(ids: readonly AssetId[] | 'all'): Promise<number>
  pause(): Promise<void>
  resume(): Promise<void>
  /** Empties the queue; what is described stays. */
  cancel(): Promise<void>
  run(): Promise<DescriptionRun>
  /** Goes on with what is queued, if a model is installed and it is not paused. */
  wake(): void
  onChanged(listener: () => void): () => void
  dispose(): Promise<void>
}

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
