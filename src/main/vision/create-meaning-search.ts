import type { Found, Scope } from '../../shared/domain/catalogue.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { NamedReference } from '../../shared/domain/named-reference.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/references.ts'
import { referenceKey } from '../../shared/prompting/index.ts'
import { likenessOf, looksOf } from '../../shared/search/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { EmbeddedLibrary } from './create-embeddings.ts'
import { createIndexQueue } from './create-index-queue.ts'
import type { Vector } from './embed.ts'
import type { EmbeddingModel } from './embedding-model.ts'
import type { Embeddings } from './embeddings.ts'
import type { MeaningSearch } from './meaning-search.ts'

/** The library as search by meaning needs it. */
interface SearchedLibrary extends Pick<EmbeddedLibrary, 'counts' | 'find'> {
  /** Nearest first. */
  nearest(
    query: { readonly model: string; readonly vector: Vector },
    scope: Scope,
    limit: number,
  ): Promise<readonly { readonly id: AssetId }[]>
  /** Oldest first; largest groups first. */
  groups(model: string, minLikeness: number, signal: AbortSignal): Promise<AssetId[][]>
}

interface MeaningSearchOptions {
  readonly embeddings: Embeddings
  readonly library: SearchedLibrary
  readonly references: { list(): Promise<readonly Pick<NamedReference, 'name' | 'imageIds'>[]> }
  /** Whether images are embedded in the background; asked before each run. */
  readonly isOn: () => boolean
  readonly logger: Logger
  readonly delayMs?: number
}

/** Beyond this rank images show something else. */
const nearestMax = 500
const wholeLibrary: Scope = { section: 'library', collectionId: null, query: '' }

export function createMeaningSearch(options: MeaningSearchOptions): MeaningSearch {
  const { embeddings, library } = options
  const queue = createIndexQueue({ ...options, models: () => embeddings.models(), index: embeddings.index })

  return {
    async find(scope) {
      const [looks, likeness] = [looksOf(scope.query), likenessOf(scope.query)]
      const term = looks ?? likeness
      if (term === null) return null
      try {
        const model = (await embeddings.searchModel()) ?? (await embeddings.model())
        const parts = [
          ...(looks === null ? [] : [await embeddings.ofWords(model, looks.words)]),
          ...(likeness === null ? [] : [await vectorOfReference(likeness.name, model, options)]),
        ]
        return inOrder(await library.nearest({ model: model.id, vector: meanOf(parts) }, scope, nearestMax))
      } catch (thrown) {
        const { code, message } = toErrorData(thrown)
        if (!/^(model|vision)\//.test(code) && code !== 'request/invalid') throw thrown
        return { ...inOrder([]), problems: [{ from: term.from, to: term.to, message }] }
      }
    },
    async similar(id, limit) {
      const model = await embeddings.searchModel()
      const vector = model === null ? null : await library.find(model.id, id)
      if (model === null || vector === null) return null
      const near = await library.nearest({ model: model.id, vector }, wholeLibrary, limit + 1)
      const { embedded, total } = await library.counts(model.id)
      const matches = near.filter((each) => each.id !== id).map((each) => ({ id: each.id, distance: null }))
      return { matches: matches.slice(0, limit), pending: total - embedded, model: model.name }
    },
    async duplicates(minLikeness, signal) {
      const model = await embeddings.searchModel()
      if (model === null) return { groups: [], analyzed: 0, pending: 0, model: null }
      const groups = await library.groups(model.id, minLikeness, signal)
      const { embedded, total } = await library.counts(model.id)
      return { groups, analyzed: embedded, pending: total - embedded, model: model.name }
    },
    async index() {
      const [model = null] = (await embeddings.models()).models
      const { isRunning, problem } = queue.state()
      if (model === null) return { model: null, meanwhile: null, embedded: 0, total: 0, isRunning, problem }
      const answers = await embeddings.searchModel()
      const meanwhile = answers === null || answers.id === model.id ? null : answers.name
      return { model: model.name, meanwhile, ...(await library.counts(model.id)), isRunning, problem }
    },
    wake: queue.wake,
    onIndexChanged: queue.onChanged,
    dispose: queue.dispose,
  }
}

/** The mean of its images' vectors: what they have in common. @throws request/invalid if it has no image, and like ofImage */
async function vectorOfReference(
  name: string,
  model: EmbeddingModel,
  { embeddings, references }: Pick<MeaningSearchOptions, 'embeddings' | 'references'>,
): Promise<Vector> {
  const reference = (await references.list()).find((each) => referenceKey(each.name) === referenceKey(name))
  if (reference === undefined) throw new AppError('request/invalid', messages.noReferenceNamed({ name }))
  if (reference.imageIds.length === 0) throw new AppError('request/invalid', messages.referenceWithoutImages({ name }))
  const vectors: Vector[] = []
  for (const id of reference.imageIds) vectors.push(await embeddings.ofImage(model, id))
  return meanOf(vectors)
}

/** Of unit vectors, as one. */
function meanOf(vectors: readonly Vector[]): Vector {
  const [first] = vectors
  if (first === undefined || vectors.length === 1) return first ?? new Float32Array(0)
  const sum = first.map((_, at) => vectors.reduce((total, vector) => total + vector[at]!, 0))
  const length = Math.hypot(...sum)
  return length === 0 ? first : sum.map((value) => value / length)
}

function inOrder(near: readonly { readonly id: AssetId }[]): Found {
  return { order: near.map(({ id }) => id).join(''), stacks: [], shapes: null, problems: [] }
}
