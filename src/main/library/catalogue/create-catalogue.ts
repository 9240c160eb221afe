import { AppError } from '../../../shared/errors/index.ts'
import type { Catalogue } from '../catalogue.ts'

const missing = () => Promise.reject(new AppError('internal/bug', 'Not there yet.'))

export function createCatalogue(): Catalogue {
  return {
    find: missing,
    stack: missing,
    facets: missing,
    suggest: missing,
    mark: missing,
    undoMark: missing,
    tags: missing,
    renameTag: missing,
    removeTag: missing,
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
