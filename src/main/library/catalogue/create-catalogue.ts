import { AppError } from '../../../shared/errors/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { CatalogueContext } from './catalogue-context.ts'
import { createMarks } from './create-marks.ts'

const missing = () => Promise.reject(new AppError('internal/bug', 'Not there yet.'))

export function createCatalogue(context: CatalogueContext): Catalogue {
  return {
    find: missing,
    stack: missing,
    facets: missing,
    suggest: missing,
    ...createMarks(context),
    lineage: missing,
    similar: missing,
    duplicates: missing,
    details: missing,
    collections: {
      list: missing,
      create: missing,
      change: missing,
      remove: missing,
      restore: missing,
      add: missing,
      takeOut: missing,
      onChanged: () => () => undefined,
    },
  }
}
