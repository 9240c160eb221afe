import { compareNames } from '../../../shared/messages/formats.ts'
import './organize.css'
import { Command as Cmdk } from 'cmdk'
import { FolderPlus, Layers2 } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { AnnotationChange } from '../../../shared/domain/annotations.ts'
import type { Collection } from '../../../shared/domain/collection.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/gallery.ts'
import { useServices } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { ListEmpty } from '../../ui/empty-state.tsx'
import { TagsField } from './annotations/tags-field.tsx'
import { useCommonAnnotations } from './annotations/common-annotations.ts'
import { pathOf } from './collections/tree-rows.ts'
import { useCollections } from './collections/use-collections.ts'
import { SaveSearchDialog } from './search/save-search-dialog.tsx'
import { useGallery, useOrganize } from './gallery-context.ts'
import { AllTagsDialog } from './annotations/all-tags-dialog.tsx'

/** Dialogs for organizing images. */
export function OrganizeDialogs() {
  const { organize } = useGallery()
  const dialog = useOrganize((state) => state.dialog)
  const close = () => organize.store.setState({ dialog: { type: 'none' } })
  switch (dialog.type) {
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

interface TagDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

/** Edits the selection's tags without going to the panel. */
function TagDialog({ ids, onClose }: TagDialogProps) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const common = useCommonAnnotations(ids)
  const without = useMemo(() => common?.tags ?? [], [common])
  const mark = (change: AnnotationChange) =>
    void organize.annotations.mark(ids, change).catch((error: unknown) => intents.send({ type: 'report', error }))
  const title = messages.tagImages({ count: ids.length })
  return (
    <Dialog
      title={title}
      className="organize-dialog"
      footer={
        <Button variant="primary" onClick={onClose}>
          {messages.done}
        </Button>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <TagsField
          tags={without}
          count={common?.count ?? ids.length}
          isFocused
          onAdd={(addTags) => mark({ addTags: [...addTags] })}
          onRemove={(tag) => mark({ removeTags: [tag] })}
        />
        <p className="organize-note">{messages.tagsHint}</p>
      </div>
    </Dialog>
  )
}

interface AddToCollectionDialogProps {
  readonly ids: readonly AssetId[]
  readonly onClose: () => void
}

/** Type part of a name, then Enter; an unknown name creates a collection. */
function AddToCollectionDialog({ ids, onClose }: AddToCollectionDialogProps) {
  const { intents } = useServices()
  const { organize } = useGallery()
  const all = useCollections()
  const [search, setSearch] = useState('')
  const found = useMemo(() => findManual(all, search), [all, search])
  const name = search.trim()
  const isNew = name !== '' && !found.some(({ collection }) => collection.name.toLowerCase() === name.toLowerCase())
  const addTo = async (into: Collection | null) => {
    onClose()
    try {
      const draft = { parentId: null, name, kind: 'manual', query: null } as const
      await organize.collecting.add(into ?? (await organize.collecting.create(draft)), ids)
    } catch (error) {
      intents.send({ type: 'report', error })
    }
  }
  const title = messages.addImagesToCollection({ count: ids.length })
  return (
    <Dialog title={title} className="organize-pick" onClose={onClose}>
      <Cmdk label={messages.collections} loop shouldFilter={false}>
        <Cmdk.Input
          data-autofocus
          placeholder={messages.findOrCreateCollection}
          maxLength={200}
          value={search}
          onValueChange={setSearch}
        />
        <Cmdk.List label={messages.collections}>
          {found.map(({ collection, path }) => (
            <Cmdk.Item key={collection.id} value={collection.id} onSelect={() => void addTo(collection)}>
              <Layers2 size={14} aria-hidden="true" />
              <span title={path}>{path}</span>
              <span className="source-count">{collection.count}</span>
            </Cmdk.Item>
          ))}
          {isNew && (
            <Cmdk.Item value="new" onSelect={() => void addTo(null)}>
              <FolderPlus size={14} aria-hidden="true" />
              <span>{messages.newCollectionName({ name })}</span>
            </Cmdk.Item>
          )}
        </Cmdk.List>
        {!isNew && found.length === 0 && <ListEmpty>{messages.noCollectionsYet}</ListEmpty>}
      </Cmdk>
    </Dialog>
  )
}

function findManual(all: readonly Collection[], search: string) {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return all
    .filter(({ kind }) => kind === 'manual')
    .map((collection) => ({ collection, path: pathOf(all, collection) }))
    .filter(({ path }) => words.every((word) => path.toLowerCase().includes(word)))
    .toSorted((a, b) => compareNames(a.path, b.path))
}
