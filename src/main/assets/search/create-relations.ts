import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'

/** More than this nobody takes in, and a photograph that everything was made of has everything. */
const mostMembers = 2_000
/** An information panel has room for these. */
const mostUses = 50

export function createRelations({ database }: Pick<SearchContext, 'database'>): Assets['relations'] {
  return {
    async lineage(id) {
      const family = await database.call('lineage.of', { id, most: mostMembers })
      if (family !== null) return family
      throw new AppError('storage/not-found', messages.imageGone)
    },
    uses: (id) => database.call('lineage.uses', { id, most: mostUses }),
  }
}
