import type { CollectionId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery-commands.ts'
import type { Services } from '../../../client/index.ts'
import type { Organize } from '../create-organize.ts'

const names = { manual: messages.newCollection, folder: messages.newFolder } as const

/** Creates a collection, scrolls it into view, and starts editing its name. */
export async function startCollection(
  { organize, settings }: { readonly organize: Organize; readonly settings: Services['settings'] },
  kind: 'manual' | 'folder',
  parentId: CollectionId | null,
): Promise<void> {
  const { id } = await organize.collecting.create({ parentId, name: names[kind], kind, query: null })
  const { shelves } = settings.store.getState()
  if (parentId !== null && !shelves.openCollections.includes(parentId)) {
    settings.change({ shelves: { ...shelves, openCollections: [...shelves.openCollections, parentId] } })
  }
  organize.store.setState({ renamingId: id })
}
