import { AppError } from '../../../shared/errors/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { CatalogueContext } from './catalogue-context.ts'
import { createCollections } from './create-collections.ts'
import { createLineage } from './create-lineage.ts'
import { createMarks } from './create-marks.ts'

const missing = () => Promise.reject(new AppError('internal/bug', 'Not there yet.'))

export function createCatalogue(context: CatalogueContext): Catalogue {
  const find: Catalogue['find'] = missing
  return {
    find,
    stack: missing,
    facets: missing,
    suggest: missing,
    ...createMarks(context),
    lineage: createLineage(context),
    similar: missing,
    duplicates: missing,
    details: missing,
    collections: createCollections(context, find),
  }
}
