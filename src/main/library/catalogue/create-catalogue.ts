import type { Catalogue } from '../catalogue.ts'
import type { CatalogueContext } from './catalogue-context.ts'
import { createCollections } from './create-collections.ts'
import { createLikeness } from './create-likeness.ts'
import { createLineage } from './create-lineage.ts'
import { createAnnotations } from './create-annotations.ts'
import { createSearch } from './create-search.ts'
import { createVectors } from './create-vectors.ts'

export function createCatalogue(context: CatalogueContext): Catalogue {
  const search = createSearch(context)
  return {
    ...search,
    ...createAnnotations(context),
    ...createLineage(context),
    ...createLikeness(context),
    vectors: createVectors(context),
    details: (id) => context.library.details(id),
    collections: createCollections(context, search.find),
  }
}
