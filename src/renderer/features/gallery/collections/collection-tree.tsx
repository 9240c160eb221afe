import { useMemo, useRef, type KeyboardEvent } from 'react'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { CollectionRow } from './collection-row.tsx'
import { stepInTree, treeRows, type TreeMove } from './tree-rows.ts'
import { useCollections, useOpenCollections, useShownCollection } from './use-collections.ts'

const moves: Readonly<Record<string, TreeMove>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'out',
  ArrowRight: 'in',
  Home: 'first',
  End: 'last',
}

/** Collections in collections. One line of it can be reached with Tab; from there arrows go on. */
export function CollectionTree() {
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
    const move = moves[event.key]
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
      organize.collecting.remove(collection).catch((error: unknown) => intents.send({ do: 'report', error }))
    } else if (event.key === 'Enter' || event.key === ' ') {
      show(collection.id)
    } else {
      return
    }
    // Otherwise the pictures would go, or be walked through.
    event.preventDefault()
  }
  if (rows.length === 0) {
    return <p className="shelves-hint">Images from anywhere, side by side. An image can be in many collections.</p>
  }
  return (
    <div ref={tree} className="collection-tree" role="tree" aria-label="Collections" onKeyDown={handleKeyDown}>
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
