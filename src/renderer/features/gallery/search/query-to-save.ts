import type { Collection } from '../../../../shared/domain/collection.ts'
import type { Scope } from '../../../../shared/domain/catalogue.ts'

/** Returns a query that finds the same images from anywhere: includes the collection searched. */
export function queryToKeep(
  { query, collectionId }: Pick<Scope, 'query' | 'collectionId'>,
  all: readonly Collection[],
) {
  const collection = all.find(({ id }) => id === collectionId)
  if (collection === undefined) return query
  const term = collection.query ?? `collection:"${collection.name.replaceAll('"', '')}"`
  return query.includes(term) ? query : `${term} ${query}`.trim()
}
