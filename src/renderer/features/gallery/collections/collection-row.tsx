import { ChevronRight, Folder, Layers2, Zap } from 'lucide-react'
import { useEffect, useRef, useState, type CSSProperties } from 'react'
import type { Collection } from '../../../../shared/domain/collection.ts'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { useServices } from '../../../client/index.ts'
import { formatNumber } from '../../../lib/format.ts'
import { Menu, type MenuEntry } from '../../../ui/menus/menu.tsx'
import { useGallery, useOrganize } from '../gallery-context.ts'
import { neighborsOf, placesFor, type DropPlace } from './place-in-tree.ts'
import { pathOf, type TreeRow } from './tree-rows.ts'
import { useCollectionDrop } from './use-collection-drop.ts'
import { useCollections, useOpenCollections, useShownCollection } from './use-collections.ts'
import { useNewCollection } from './use-new-collection.ts'

interface CollectionRowProps {
  readonly row: TreeRow
  readonly isReachable: boolean
}

const icons = { manual: Layers2, smart: Zap, folder: Folder } as const
/** Deeper levels are not indented further, to leave room for names. */
const deepestIndent = 6

export function CollectionRow({ row, isReachable }: CollectionRowProps) {
  const { collection, level, isOpen, place, siblings } = row
  const { shown, show } = useShownCollection()
  const { toggle } = useOpenCollections()
  const isRenaming = useOrganize(({ renamingId }) => renamingId === collection.id)
  const menu = useCollectionMenu(collection)
  const drop = useCollectionDrop(collection)
  const Icon = icons[collection.kind]
  return (
    <Menu groups={menu} onOpen={() => undefined}>
      <div
        role="treeitem"
        className="source collection-row"
        data-id={collection.id}
        data-drop={drop.place}
        data-takes-drop
        tabIndex={isReachable ? 0 : -1}
        aria-level={level}
        aria-posinset={place}
        aria-setsize={siblings}
        aria-expanded={isOpen}
        aria-selected={shown?.id === collection.id}
        style={{ '--level': Math.min(level, deepestIndent) } as CSSProperties}
        draggable={!isRenaming}
        onClick={() => show(collection.id)}
        {...drop.handlers}
      >
        <span
          className="collection-chevron"
          data-open={isOpen}
          aria-hidden="true"
          onClick={(event) => {
            if (isOpen === undefined) return
            event.stopPropagation()
            toggle(collection.id)
          }}
        >
          {isOpen !== undefined && <ChevronRight size={13} />}
        </span>
        <Icon size={14} aria-hidden="true" />
        {isRenaming ? <CollectionName collection={collection} /> : <Name collection={collection} />}
      </div>
    </Menu>
  )
}

const describeRow = {
  manual: messages.collectionRow,
  smart: messages.smartCollectionRow,
  folder: messages.folderRow,
} as const

function Name({ collection: { kind, name, count } }: { readonly collection: Collection }) {
  return (
    <>
      <span className="visually-hidden">{describeRow[kind]({ name, count })}</span>
      <span className="source-name" title={name} aria-hidden="true">
        {name}
      </span>
      <span className="source-count" aria-hidden="true">
        {formatNumber(count)}
      </span>
    </>
  )
}

/** Inline editor for a collection's name. Enter saves, Esc cancels. */
function CollectionName({ collection }: { readonly collection: Collection }) {
  const { organize } = useGallery()
  const { intents } = useServices()
  const input = useRef<HTMLInputElement>(null)
  const [name, setName] = useState(collection.name)
  useEffect(() => input.current?.select(), [])
  const end = (isKept: boolean) => {
    if (organize.store.getState().renamingId !== collection.id) return
    organize.store.setState({ renamingId: null })
    if (isKept) {
      organize.collecting.rename(collection, name).catch((error: unknown) => intents.send({ type: 'report', error }))
    }
  }
  return (
    <input
      ref={input}
      className="collection-name"
      aria-label={messages.collectionName}
      maxLength={200}
      spellCheck={false}
      value={name}
      onChange={(event) => setName(event.target.value)}
      onBlur={() => end(true)}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.nativeEvent.isComposing || (event.key !== 'Enter' && event.key !== 'Escape')) return
        event.preventDefault()
        const row = event.currentTarget.closest<HTMLElement>('[role="treeitem"]')
        end(event.key === 'Enter')
        row?.focus()
      }}
    />
  )
}

/** Menu entries for a collection. */
function useCollectionMenu(collection: Collection): readonly (readonly MenuEntry[])[] {
  const { organize, actions } = useGallery()
  const { intents } = useServices()
  const { create, createSmart } = useNewCollection()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const { id, kind, parentId } = collection
  const home = kind === 'smart' ? parentId : id
  const ownEntries: MenuEntry[] = [
    // Deferred until the menu has returned focus, or the name field would lose it.
    { label: messages.rename, run: () => setTimeout(() => organize.store.setState({ renamingId: id })) },
  ]
  if (kind === 'smart') {
    ownEntries.push({
      label: messages.editSearch,
      run: () => organize.store.setState({ dialog: { type: 'edit-search', collection } }),
    })
  }
  if (kind === 'manual') {
    ownEntries.push({
      label: messages.addSelectedImages,
      run: () => void organize.collecting.add(collection, actions.chosen()).catch(report),
    })
  }
  const moves = useMoves(collection, report)
  return [
    ownEntries,
    ...(moves.length > 0 ? [moves] : []),
    [
      { label: messages.newCollection, run: () => setTimeout(() => create('manual', home)) },
      { label: messages.newFolder, run: () => setTimeout(() => create('folder', home)) },
      { label: messages.newSmartCollection, run: createSmart },
    ],
    [
      {
        label: messages.deleteAction,
        isDanger: true,
        run: () => void organize.collecting.remove(collection).catch(report),
      },
    ],
  ]
}

/** What dragging does, without dragging. */
function useMoves(collection: Collection, report: (error: unknown) => void): readonly MenuEntry[] {
  const { organize } = useGallery()
  const { open } = useOpenCollections()
  const all = useCollections()
  const { above, below } = neighborsOf(all, collection)
  const { move, moveToTop } = organize.collecting
  const moveTo = (target: Collection, place: DropPlace) => {
    move(collection, target, place).then(() => {
      if (place === 'inside') open(target.id)
      // Its row is another one now.
      setTimeout(() => document.querySelector<HTMLElement>(`[role="treeitem"][data-id="${collection.id}"]`)?.focus())
    }, report)
  }
  const places = placesFor(all, collection).map((each) => ({
    label: pathOf(all, each),
    run: () => moveTo(each, 'inside'),
  }))
  return [
    ...(above ? [{ label: messages.moveUp, run: () => moveTo(above, 'before') }] : []),
    ...(below ? [{ label: messages.moveDown, run: () => moveTo(below, 'after') }] : []),
    ...(places.length > 0 ? [{ label: messages.moveInto, entries: places }] : []),
    ...(collection.parentId === null
      ? []
      : [{ label: messages.moveToTopLevel, run: () => void moveToTop(collection).catch(report) }]),
  ]
}
