import type { Collection } from '../../../../shared/domain/collection.ts'
import { useServices } from '../../../client/index.ts'
import type { MenuEntry } from '../../../ui/menu.tsx'
import { useGallery } from '../gallery-context.ts'
import { useNewCollection } from './use-new-collection.ts'

/** What can be done with a collection. */
export function useCollectionMenu(collection: Collection): readonly (readonly MenuEntry[])[] {
  const { organize, actions } = useGallery()
  const { intents } = useServices()
  const { create, createSmart } = useNewCollection()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const { id, kind, parentId } = collection
  const home = kind === 'smart' ? parentId : id
  const own: MenuEntry[] = [
    // After the menu has given the focus back, or the name would lose it.
    { label: 'Rename', run: () => setTimeout(() => organize.store.setState({ renamingId: id })) },
  ]
  if (kind === 'smart') {
    own.push({
      label: 'Change the search…',
      run: () => organize.store.setState({ dialog: { is: 'edit-search', collection } }),
    })
  }
  if (kind === 'manual') {
    own.push({
      label: 'Add the chosen images',
      run: () => void organize.collecting.add(collection, actions.chosen()).catch(report),
    })
  }
  if (parentId !== null) {
    own.push({ label: 'Move to the top', run: () => void organize.collecting.moveToTop(collection).catch(report) })
  }
  return [
    own,
    [
      { label: 'New collection', run: () => setTimeout(() => create('manual', home)) },
      { label: 'New folder', run: () => setTimeout(() => create('folder', home)) },
      { label: 'New smart collection…', run: createSmart },
    ],
    [{ label: 'Remove', isDanger: true, run: () => void organize.collecting.remove(collection).catch(report) }],
  ]
}
