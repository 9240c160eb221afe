import { AppError } from '../../../shared/errors/index.ts'
import type { Catalogue } from '../catalogue.ts'
import type { CatalogueContext } from './catalogue-context.ts'

/** More than this nobody takes in, and a photograph that everything was made of has everything. */
const mostMembers = 2_000

export function createLineage({ database }: Pick<CatalogueContext, 'database'>): Catalogue['lineage'] {
  return async (id) => {
    const family = await database.call('lineage.of', { id, most: mostMembers })
    if (family !== null) return family
    throw new AppError('storage/not-found', 'This picture is not in the library any more.')
  }
}
