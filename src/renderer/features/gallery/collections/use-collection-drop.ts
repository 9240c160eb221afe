import { useState, type DragEvent } from 'react'
import type { Collection } from '../../../../shared/domain/collection.ts'
import type { CollectionId } from '../../../../shared/domain/ids.ts'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { dropPlace } from './tree-rows.ts'
import { placeForDrop, type DropPlace } from './place-in-tree.ts'
import { useCollections, useOpenCollections } from './use-collections.ts'

export const collectionType = 'application/x-atelier-collection'
/** Hovering over a collapsed collection for this long while dragging expands it. */
const openAfterMs = 700

/** The collection being dragged: a page cannot read a drag's data during dragover. */
let movedId: CollectionId | null = null
export const draggedCollection = (): CollectionId | null => movedId

/** Drop target: images are added to the collection; collections are placed next to or inside one another. */
export function useCollectionDrop(target: Collection) {
  const { organize } = useGallery()
  const { intents } = useServices()
  const all = useCollections()
  const { open } = useOpenCollections()
  const [place, setPlace] = useState<DropPlace | undefined>(undefined)
  const [overSinceMs, setOverSinceMs] = useState<number | null>(null)
  const report = (error: unknown) => intents.send({ type: 'report', error })

  const placeOf = (event: DragEvent<HTMLElement>): DropPlace | undefined => {
    if (event.dataTransfer.types.includes(collectionType)) {
      const { top, height } = event.currentTarget.getBoundingClientRect()
      const region = dropPlace(target, (event.clientY - top) / height)
      return movedId !== null && placeForDrop(all, movedId, target, region) !== null ? region : undefined
    }
    return organize.store.getState().dragged !== null && target.kind === 'manual' ? 'inside' : undefined
  }
  const leave = () => {
    setPlace(undefined)
    setOverSinceMs(null)
  }
  const handlers = {
    onDragStart: (event: DragEvent<HTMLElement>) => {
      movedId = target.id
      event.dataTransfer.setData(collectionType, target.id)
      event.dataTransfer.effectAllowed = 'move'
    },
    onDragEnd: () => {
      movedId = null
    },
    onDragOver: (event: DragEvent<HTMLElement>) => {
      event.preventDefault()
      event.stopPropagation()
      const region = placeOf(event)
      event.dataTransfer.dropEffect = region === undefined ? 'none' : movedId === null ? 'copy' : 'move'
      setPlace(region)
      if (target.kind === 'smart') return
      if (overSinceMs === null) setOverSinceMs(event.timeStamp)
      else if (event.timeStamp - overSinceMs > openAfterMs) open(target.id)
    },
    onDragLeave: leave,
    onDrop: (event: DragEvent<HTMLElement>) => {
      event.preventDefault()
      event.stopPropagation()
      leave()
      const region = placeOf(event)
      const { dragged } = organize.store.getState()
      const moved = all.find(({ id }) => id === movedId)
      movedId = null
      organize.store.setState({ dragged: null })
      if (region === undefined) return
      if (moved === undefined) organize.collecting.add(target, dragged ?? []).catch(report)
      else organize.collecting.move(moved, target, region).then(() => region === 'inside' && open(target.id), report)
    },
  }
  return { place, handlers }
}
