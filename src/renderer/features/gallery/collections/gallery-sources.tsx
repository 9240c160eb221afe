import { CopyCheck, FolderPlus, Images, Layers2, Plus, Tags, Trash2, Zap } from 'lucide-react'
import { useState, type DragEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover } from '../../../ui/popover.tsx'
import type { GalleryState } from '../create-gallery-store.ts'
import { Facets } from '../search/facets.tsx'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { CollectionTree } from './collection-tree.tsx'
import './collections.css'
import { draggedCollection, collectionType } from './use-collection-drop.ts'
import { useCollections } from './use-collections.ts'
import { useNewCollection } from './use-new-collection.ts'

/** Where pictures are: shelves, collections, and what they can be narrowed down by. */
export function GallerySources() {
  const { duplicates } = useGallery()
  const hasFacets = useGalleryState(
    ({ shelf, likeId, madeFromId }) => shelf === 'library' && likeId === null && madeFromId === null,
  )
  return (
    <div className="shelves">
      <nav className="shelves-part" aria-label="Shelves">
        <ShelfButton shelf="library" label="Everything" icon={<Images size={15} aria-hidden="true" />} />
        <ShelfButton shelf="trash" label="Trash" icon={<Trash2 size={15} aria-hidden="true" />} />
        <button type="button" className="shelf" onClick={() => duplicates.open()}>
          <CopyCheck size={15} aria-hidden="true" />
          <span className="shelf-name">Duplicates…</span>
        </button>
      </nav>
      <CollectionsPart />
      {hasFacets && (
        <div className="shelves-part">
          <Facets />
        </div>
      )}
    </div>
  )
}

interface ShelfButtonProps {
  readonly shelf: GalleryState['shelf']
  readonly label: string
  readonly icon: ReactNode
}

function ShelfButton({ shelf, label, icon }: ShelfButtonProps) {
  const { actions } = useGallery()
  const isShown = useGalleryState(
    (state) =>
      state.shelf === shelf && state.collectionId === null && state.likeId === null && state.madeFromId === null,
  )
  const count = useStore(useServices().order.store, (state) => state[shelf]?.length ?? null)
  return (
    <button
      type="button"
      className="shelf"
      aria-current={isShown ? 'page' : undefined}
      onClick={() => actions.setShelf(shelf)}
    >
      {icon}
      <span className="shelf-name">{label}</span>
      {count !== null && <span className="shelf-count">{formatNumber(count)}</span>}
    </button>
  )
}

function CollectionsPart() {
  const top = useTopDrop()
  const { organize } = useGallery()
  return (
    <section className="shelves-part" aria-label="Collections">
      <header className="shelves-head" data-drop={top.isOver ? 'inside' : undefined} {...top.handlers}>
        <h2>Collections</h2>
        <IconButton
          label="All tags…"
          size="small"
          onClick={() => organize.store.setState({ dialog: { is: 'all-tags' } })}
        >
          <Tags size={14} aria-hidden="true" />
        </IconButton>
        <NewCollectionMenu />
      </header>
      <CollectionTree />
    </section>
  )
}

function NewCollectionMenu() {
  const [isOpen, setIsOpen] = useState(false)
  const { create, createSmart } = useNewCollection()
  const choose = (run: () => void) => () => {
    setIsOpen(false)
    // The panel gives the focus back to its button first.
    setTimeout(run)
  }
  return (
    <Popover
      label="New collection"
      side="bottom"
      className="shelves-new"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton label="New collection" size="small">
          <Plus size={15} aria-hidden="true" />
        </IconButton>
      }
    >
      <button type="button" className="shelf" onClick={choose(() => create('manual', null))}>
        <Layers2 size={14} aria-hidden="true" />
        New collection
      </button>
      <button type="button" className="shelf" onClick={choose(createSmart)}>
        <Zap size={14} aria-hidden="true" />
        New smart collection…
      </button>
      <button type="button" className="shelf" onClick={choose(() => create('folder', null))}>
        <FolderPlus size={14} aria-hidden="true" />
        New folder
      </button>
    </Popover>
  )
}

/** A collection let go on the heading is nested in nothing any more. */
function useTopDrop() {
  const { organize } = useGallery()
  const { intents } = useServices()
  const all = useCollections()
  const [isOver, setIsOver] = useState(false)
  const handlers = {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(collectionType)) return
      event.preventDefault()
      event.stopPropagation()
      event.dataTransfer.dropEffect = 'move'
      setIsOver(true)
    },
    onDragLeave: () => setIsOver(false),
    onDrop: (event: DragEvent) => {
      setIsOver(false)
      const moved = all.find(({ id }) => id === draggedCollection())
      if (moved === undefined) return
      event.preventDefault()
      event.stopPropagation()
      organize.collecting.moveToTop(moved).catch((error: unknown) => intents.send({ do: 'report', error }))
    },
  }
  return { isOver, handlers }
}
