import { arrowInReadingOrder } from '../../../lib/reading-order.ts'
import { CopyCheck, FolderPlus, Images, Layers2, Plus, Tags, Trash2, Zap } from 'lucide-react'
import { useEffect, useMemo, useRef, useState, type DragEvent, type KeyboardEvent, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { Facet, FacetField } from '../../../../shared/domain/catalogue.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Popover } from '../../../ui/menus/popover.tsx'
import type { GalleryState } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { FacetSection } from '../search/facet-section.tsx'
import { facetTitles } from '../search/facet-messages.ts'
import { useQueryEdit } from '../search/use-query-edit.ts'
import './collections.css'
import { CollectionRow } from './collection-row.tsx'
import { stepInTree, treeRows, type TreeMove } from './tree-rows.ts'
import { draggedCollection, collectionType } from './use-collection-drop.ts'
import { useCollections, useOpenCollections, useShownCollection } from './use-collections.ts'
import { useNewCollection } from './use-new-collection.ts'

const moves: Readonly<Record<string, TreeMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
  Home: 'first',
  End: 'last',
}

const fields = Object.keys(facetTitles) as FacetField[]

/** Sidebar: sections, collections, and facets that narrow them down. */
export function GallerySources() {
  const { duplicates } = useGallery()
  const hasFacets = useGalleryState(
    ({ section, likeId, madeFromId }) => section === 'library' && likeId === null && madeFromId === null,
  )
  return (
    <div className="sources">
      <nav className="sources-part" aria-label={messages.library}>
        <SectionButton section="library" label={messages.allImages} icon={<Images size={15} aria-hidden="true" />} />
        <SectionButton section="trash" label={messages.trash} icon={<Trash2 size={15} aria-hidden="true" />} />
        <button type="button" className="source" onClick={() => duplicates.open()}>
          <CopyCheck size={15} aria-hidden="true" />
          <span className="source-name">{messages.duplicates}</span>
        </button>
      </nav>
      <CollectionsPart />
      {hasFacets && (
        <div className="sources-part">
          <Facets />
        </div>
      )}
    </div>
  )
}

interface SectionButtonProps {
  readonly section: GalleryState['section']
  readonly label: string
  readonly icon: ReactNode
}

function SectionButton({ section, label, icon }: SectionButtonProps) {
  const { actions } = useGallery()
  const isShown = useGalleryState(
    (state) =>
      state.section === section && state.collectionId === null && state.likeId === null && state.madeFromId === null,
  )
  const count = useStore(useServices().order.store, (state) => state[section]?.length ?? null)
  return (
    <button
      type="button"
      className="source"
      aria-current={isShown ? 'page' : undefined}
      onClick={() => actions.setSection(section)}
    >
      {icon}
      <span className="source-name">{label}</span>
      {count !== null && <span className="source-count">{formatNumber(count)}</span>}
    </button>
  )
}

function CollectionsPart() {
  const top = useTopDrop()
  const { organize } = useGallery()
  return (
    <section className="sources-part" aria-label={messages.collections}>
      <header className="sources-head" data-drop={top.isOver ? 'inside' : undefined} {...top.handlers}>
        <h2>{messages.collections}</h2>
        <IconButton
          label={messages.openAllTags}
          size="small"
          onClick={() => organize.store.setState({ dialog: { type: 'all-tags' } })}
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
    // The panel first returns focus to its button.
    setTimeout(run)
  }
  return (
    <Popover
      label={messages.newCollection}
      side="bottom"
      className="sources-new"
      isOpen={isOpen}
      onOpenChange={setIsOpen}
      trigger={
        <IconButton label={messages.newCollection} size="small">
          <Plus size={15} aria-hidden="true" />
        </IconButton>
      }
    >
      <button type="button" className="source" onClick={choose(() => create('manual', null))}>
        <Layers2 size={14} aria-hidden="true" />
        {messages.newCollection}
      </button>
      <button type="button" className="source" onClick={choose(createSmart)}>
        <Zap size={14} aria-hidden="true" />
        {messages.newSmartCollection}
      </button>
      <button type="button" className="source" onClick={choose(() => create('folder', null))}>
        <FolderPlus size={14} aria-hidden="true" />
        {messages.newFolder}
      </button>
    </Popover>
  )
}

/** A collection dropped on the heading moves to the top level. */
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
      organize.collecting.moveToTop(moved).catch((error: unknown) => intents.send({ type: 'report', error }))
    },
  }
  return { isOver, handlers }
}

/** Facets of the images shown, with counts. */
function Facets() {
  const { describeError } = useServices()
  const { organize } = useGallery()
  const { facets, count, error } = useStore(organize.facets.store)
  const { isAsked } = useQueryEdit()
  useEffect(() => organize.facets.watch(), [organize])
  if (facets === null) return error === null ? null : <p className="facets-note">{describeError(error).text}</p>
  const shown = fields
    .flatMap((field) => facets.find((facet) => facet.field === field) ?? [])
    .filter((facet) => tellsApart(facet, count) || isAsked(facet.field))
  return (
    <section className="facets" aria-label={messages.filters}>
      {shown.map((facet) => (
        <FacetSection key={facet.field} facet={facet} />
      ))}
    </section>
  )
}

/** A single value shared by every image narrows nothing down. */
function tellsApart({ values }: Facet, count: number): boolean {
  return values.length > 1 || (values[0] !== undefined && values[0].count < count)
}

/** Tree of nested collections. One row is reachable with Tab; arrow keys move from there. */
function CollectionTree() {
  const { organize } = useGallery()
  const { intents } = useServices()
  const all = useCollections()
  const tree = useRef<HTMLDivElement>(null)
  const open = useSettings(({ shelves }) => shelves.openCollections)
  const { shown, show } = useShownCollection()
  const { toggle } = useOpenCollections()
  const rows = useMemo(() => treeRows(all, new Set(open)), [all, open])
  const reachable = rows.find(({ collection }) => collection.id === shown?.id) ?? rows[0]
  const handleKeyDown = (event: KeyboardEvent) => {
    const id = idOf(event.target)
    const collection = all.find((each) => each.id === id)
    if (collection === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const move = moves[arrowInReadingOrder(event.key)]
    if (move !== undefined) {
      const step = stepInTree(rows, collection.id, move)
      if (step !== null && 'toggle' in step) toggle(step.toggle)
      if (step !== null && 'goTo' in step) {
        show(step.goTo)
        tree.current?.querySelector<HTMLElement>(`[data-id="${step.goTo}"]`)?.focus()
      }
    } else if (event.key === 'F2') {
      organize.store.setState({ renamingId: collection.id })
    } else if (event.key === 'Delete') {
      organize.collecting.remove(collection).catch((error: unknown) => intents.send({ type: 'report', error }))
    } else if (event.key === 'Enter' || event.key === ' ') {
      show(collection.id)
    } else {
      return
    }
    // Otherwise the keys would delete the images or move among them.
    event.preventDefault()
  }
  if (rows.length === 0) {
    return <p className="sources-hint">{messages.noCollections}</p>
  }
  return (
    <div ref={tree} className="collection-tree" role="tree" aria-label={messages.collections} onKeyDown={handleKeyDown}>
      {rows.map((row) => (
        <CollectionRow key={row.collection.id} row={row} isReachable={row === reachable} />
      ))}
    </div>
  )
}

function idOf(target: EventTarget): CollectionId | null {
  if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'treeitem') return null
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only rows of collections carry it
  return target.dataset['id'] as CollectionId
}
