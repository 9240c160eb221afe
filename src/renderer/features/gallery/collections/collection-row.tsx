import { ChevronRight, Folder, Layers2, Zap } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { Collection } from '../../../../shared/domain/collection.ts'
import { formatCount, formatNumber } from '../../../lib/format.ts'
import { Menu } from '../../../ui/menu.tsx'
import { useOrganize } from '../gallery-context.ts'
import { CollectionName } from './collection-name.tsx'
import type { TreeRow } from './tree-rows.ts'
import { useCollectionDrop } from './use-collection-drop.ts'
import { useCollectionMenu } from './use-collection-menu.ts'
import { useOpenCollections, useShownCollection } from './use-collections.ts'

interface CollectionRowProps {
  readonly row: TreeRow
  readonly isReachable: boolean
}

const icons = { manual: Layers2, smart: Zap, folder: Folder } as const
/** Deeper ones stand below one another: names must keep some room. */
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
        className="shelf collection-row"
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

const kindWords = { manual: 'collection', smart: 'smart collection', folder: 'folder' } as const

function Name({ collection: { kind, name, count } }: { readonly collection: Collection }) {
  return (
    <>
      <span className="visually-hidden">
        {name}, {kindWords[kind]}, {formatCount(count, 'image')}
      </span>
      <span className="shelf-name" title={name} aria-hidden="true">
        {name}
      </span>
      <span className="shelf-count" aria-hidden="true">
        {formatNumber(count)}
      </span>
    </>
  )
}
