import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { startCollection } from './start-collection.ts'

/** Creates a collection and starts editing its name inline. */
export function useNewCollection() {
  const { store, organize } = useGallery()
  const { intents, settings } = useServices()
  return {
    create: (kind: 'manual' | 'folder', parentId: CollectionId | null) =>
      void startCollection({ organize, settings }, kind, parentId).catch((error: unknown) =>
        intents.send({ type: 'report', error }),
      ),
    createSmart: () => organize.store.setState({ dialog: { type: 'save-search', query: store.getState().query } }),
  }
}
