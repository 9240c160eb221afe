import './organize.css'
import { SaveSearchDialog } from './search/save-search-dialog.tsx'
import { useGallery, useOrganize } from './gallery-context.ts'
import { AllTagsDialog } from './annotations/all-tags-dialog.tsx'
import { TagDialog } from './annotations/tag-dialog.tsx'
import { AddToCollectionDialog } from './collections/add-to-collection-dialog.tsx'

/** Whatever is asked about putting pictures in order. */
export function OrganizeDialogs() {
  const { organize } = useGallery()
  const dialog = useOrganize((state) => state.dialog)
  const close = () => organize.store.setState({ dialog: { is: 'none' } })
  switch (dialog.is) {
    case 'none':
      return null
    case 'add-to-collection':
      return <AddToCollectionDialog ids={dialog.ids} onClose={close} />
    case 'tag':
      return <TagDialog ids={dialog.ids} onClose={close} />
    case 'all-tags':
      return <AllTagsDialog onClose={close} />
    case 'save-search':
      return <SaveSearchDialog query={dialog.query} onClose={close} />
    case 'edit-search':
      return <SaveSearchDialog query={dialog.collection.query ?? ''} collection={dialog.collection} onClose={close} />
  }
}
