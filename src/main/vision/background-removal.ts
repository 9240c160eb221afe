import * as messages from '../../shared/messages/en/vision.ts'
import type { Asset, Recipe } from '../../shared/domain/asset.ts'
import type { Background } from '../../shared/domain/background.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type MattingModel, mattingInputSize, readMattingModel } from './models/matting-model.ts'
import { readFile, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { Matte } from './vision-calls.ts'
import type { Vision } from './vision.ts'

/** An image of the library, and what is put behind its subject; null = transparent. */
export interface WantedBackground {
  readonly id: AssetId
  readonly background: Background | null
  /** The program that asked for it through a tool. */
  readonly agent?: Recipe['agent']
}

export interface CutOutFile {
  /** The image, in any format of the library. */
  readonly path: string
  /** `subject`: the image with a transparent background. `mask`: gray, white where the subject is. */
  readonly content: 'subject' | 'mask'
  /** Put behind the subject; null = transparent. */
  readonly background?: Background | null
  /** A PNG; an existing file is replaced. */
  readonly target: string
}

/** Separates the subjects of images from their backgrounds, with the models in the model folders. */
export interface BackgroundRemoval extends ModelFinder<MattingModel> {
  /**
   * Adds the image with a transparent background, or with another, to the library. Where a pixel shows only the subject,
   * its color keeps its exact value.
   * @throws model/*, media/*, storage/*, vision/process-exited
   */
  remove(wanted: WantedBackground, model: MattingModel, signal?: AbortSignal): Promise<Asset>
  /** The same for files. @throws like remove */
  write(file: CutOutFile, model: MattingModel, signal?: AbortSignal): Promise<Size>
  /**
   * Returns the mask of an image's subject, a PNG of its size; null = there is no model, or the first finds no subject.
   * @throws like remove
   */
  findSubject(id: AssetId, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer> | null>
  /** Writes the mask of an image in the library. @throws like remove */
  writeMask(id: AssetId, target: string, model: MattingModel, signal?: AbortSignal): Promise<Size>
}

/** An image with its background removed, not in the library yet. */
interface CutOut extends Size {
  readonly temporaryPath: string
  readonly parentId: AssetId
  readonly background: Background | null
  readonly model: MattingModel
  readonly agent: Recipe['agent']
  readonly timingMs: number
}

interface BackgroundRemovalOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'probe' | 'readModelInput' | 'cutOut'>
  readonly vision: Pick<Vision, 'matte'>
  readonly library: {
    /** The image at full quality. @throws storage/not-found */
    locate(id: AssetId): Promise<{ readonly path: string }>
    /** Moves the file into the library. @throws storage/* */
    add(cutOut: CutOut): Promise<Asset>
  }
  /** A new path for a temporary file. */
  readonly temporaryPath: () => string
}

/** Below, of 255, no pixel belongs to a subject rather than to the background. */
const subjectOpacityMin = 128

export function createBackgroundRemoval(options: BackgroundRemovalOptions): BackgroundRemoval {
  const { imaging, vision, library, temporaryPath } = options

  async function findMatte(path: string, { image, path: model, name }: MattingModel, signal?: AbortSignal) {
    const size = mattingInputSize(image, await imaging.probe({ path }, { signal }))
    const shape = { ...image.shape, resize: { type: 'exact' as const, ...size }, crop: null }
    const pixels = await imaging.readModelInput({ path, shape }, { signal })
    const { scale, mean, deviation } = image
    const matte = await vision.matte(
      { path: model, pixels, count: 1, ...size, scale, mean: [...mean], deviation: [...deviation] },
      { signal },
    )
    return requireSubject(matte, name)
  }

  async function write({ path, content, target, ...file }: CutOutFile, model: MattingModel, signal?: AbortSignal) {
    const background = await locateBackground(file.background ?? null, library)
    const matte = await findMatte(path, model, signal)
    const result = { originalPath: path, refinesEdges: true, content, background, resultPath: target }
    return imaging.cutOut({ ...result, matte }, { signal })
  }

  const finder = createModelFinder({
    ...options,
    read: readMattingModel,
    task: 'background',
    unknown: messages.unknownMattingModel,
  })

  async function writeMask(id: AssetId, target: string, model: MattingModel, signal?: AbortSignal): Promise<Size> {
    const { path } = await library.locate(id)
    return write({ path, content: 'mask', target }, model, signal)
  }

  return {
    ...finder,
    write,
    writeMask,
    async findSubject(id, signal) {
      const [model] = (await finder.models()).models
      if (model === undefined) return null
      try {
        return await withTemporary(temporaryPath(), async (path) => {
          await writeMask(id, path, model, signal)
          return new Uint8Array(await readFile(path))
        })
      } catch (thrown) {
        if (toErrorData(thrown).code === 'vision/no-subject') return null
        throw thrown
      }
    },
    async remove({ id, background, agent }: WantedBackground, model, signal) {
      const startedMs = performance.now()
      const { path } = await library.locate(id)
      return withTemporary(temporaryPath(), async (target) => {
        const size = await write({ path, content: 'subject', background, target }, model, signal)
        const timingMs = Math.round(performance.now() - startedMs)
        return library.add({ temporaryPath: target, parentId: id, background, model, agent, timingMs, ...size })
      })
    },
  }
}

/** Before the work that takes seconds: a missing image is reported at once. */
async function locateBackground(
  background: Background | null,
  library: Pick<BackgroundRemovalOptions['library'], 'locate'>,
) {
  if (background?.type !== 'image') return background
  return { type: background.type, path: (await library.locate(background.id)).path }
}

/** Otherwise the result would be an invisible image. */
function requireSubject(matte: Matte, model: string): Matte {
  if (matte.opacity.some((each) => each >= subjectOpacityMin)) return matte
  throw new AppError('vision/no-subject', messages.noSubject({ model }))
}

/** Lets `work` write a temporary file, which is gone afterwards. */
async function withTemporary<T>(path: string, work: (path: string) => Promise<T>): Promise<T> {
  await createFolder(dirname(path))
  try {
    return await work(path)
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}
