import * as messages from '../../shared/messages/en/vision.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import { type Vector, embedInputs, embedWords } from './embed.ts'
import { type EmbeddingModel, readEmbeddingModel } from './models/embedding-model.ts'
import { type ModelFinder, createModelFinder, type ModelPlaces } from './models/create-model-finder.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { createSearchModel } from './create-search-model.ts'
import type { Vision } from './vision.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

export interface IndexWatch {
  readonly signal?: AbortSignal | undefined
  /** Called after each batch. */
  readonly onProgress?: (done: number, total: number) => void
}

/** Vectors of images and texts by the models in the model folders: what search by meaning rests on. */
export interface Embeddings extends ModelFinder<EmbeddingModel> {
  /** The model in use, or, while its index is built, the one whose index covers more; null = none is installed. */
  searchModel(): Promise<EmbeddingModel | null>
  /** @throws model/*, vision/process-exited */
  ofWords(model: EmbeddingModel, words: string, signal?: AbortSignal): Promise<Vector>
  /** @throws media/*, storage/*, model/*, vision/process-exited */
  ofFile(model: EmbeddingModel, path: string, signal?: AbortSignal): Promise<Vector>
  /** Of an image in the library; stored for later. @throws like ofFile */
  ofImage(model: EmbeddingModel, id: AssetId, signal?: AbortSignal): Promise<Vector>
  /**
   * Embeds all images that have no vector yet, newest first. What is done stays done: the next run goes on from there. An
   * image that cannot be read is skipped. @throws model/*, vision/process-exited, request/cancelled
   */
  index(model: EmbeddingModel, watch?: IndexWatch): Promise<{ readonly embedded: number; readonly failed: number }>
  dispose(): Promise<void>
}

/** The library, as far as its images are embedded. */
export interface EmbeddedLibrary {
  pending(model: string, before: AssetId | null, limit: number): Promise<AssetId[]>
  counts(model: string): Promise<{ readonly embedded: number; readonly total: number }>
  find(model: string, id: AssetId): Promise<Vector | null>
  put(model: string, vectors: readonly { readonly id: AssetId; readonly vector: Vector }[]): Promise<void>
  /** A rendition large enough for any model. @throws storage/not-found */
  locate(id: AssetId): Promise<{ readonly path: string }>
}

interface EmbeddingsOptions extends ModelPlaces {
  readonly imaging: Pick<Imaging, 'readModelInput'>
  readonly vision: Vision
  readonly library: EmbeddedLibrary
}

/** More are hardly faster on a CPU, and a kill loses what the batch has done. */
const batchSize = 8

export function createEmbeddings(options: EmbeddingsOptions): Embeddings {
  const { imaging, vision, library } = options

  const readInput = ({ image }: EmbeddingModel, path: string, signal?: AbortSignal) =>
    imaging.readModelInput({ path, shape: image.shape }, { signal })

  async function ofFile(model: EmbeddingModel, path: string, signal?: AbortSignal): Promise<Vector> {
    const [vector] = await embedInputs(model, [await readInput(model, path, signal)], vision, signal)
    if (vector === undefined) throw new AppError('internal/bug', 'The vision process returned no vector for an image.')
    return vector
  }

  async function readBatch(model: EmbeddingModel, ids: readonly AssetId[], signal?: AbortSignal): Promise<ReadImage[]> {
    const read = await Promise.all(
      ids.map(async (id) => {
        try {
          const { path } = await library.locate(id)
          return { id, input: await readInput(model, path, signal) }
        } catch (thrown) {
          return skipUnreadable(thrown)
        }
      }),
    )
    return read.filter((each) => each !== null)
  }

  async function embedBatch(model: EmbeddingModel, images: readonly ReadImage[], signal?: AbortSignal): Promise<void> {
    const inputs = images.map(({ input }) => input)
    const vectors = await embedInputs(model, inputs, vision, signal)
    await library.put(
      model.id,
      images.map(({ id }, at) => ({ id, vector: vectors[at]! })),
    )
  }

  const finder = createModelFinder({
    ...options,
    read: readEmbeddingModel,
    task: 'search',
    unknown: messages.unknownEmbeddingModel,
  })
  return {
    ...finder,
    searchModel: createSearchModel({
      models: finder.models,
      counts: (model) => library.counts(model),
      // Counted anew as often as the folders are scanned; by default every 5 s.
      ...(options.rescanMs !== undefined && { choiceMs: options.rescanMs }),
    }),
    ofWords: (model, words, signal) => embedWords(model, words, vision, signal),
    ofFile,
    async ofImage(model, id, signal) {
      const stored = await library.find(model.id, id)
      if (stored !== null) return stored
      const vector = await ofFile(model, (await library.locate(id)).path, signal)
      await library.put(model.id, [{ id, vector }])
      return vector
    },
    index: (model, watch = {}) =>
      indexAll(library, model, watch, {
        read: (ids) => readBatch(model, ids, watch.signal),
        embed: (images) => embedBatch(model, images, watch.signal),
      }),
    dispose: () => vision.dispose(),
  }
}

interface ReadImage {
  readonly id: AssetId
  /** As the imaging process returns it. */
  readonly input: Uint8Array
}

interface BatchSteps {
  /** Leaves out images that cannot be read. */
  read(ids: readonly AssetId[]): Promise<readonly ReadImage[]>
  embed(images: readonly ReadImage[]): Promise<void>
}

/** While the model works on a batch, the imaging process reads the next one. */
async function indexAll(
  library: EmbeddedLibrary,
  { id: model }: EmbeddingModel,
  { signal, onProgress }: IndexWatch,
  { read, embed }: BatchSteps,
): Promise<{ readonly embedded: number; readonly failed: number }> {
  const begin = async (before: AssetId | null) => {
    const ids = await library.pending(model, before, batchSize)
    return { ids, images: ids.length === 0 ? [] : await read(ids) }
  }
  const { embedded: before, total } = await library.counts(model)
  let [embedded, tried] = [0, 0]
  let batch = await begin(null)
  while (batch.ids.length > 0) {
    throwIfAborted(signal)
    const next = begin(batch.ids.at(-1)!)
    // Where embedding fails, that is the error to report.
    next.catch(() => undefined)
    if (batch.images.length > 0) await embed(batch.images)
    embedded += batch.images.length
    tried += batch.ids.length
    onProgress?.(before + tried, Math.max(total, before + tried))
    batch = await next
  }
  return { embedded, failed: tried - embedded }
}

/** A damaged or missing image does not stop the others; anything else would meet each of them. */
function skipUnreadable(thrown: unknown): null {
  if (/^(media|storage)\//.test(toErrorData(thrown).code)) return null
  throw thrown
}
