import {
  useEffect,
  useRef,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
} from 'react'
import { useShallow } from 'zustand/react/shallow'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { differenceUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { clamp } from '../../../../shared/util/clamp.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import type { CompareState } from '../create-compare-store.ts'
import { colorMap, useDifference } from '../measure/difference.ts'
import { letterOf, type Pair } from '../pair.ts'
import { planeOf } from '../view/camera.ts'
import { cameraOf } from '../view/move-camera.ts'
import { ImageCanvas } from '../view/image-canvas.tsx'
import { useTilePointer } from '../view/use-tile-pointer.ts'
import { TileLabel } from '../table/tile-label.tsx'
import './pair-view.css'
import { useReferenceToggle } from './use-reference-toggle.ts'

interface PairViewProps {
  readonly pair: Pair
  readonly size: Size
}

/** Two images in the same place: split, overlaid, blinking, or as a difference map. */
export function PairView({ pair, size }: PairViewProps) {
  const reference = useAsset(pair.reference)
  const other = useAsset(pair.other)
  if (reference === undefined || other === undefined) return null
  if (reference === null || other === null) return <p className="compare-gone">{messages.noLongerInLibrary}</p>
  return <ImagePair key={pair.other} reference={reference} other={other} size={size} />
}

interface ImagePairProps {
  readonly reference: Asset
  readonly other: Asset
  readonly size: Size
}

function ImagePair({ reference, other, size }: ImagePairProps) {
  const { store } = useCompare()
  const element = useRef<HTMLDivElement>(null)
  const pointerHandlers = useTilePointer(element, other, size)
  const view = useCompareState((state) => state.view)
  const over = useCompareState(useShallow(styleOfReference))
  const cover = useFirstCover(reference.id, other.id)
  useReferenceToggle()
  useEffect(() => store.setState({ tile: size, columns: 1 }), [store, size])
  return (
    <div ref={element} className="compare-pair" data-view={view} {...pointerHandlers}>
      <div className="compare-layer" data-layer="other">
        <ImageCanvas asset={other} tile={size} />
      </div>
      <div className="compare-layer" data-layer="reference" style={over}>
        <ImageCanvas asset={reference} tile={size} />
      </div>
      {view === 'difference' && <HeatCanvas reference={reference} other={other} tile={size} />}
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
      {cover === null && view === 'slider' && <PairDivider size={size} />}
      <PairLabels reference={reference} other={other} />
    </div>
  )
}

/** Returns the style of the reference layer on top of the other. */
function styleOfReference(state: CompareState): CSSProperties {
  if (state.view !== 'slider' && state.view !== 'overlay') {
    return { visibility: state.isReferenceShown || state.view === 'difference' ? 'visible' : 'hidden' }
  }
  if (state.isReferenceShown) return {}
  if (state.view === 'overlay') return { opacity: 1 - state.opacity }
  const cut = `${(1 - state.dividedAt) * 100}%`
  return { clipPath: state.isDividedAcross ? `inset(0 0 ${cut} 0)` : `inset(0 ${cut} 0 0)` }
}

/** Shows nothing while either of the two is blurred. */
function useFirstCover(firstId: AssetId, secondId: AssetId) {
  const first = useCover(firstId)
  const second = useCover(secondId)
  return first ?? second
}

function PairLabels({ reference, other }: Omit<ImagePairProps, 'size'>) {
  const hasLabels = useCompareState((state) => state.hasLabels)
  const view = useCompareState((state) => state.view)
  const isReferenceShown = useCompareState((state) => state.isReferenceShown)
  const isAcross = useCompareState((state) => state.isDividedAcross)
  const ids = useCompareState((state) => state.ids)
  const letter = (asset: Asset) => letterOf(ids.indexOf(asset.id))
  const shown = isReferenceShown ? reference : other
  return (
    <>
      <span className="compare-letter compare-letter-reference" data-reference="true">
        {letter(reference)}
        <em>{messages.reference}</em>
      </span>
      <span className="compare-letter compare-letter-other" data-across={view === 'slider' && isAcross}>
        {letter(other)}
      </span>
      {view === 'blink' && (
        <span className="compare-letter compare-letter-shown" role="status">
          {letter(shown)}
        </span>
      )}
      {hasLabels && (
        <div className="compare-pair-labels">
          <TileLabel asset={view === 'blink' ? shown : reference} />
          {view !== 'blink' && <TileLabel asset={other} />}
        </div>
      )}
    </>
  )
}

/** The divider between the reference and the other image. */
function PairDivider({ size }: { readonly size: Size }) {
  const { store } = useCompare()
  const dividedAt = useCompareState((state) => state.dividedAt)
  const isAcross = useCompareState((state) => state.isDividedAcross)
  const change = (to: number) => store.setState({ dividedAt: clamp(to, 0, 1) })
  const handleMove = (event: PointerEvent<HTMLDivElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const bounds = event.currentTarget.parentElement?.getBoundingClientRect()
    if (bounds === undefined) return
    change(isAcross ? (event.clientY - bounds.top) / size.heightPx : (event.clientX - bounds.left) / size.widthPx)
  }
  const handleKey = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    event.stopPropagation()
    change(dividedAt + by * (event.shiftKey ? 0.1 : 0.01))
  }
  const at = `${dividedAt * 100}%`
  return (
    <div
      className="compare-divider"
      data-across={isAcross}
      style={isAcross ? { top: at } : { left: at }}
      role="slider"
      tabIndex={0}
      aria-label={messages.sliderPosition}
      aria-orientation={isAcross ? 'vertical' : 'horizontal'}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(dividedAt * 100)}
      aria-valuetext={messages.referencePercent({ percent: Math.round(dividedAt * 100) })}
      onPointerDown={(event) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
      }}
      onPointerMove={handleMove}
      onKeyDown={handleKey}
      onDoubleClick={() => change(0.5)}
    >
      <i aria-hidden="true" />
    </div>
  )
}

interface HeatCanvasProps {
  readonly reference: Asset
  readonly other: Asset
  readonly tile: Size
}

/** Difference map drawn over the reference. */
function HeatCanvas({ reference, other, tile }: HeatCanvasProps) {
  const measured = useDifference(reference.id, other.id)
  const map = useMap(reference, other, measured.type === 'known')
  const canvas = useRef<HTMLCanvasElement>(null)
  const tolerance = useCompareState((state) => state.tolerance)
  const size = measured.type === 'known' ? measured.difference.map : null
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
        aria-label={messages.differenceMap}
        data-ready={map !== null}
      />
      {measured.type === 'pending' && (
        <p className="compare-measuring" role="status">
          {messages.measuringMap}
        </p>
      )}
      {measured.type === 'failed' && <p className="compare-gone">{measured.error.text}</p>}
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
      const response = await fetch(differenceUrl(firstId, secondId), { signal: abort.signal })
      if (!response.ok) throw new DOMException(messages.couldNotLoadMap({ status: response.status }), 'NetworkError')
      setMap(new Uint8Array(await response.arrayBuffer()))
    }
    load().catch((error: unknown) => {
      if (!abort.signal.aborted) intents.send({ type: 'report', error })
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

/** Positions the canvas over the reference; follows the camera outside React. */
function usePlace(canvas: RefObject<HTMLCanvasElement | null>, reference: Asset, tile: Size): void {
  const { store } = useCompare()
  useEffect(() => {
    const applyPosition = () => {
      const element = canvas.current
      if (element === null) return
      layOut(element, planeOf(cameraOf(store.getState(), reference.id), tile, reference))
    }
    applyPosition()
    return store.subscribe(applyPosition)
  }, [canvas, store, reference, tile])
}
