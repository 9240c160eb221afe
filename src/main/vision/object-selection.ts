import * as messages from '../../shared/messages/en/vision.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { Size } from '../../shared/util/geometry.ts'
import { type ObjectMask, type ObjectPrompt, boundsOf, coverageOf } from '../../shared/util/mask/object-mask.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { type SegmentationModel, filledSize, readSegmentationModel } from './models/segmentation-model.ts'
import { stat } from 'node:fs/promises'
import { AppError, toErrorData, toFileError } from '../../shared/errors/index.ts'
import { cannotReadImage } from '../../shared/messages/en/start.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { SegmentedObject } from './vision-calls.ts'
import type { Vision } from './vision.ts'

/** Finds objects in images, with the Segment-Anything models in the model folders. */
export interface ObjectSelection extends ModelFinder<SegmentationModel> {
  /** Prepares an image, which takes seconds, so that `find` takes none. @throws model/*, media/*, vision/process-exited */
  prepare(id: AssetId, model: SegmentationModel, signal?: AbortSignal): Promise<void>
  /** @throws like prepare, vision/no-subject */
  find(id: AssetId, prompt: ObjectPrompt, model: SegmentationModel, signal?: AbortSignal): Promise<ObjectMask>
  /**
   * Writes the mask of an image file, in any format of the library, as a PNG. Of several prompts, the objects of all; one
   * without an object is left out.
   * @throws like find
   */
  writeMask(
    files: { readonly path: string; readonly target: string },
    prompts: readonly [ObjectPrompt, ...ObjectPrompt[]],
    model: SegmentationModel,
    signal?: AbortSignal,
  ): Promise<Size>
}

interface ObjectSelectionOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'probe' | 'readModelInput' | 'cutOut'>
  readonly vision: Pick<Vision, 'encodeImage' | 'segment'>
  /** The image at full quality. @throws storage/not-found */
  readonly locate: (id: AssetId) => Promise<{ readonly path: string }>
}

/** A hundred bytes each. */
const sizesMax = 1_000

interface PreparedImage {
  /** Changes with the file and the model. */
  readonly key: string
  readonly size: Size
}

export function createObjectSelection(options: ObjectSelectionOptions): ObjectSelection {
  const { imaging, vision, locate } = options
  const { open, encode, whenEncoded } = createEncoder(options)

  async function findIn(
    path: string,
    prompt: ObjectPrompt,
    model: SegmentationModel,
    signal?: AbortSignal,
  ): Promise<{ readonly mask: ObjectMask; readonly size: Size }> {
    const image = await open(path, model, signal)
    await whenEncoded(image.key)
    const request = { path: model.decoderPath, key: image.key, ...scalePrompt(prompt, model, image.size) }
    let found = await vision.segment(request, { signal })
    if (found === null) {
      await encode(path, image, model)
      found = await vision.segment(request, { signal })
    }
    if (found === null) throw new AppError('internal/bug', 'The vision process forgot an image at once.')
    const mask = toMask(found, model, image.size)
    if (boundsOf(mask, image.size) === null) {
      throw new AppError('vision/no-subject', messages.noObject({ model: model.name }))
    }
    return { mask, size: image.size }
  }

  return {
    ...createModelFinder({
      ...options,
      read: readSegmentationModel,
      task: 'objects',
      unknown: messages.unknownSegmentationModel,
    }),
    async prepare(id, model, signal) {
      const { path } = await locate(id)
      const image = await open(path, model, signal)
      const nowhere = { path: model.decoderPath, key: image.key, points: [{ x: 0, y: 0, isIncluded: true }], box: null }
      await whenEncoded(image.key)
      if ((await vision.segment(nowhere, { signal })) !== null) return
      await encode(path, image, model)
      // Loads the decoder, too: the first click finds everything ready.
      await vision.segment(nowhere, { signal })
    },
    find: async (id, prompt, model, signal) => (await findIn((await locate(id)).path, prompt, model, signal)).mask,
    async writeMask({ path, target }, prompts, model, signal) {
      const { opacity, size } = await coverAll(prompts, (prompt) => findIn(path, prompt, model, signal))
      const matte = { opacity, ...size }
      return imaging.cutOut(
        { originalPath: path, matte, refinesEdges: false, content: 'mask', background: null, resultPath: target },
        { signal },
      )
    },
  }
}

/** @throws what finding the last prompt's object does, if there is none at all */
async function coverAll(
  prompts: readonly [ObjectPrompt, ...ObjectPrompt[]],
  find: (prompt: ObjectPrompt) => Promise<{ readonly mask: ObjectMask; readonly size: Size }>,
): Promise<{ readonly opacity: Uint8Array<ArrayBuffer>; readonly size: Size }> {
  let all: { readonly opacity: Uint8Array<ArrayBuffer>; readonly size: Size } | null = null
  let nothing: unknown = null
  for (const prompt of prompts) {
    try {
      const { mask, size } = await find(prompt)
      const coverage = coverageOf(mask, size, { x: 0, y: 0, ...size }, true)
      if (all === null) all = { opacity: coverage, size }
      else for (const [at, covered] of coverage.entries()) all.opacity[at] = Math.max(all.opacity[at]!, covered)
    } catch (thrown) {
      if (toErrorData(thrown).code !== 'vision/no-subject') throw thrown
      nothing = thrown
    }
  }
  if (all === null) throw nothing
  return all
}

/** Encodes each image once, until it changes. */
function createEncoder({ imaging, vision }: Pick<ObjectSelectionOptions, 'imaging' | 'vision'>) {
  const sizes = new Map<string, Size>()
  /** Images being encoded: whoever needs one waits for the same. */
  const encoding = new Map<string, Promise<null>>()

  async function open(path: string, model: SegmentationModel, signal?: AbortSignal): Promise<PreparedImage> {
    const { size: bytes, mtimeMs } = await stat(path).catch((thrown: unknown) => {
      throw toFileError(thrown, cannotReadImage)
    })
    const key = [model.id, path, bytes, mtimeMs].join('\n')
    const size = sizes.get(key) ?? (await imaging.probe({ path }, { signal }))
    if (sizes.size > sizesMax) sizes.clear()
    sizes.set(key, { widthPx: size.widthPx, heightPx: size.heightPx })
    return { key, size }
  }

  /** Goes on when one of its callers loses interest: the next click needs it anyway. */
  function encode(path: string, { key, size }: PreparedImage, model: SegmentationModel): Promise<null> {
    const running = encoding.get(key)
    if (running !== undefined) return running
    const work = encodeFile(path, { key, size }, model).finally(() => encoding.delete(key))
    encoding.set(key, work)
    return work
  }

  async function encodeFile(path: string, { key, size }: PreparedImage, model: SegmentationModel): Promise<null> {
    const { image, encoderPath, size: padded } = model
    const filled = filledSize(model, size)
    const shape = { ...image.shape, resize: { type: 'exact' as const, ...filled }, crop: null }
    const pixels = await imaging.readModelInput({ path, shape })
    const { scale, mean, deviation } = image
    return vision.encodeImage({
      path: encoderPath,
      key,
      paddedWidthPx: padded.widthPx,
      paddedHeightPx: padded.heightPx,
      image: { pixels, count: 1, ...filled, scale, mean: [...mean], deviation: [...deviation] },
    })
  }

  return { open, encode, whenEncoded: (key: string) => encoding.get(key) }
}

/** From image pixels to pixels of the encoder's input. */
function scalePrompt({ points, box }: ObjectPrompt, model: SegmentationModel, image: Size) {
  const filled = filledSize(model, image)
  const toX = (x: number) => (x * filled.widthPx) / image.widthPx
  const toY = (y: number) => (y * filled.heightPx) / image.heightPx
  return {
    points: points.map(({ x, y, isIncluded }) => ({ x: toX(x), y: toY(y), isIncluded })),
    box: box && {
      left: toX(box.x),
      top: toY(box.y),
      right: toX(box.x + box.widthPx),
      bottom: toY(box.y + box.heightPx),
    },
  }
}

function toMask({ levels, widthPx, heightPx }: SegmentedObject, model: SegmentationModel, image: Size): ObjectMask {
  const { widthPx: width, heightPx: height } = filledSize(model, image)
  const filled = {
    widthPx: (width * widthPx) / model.size.widthPx,
    heightPx: (height * heightPx) / model.size.heightPx,
  }
  return { levels, widthPx, heightPx, filled }
}
