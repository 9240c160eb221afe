import { Layers2, Plus } from 'lucide-react'
import { useEffect, useState } from 'react'
import type { AssetId, CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { pathOf } from './tree-rows.ts'
import { useCollections, useShownCollection } from './use-collections.ts'

/** The collections that a picture was put into; a press shows one. */
export function InCollections({ id }: { readonly id: AssetId }) {
  const { organize } = useGallery()
  const all = useCollections()
  const { show } = useShownCollection()
  const holding = useHolding(id)
  const held = all.filter((each) => holding.includes(each.id))
  return (
    <div className="marks-collections" role="group" aria-label="In collections">
      {held.map((collection) => (
        <button
          key={collection.id}
          type="button"
          className="marks-collection"
          title={pathOf(all, collection)}
          onClick={() => show(collection.id)}
        >
          <Layers2 size={12} aria-hidden="true" />
          <span className="shelf-name">{collection.name}</span>
        </button>
      ))}
      <button
        type="button"
        className="marks-collection marks-collection-add"
        onClick={() => organize.store.setState({ dialog: { is: 'add-to-collection', ids: [id] } })}
      >
        <Plus size={12} aria-hidden="true" />
        {held.length === 0 ? 'Add to a collection' : <span className="visually-hidden">Add to a collection</span>}
      </button>
    </div>
  )
}

const none: readonly CollectionId[] = []

function useHolding(id: AssetId): readonly CollectionId[] {
  const { client, intents } = useServices()
  const [held, setHeld] = useState<{ readonly id: AssetId; readonly by: readonly CollectionId[] } | null>(null)
  useEffect(() => {
    let isGone = false
    const load = () =>
      client.call('collections.holding', { ids: [id] }).then(
        ({ ids }) => !isGone && setHeld({ id, by: ids }),
        (error: unknown) => !isGone && intents.send({ do: 'report', error }),
      )
    void load()
    const stop = client.on('collections.changed', () => void load())
    return () => {
      isGone = true
      stop()
    }
  }, [client, intents, id])
  return held?.id === id ? held.by : none
}
