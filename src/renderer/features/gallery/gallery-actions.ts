import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Services } from '../../client/index.ts'
import { formatCount } from '../../lib/format.ts'
import { chosenIds, type GalleryStore } from './create-gallery-store.ts'

type Ids = readonly AssetId[]

export interface GalleryActions {
  order(): Ids
  chosen(): Ids
  trash(ids: Ids): Promise<void>
  restore(ids: Ids): Promise<void>
  askToPurge(ids: Ids): void
  purge(): Promise<void>
  reveal(id: AssetId): Promise<void>
  startDrag(ids: Ids): void
}

/** The contract takes 10,000 ids in one call. */
const maxIds = 10_000

export function createGalleryActions(services: Services, store: GalleryStore): GalleryActions {
  const { client, intents } = services
  const order = () => services.order.store.getState()[store.getState().shelf] ?? []

  async function inBatches(name: 'library.trash' | 'library.restore' | 'library.purge', ids: Ids): Promise<void> {
    for (let at = 0; at < ids.length; at += maxIds) await client.call(name, { ids: ids.slice(at, at + maxIds) })
  }

  async function trash(ids: Ids): Promise<void> {
    if (ids.length === 0) return
    await inBatches('library.trash', ids)
    const text = ids.length === 1 ? 'Moved to the trash.' : `${formatCount(ids.length, 'picture')} moved to the trash.`
    const action = { label: 'Undo', run: () => inBatches('library.restore', ids) }
    intents.send({ do: 'notify', notice: { level: 'info', text, action } })
  }

  return {
    order,
    chosen: () => chosenIds(store.getState(), order()),
    trash,
    async restore(ids) {
      if (ids.length === 0) return
      await inBatches('library.restore', ids)
      const text =
        ids.length === 1 ? 'Back in the library.' : `${formatCount(ids.length, 'picture')} back in the library.`
      const action = { label: 'Undo', run: () => inBatches('library.trash', ids) }
      intents.send({ do: 'notify', notice: { level: 'done', text, action } })
    },
    askToPurge: (ids) => store.setState({ toPurge: ids.length > 0 ? ids : null }),
    async purge() {
      const ids = store.getState().toPurge ?? []
      await inBatches('library.purge', ids)
      store.setState({ toPurge: null })
    },
    reveal: (id) => client.call('library.reveal', { id }),
    startDrag(ids) {
      client.call('library.startDrag', { ids: ids.slice(0, 100) }).catch((error: unknown) => {
        intents.send({ do: 'report', error })
      })
    },
  }
}
