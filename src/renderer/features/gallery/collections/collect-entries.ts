import type { Intents } from '../../../client/index.ts'
import type { MenuEntry } from '../../../ui/menu.tsx'
import { showLike } from '../create-gallery-store.ts'
import type { GalleryModel } from '../gallery-context.ts'

/** For the menu on a picture: what puts the chosen ones in order. */
export function collectEntries({ store, actions, organize }: GalleryModel, intents: Intents): readonly MenuEntry[] {
  const { collectionId } = store.getState()
  const shown = organize.collections.store.getState().all?.find(({ id }) => id === collectionId)
  const takeOut: MenuEntry = {
    label: 'Take out of the collection',
    command: 'gallery.take-out',
    run: () => {
      if (shown === undefined) return
      organize.collecting
        .takeOut(shown, actions.chosen())
        .catch((error: unknown) => intents.send({ do: 'report', error }))
    },
  }
  return [
    {
      label: 'Find similar',
      command: 'gallery.similar',
      run: () => {
        const [id] = actions.chosen()
        if (id !== undefined) showLike(store, id)
      },
    },
    {
      label: 'Tags…',
      command: 'gallery.tag',
      run: () => organize.store.setState({ dialog: { is: 'tag', ids: actions.chosen() } }),
    },
    {
      label: 'Add to a collection…',
      command: 'gallery.add-to-collection',
      run: () => organize.store.setState({ dialog: { is: 'add-to-collection', ids: actions.chosen() } }),
    },
    ...(shown?.kind === 'manual' ? [takeOut] : []),
  ]
}
