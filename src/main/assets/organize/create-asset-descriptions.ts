import type { AssetsContext } from '../assets-context.ts'
import type { Assets } from '../assets.ts'

/** What models say of the images, and the queue of those they are to describe. */
export function createAssetDescriptions({
  database,
  announce,
}: Pick<AssetsContext, 'database' | 'announce'>): Assets['descriptions'] {
  return {
    find: (id) => database.call('descriptions.find', { id }),
    async captions(ids) {
      const captions = await database.call('descriptions.captions', { ids })
      return new Map(captions.map(({ id, caption }) => [id, caption]))
    },
    async put(id, description) {
      if (await database.call('descriptions.put', { id, description })) announce({ ids: [id], reason: 'marks' })
    },
    async clear(ids) {
      const cleared = await database.call('descriptions.clear', { ids })
      if (cleared.length > 0) announce({ ids: cleared, reason: 'marks' })
    },
    queue: {
      add: (ids) => database.call('descriptions.queue', { ids }),
      next: () => database.call('descriptions.next', null),
      fail: (id, message) => database.call('descriptions.fail', { id, message }),
      defer: (id, message) => database.call('descriptions.defer', { id, message }),
      pause: (isPaused) => database.call('descriptions.pause', { isPaused }),
      empty: () => database.call('descriptions.emptyQueue', null),
      state: () => database.call('descriptions.queueState', null),
    },
  }
}
