import { useEffect, useRef, useState, type RefObject } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { differenceUrl } from '../../../../shared/domain/picture-url.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useServices } from '../../../client/index.ts'
import { useCompare, useCompareState } from '../compare-context.ts'
import { planeOf } from '../view/camera.ts'
import { cameraOf } from '../view/move-camera.ts'
import { colorMap } from './heat-colors.ts'
import { useDifference } from './use-difference.ts'

interface HeatCanvasProps {
  readonly reference: Asset
  readonly other: Asset
  readonly tile: Size
}

/** Where the two differ, laid over the reference. */
export function HeatCanvas({ reference, other, tile }: HeatCanvasProps) {
  const measured = useDifference(reference.id, other.id)
  const map = useMap(reference, other, measured.is === 'known')
  const canvas = useRef<HTMLCanvasElement>(null)
  const tolerance = useCompareState((state) => state.tolerance)
  const size = measured.is === 'known' ? measured.difference.map : null
  usePlace(canvas, reference, tile)
  useEffect(() => {
    const context = canvas.current?.getContext('2d')
    if (!context || map === null || size === null) return
    context.putImageData(new ImageData(colorMap(map, tolerance), size.widthPx, size.heightPx), 0, 0)
  }, [map, size, tolerance])
  return (
    <>
      <canvas
        ref={canvas}
        className="compare-heat"
        width={size?.widthPx ?? 1}
        height={size?.heightPx ?? 1}
        role="img"
        aria-label="Where they differ"
        data-ready={map !== null}
      />
      {measured.is === 'pending' && (
        <p className="compare-measuring" role="status">
          Measuring …
        </p>
      )}
      {measured.is === 'failed' && <p className="compare-gone">{measured.words.text}</p>}
    </>
  )
}

function useMap({ id: firstId }: Asset, { id: secondId }: Asset, isMeasured: boolean): Uint8Array | null {
  const { intents } = useServices()
  const [map, setMap] = useState<Uint8Array | null>(null)
  useEffect(() => {
    if (!isMeasured) return
    const abort = new AbortController()
    const load = async () => {
      const reply = await fetch(differenceUrl(firstId, secondId), { signal: abort.signal })
      if (!reply.ok) throw new DOMException(`The map could not be read (${reply.status}).`, 'NetworkError')
      setMap(new Uint8Array(await reply.arrayBuffer()))
    }
    load().catch((error: unknown) => {
      if (!abort.signal.aborted) intents.send({ do: 'report', error })
    })
    return () => {
      abort.abort()
      setMap(null)
    }
  }, [intents, firstId, secondId, isMeasured])
  return map
}

function layOut({ style }: HTMLElement, { left, top, widthPx, heightPx }: ReturnType<typeof planeOf>): void {
  style.transform = `translate(${left}px, ${top}px)`
  style.width = `${widthPx}px`
  style.height = `${heightPx}px`
}

/** Where the reference lies; it follows the camera without React. */
function usePlace(canvas: RefObject<HTMLCanvasElement | null>, reference: Asset, tile: Size): void {
  const { store } = useCompare()
  useEffect(() => {
    const place = () => {
      const element = canvas.current
      if (element === null) return
      layOut(element, planeOf(cameraOf(store.getState(), reference.id), tile, reference))
    }
    place()
    return store.subscribe(place)
  }, [canvas, store, reference, tile])
}
