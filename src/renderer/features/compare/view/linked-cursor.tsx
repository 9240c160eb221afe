import { useEffect, useRef } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useCompare } from '../compare-context.ts'
import type { CompareState } from '../create-compare-store.ts'
import { planeOf } from './camera.ts'
import { cameraOf } from './move-camera.ts'

/** A cross on the place that the pointer is on in another tile. Moves without React. */
export function LinkedCursor({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
  const { store } = useCompare()
  const cross = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const place = (state: CompareState) => {
      const element = cross.current
      const { pointed } = state
      if (element === null) return
      const isThere = pointed !== null && pointed.id !== asset.id && isInside(pointed.x) && isInside(pointed.y)
      element.hidden = !isThere
      if (!isThere) return
      const plane = planeOf(cameraOf(state, asset.id), tile, asset)
      const [x, y] = [plane.left + pointed.x * plane.widthPx, plane.top + pointed.y * plane.heightPx]
      element.style.transform = `translate(${x}px, ${y}px)`
    }
    place(store.getState())
    return store.subscribe(place)
  }, [store, asset, tile])
  return <div ref={cross} className="compare-cursor" aria-hidden="true" hidden />
}

const isInside = (along: number) => along >= 0 && along <= 1
