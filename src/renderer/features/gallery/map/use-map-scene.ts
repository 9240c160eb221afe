import { useEffect, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { IdList } from '../../../lib/id-list.ts'
import { useGalleryView } from '../gallery-context.ts'
import type { ShownQuery } from '../view/create-gallery-view.ts'
import type { MapStore } from './create-map-store.ts'
import { brightPoint, dimPoint, hiddenPoint, MapScene, type MapPoints } from './map-scene.ts'

/** Of a frame; the rest of it is for drawing. */
const sliceMs = 6

/** The scene of the current map and search; while the next one is built, the previous one; null before the first. */
export function useMapScene(map: MapStore, ids: IdList): MapScene | null {
  const points = useStore(map.store, (state) => state.points)
  const query = useGalleryView((view) => view.query)
  const [scene, setScene] = useState<MapScene | null>(null)
  const isFiltered = isNarrowed(query)
  const frame = useRef(0)
  useEffect(() => {
    const next = new MapScene(points, statesOf(points, ids, isFiltered))
    const steps = next.build()
    const work = () => {
      const untilMs = performance.now() + sliceMs
      while (performance.now() < untilMs) {
        if (steps.next().done) return setScene(next)
      }
      frame.current = requestAnimationFrame(work)
    }
    frame.current = requestAnimationFrame(work)
    return () => cancelAnimationFrame(frame.current)
  }, [points, ids, isFiltered])
  return scene
}

/** Whether only some images of the library are looked for. */
function isNarrowed({ query, collectionId, likeId, madeFromId }: ShownQuery): boolean {
  return query !== '' || collectionId !== null || likeId !== null || madeFromId !== null
}

/** Images that were looked for are bright and the others dim; of the whole library, others are gone. */
function statesOf(points: MapPoints, ids: IdList, isFiltered: boolean): Uint8Array {
  const states = new Uint8Array(points.ids.length).fill(isFiltered ? dimPoint : hiddenPoint)
  for (const id of ids) {
    const point = points.indexOf.get(id)
    if (point !== undefined) states[point] = brightPoint
  }
  return states
}
