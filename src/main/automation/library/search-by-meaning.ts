import { vectorOfQuery } from '../../vision/index.ts'
import type { EarlyContext, EarlyOutcome } from '../program/command.ts'
import { vectorOfImage, rounded } from './vector-of-image.ts'
import { listedImage, successReport } from '../report.ts'
import { loadListed } from '../report-images.ts'

export interface MeaningQuery {
  /** Further conditions, in the language of the search field; `looks:` and `likeness:` rank, too. */
  readonly query: string
  readonly looks: string | undefined
  readonly like: string | undefined
  readonly model: string | undefined
  readonly limit: number
}

/** Finds the images that a model says are most similar to words or an image, most similar first. */
export async function searchByMeaning(search: MeaningQuery, context: EarlyContext): Promise<EarlyOutcome> {
  const { signal } = context
  const { assets, ...services } = await context.services()
  const embeddings = await services.embeddings()
  const covering = search.model === undefined ? await embeddings.searchModel() : null
  const model = covering ?? (await embeddings.model(search.model))
  const { looks, like, query } = search
  const named = [
    ...(looks === undefined ? [] : [await embeddings.ofWords(model, looks, signal)]),
    ...(like === undefined ? [] : [await vectorOfImage(like, { embeddings, model, context })]),
  ]
  const vector = await vectorOfQuery(query, model, { embeddings, references: assets.references }, named)
  const scope = { section: 'library', collectionId: null, query } as const
  const matches = await assets.vectors.nearest({ model: model.id, vector }, scope, search.limit)
  const ids = matches.map(({ id }) => id)
  const listed = await loadListed(assets.records, ids)
  const likenessOf = new Map(matches.map(({ id, likeness }) => [id, rounded(likeness)]))
  const { embedded, total } = await assets.vectors.counts(model.id)
  const { indexIncomplete } = await import('../../../shared/messages/en/cli-counts.ts')
  const problems = embedded < total ? [indexIncomplete({ count: total - embedded, model: model.name })] : []
  return {
    lines: listed.map(({ id, name }) => `${likenessOf.get(id)!.toFixed(3)}  ${id}  ${name}`),
    problems,
    report: async () =>
      successReport({
        model: model.id,
        images: listed.map((asset) => ({
          ...listedImage(asset, context.paths.library),
          likeness: likenessOf.get(asset.id)!,
        })),
        warnings: problems.map((message) => ({ code: 'index', message })),
      }),
  }
}
