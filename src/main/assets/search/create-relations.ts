import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import type { Assets } from '../assets.ts'
import type { SearchContext } from './create-search.ts'

/** Limit for display: the lineage of a photo that everything was made from contains everything. */
const mostMembers = 2_000
/** As many as fit in an information panel. */
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
