import './organise.css'
import { SaveSearchDialog } from './find/save-search-dialog.tsx'
import { useGallery, useOrganise } from './gallery-context.ts'
import { AllTagsDialog } from './marks/all-tags-dialog.tsx'
import { TagDialog } from './marks/tag-dialog.tsx'
import { AddToCollectionDialog } from './shelves/add-to-collection-dialog.tsx'

/** Whatever is asked about putting pictures in order. */
export function OrganiseDialogs() {
  const { organise } = useGallery()
  const dialog = useOrganise((state) => state.dialog)
  const close = () => organise.store.setState({ dialog: { is: 'none' } })
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
