import type { Duplicates, Found, Scope, Similar } from '../../shared/domain/catalogue.ts'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { MeaningIndex } from '../../shared/domain/vision.ts'
import { toErrorData } from '../../shared/errors/index.ts'
import { likenessOf, looksOf } from '../../shared/search/index.ts'
import type { Logger } from '../platform/logger.ts'
import type { EmbeddedLibrary, Embeddings } from './embeddings.ts'
import { createIndexQueue } from './create-index-queue.ts'
import type { Vector } from './embed.ts'
import { vectorOfQuery, type QueryVectorNeeds } from './vector-of-query.ts'

/** Search by what images show, and the index it rests on. */
export interface MeaningSearch {
  /**
   * Ranks the images of a scope by its `looks:` terms and by their likeness to the reference of `likeness:`; what the rest of the query says narrows them down. Without a model,
   * nothing is found, and a problem at the term says why. null = the query has no such term.
   */
  find(scope: Scope): Promise<Found | null>
  /** The images most similar to one; null where no model is installed or it has not seen the image yet. */
  similar(id: AssetId, limit: number): Promise<Similar | null>
  /**
   * Groups images whose vectors have a cosine of at least `minLikeness`; nothing where no model is installed.
   * @throws request/cancelled
   */
  duplicates(minLikeness: number, signal: AbortSignal): Promise<Duplicates>
  index(): Promise<MeaningIndex>
  /** Embeds what has no vector yet, if a model is installed and it is switched on; ends a run if it is switched off. */
  wake(): void
  onIndexChanged(listener: () => void): () => void
  dispose(): Promise<void>
}

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

interface MeaningSearchOptions extends QueryVectorNeeds {
  readonly embeddings: Embeddings
  readonly library: SearchedLibrary
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
      const term = looksOf(scope.query) ?? likenessOf(scope.query)
      if (term === null) return null
      try {
        const model = (await embeddings.searchModel()) ?? (await embeddings.model())
        const vector = await vectorOfQuery(scope.query, model, options)
        return inOrder(await library.nearest({ model: model.id, vector }, scope, nearestMax))
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

function inOrder(near: readonly { readonly id: AssetId }[]): Found {
  return { order: near.map(({ id }) => id).join(''), stacks: [], shapes: null, problems: [] }
}
