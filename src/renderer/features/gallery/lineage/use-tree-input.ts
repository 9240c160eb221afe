import { useEffect } from 'react'
import { useServices } from '../../../client/index.ts'
import { useGallery } from '../gallery-context.ts'
import { zoomFamily } from './family-geometry.ts'
import { viewMember } from './family-commands.ts'

/** Wheel travel that doubles or halves the zoom, as everywhere. */
const travelPerDoubling = 360
const pinchTravelPerDoubling = 70

/** The wheel zooms at the pointer, a drag moves the tree, a double click views. */
export function useTreeInput(element: { readonly current: HTMLElement | null }): void {
  const services = useServices()
  const { store, family } = useGallery()
  useEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const abort = new AbortController()
    const { signal } = abort
    let last: { x: number; y: number } | null = null
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault()
      const { view } = family.store.getState()
      if (view === null) return
      const { left, top } = target.getBoundingClientRect()
      const at = { x: event.clientX - left, y: event.clientY - top }
      const factor = 2 ** (-event.deltaY / (event.ctrlKey ? pinchTravelPerDoubling : travelPerDoubling))
      family.store.setState({ view: zoomFamily(view, at, factor) })
    }
    const handleMove = (event: PointerEvent) => {
      const { view } = family.store.getState()
      if (last === null || view === null || event.buttons === 0) return
      const [byX, byY] = [event.clientX - last.x, event.clientY - last.y]
      last = { x: event.clientX, y: event.clientY }
      family.store.setState({ view: { ...view, x: view.x - byX / view.zoom, y: view.y - byY / view.zoom } })
    }
    const handleDoubleClick = ({ target: on }: MouseEvent) => {
      const { chosen } = family.store.getState()
      const isOnMember = on instanceof Element && on.closest('.family-node') !== null
      if (isOnMember && chosen !== null) viewMember(services, store, family, chosen)
    }
    target.addEventListener('wheel', handleWheel, { passive: false, signal })
    target.addEventListener('pointerdown', (event) => (last = { x: event.clientX, y: event.clientY }), { signal })
    target.addEventListener('pointermove', handleMove, { signal })
    target.addEventListener('dblclick', handleDoubleClick, { signal })
    return () => abort.abort()
  }, [services, store, family, element])
}
