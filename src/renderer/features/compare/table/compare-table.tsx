import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react'
import { useShallow } from 'zustand/react/shallow'
import { useStore } from 'zustand'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import { colon } from '../../../../shared/messages/formats.ts'
import type { Size, Rect } from '../../../../shared/util/geometry.ts'
import { useServices, useAsset, useCover } from '../../../client/index.ts'
import { useSpokenDescription } from '../../../client/use-description.ts'
import { useCompare, useCompareState } from '../compare-context.ts'
import { pairOf, shownIds, letterOf } from '../pair.ts'
import { PairView } from '../pair-view/pair-view.tsx'
import { layOutTiles } from '../view/tile-layout.ts'
import './compare-table.css'
import { useSize } from './use-size.ts'
import { Flag, GripHorizontal, X } from 'lucide-react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { moveTo, takeOff, type CompareState } from '../create-compare-store.ts'
import { planeOf } from '../view/camera.ts'
import { cameraOf } from '../view/move-camera.ts'
import { ImageCanvas } from '../view/image-canvas.tsx'
import { useTilePointer } from '../view/use-tile-pointer.ts'
import { TileLabel } from './tile-label.tsx'

const isInside = (along: number) => along >= 0 && along <= 1

const gapPx = 6

/** Tiles side by side, or two images on top of each other. */
export function CompareTable() {
  const { ref, size } = useSize<HTMLDivElement>()
  const isStacked = useCompareState((state) => state.view !== 'grid' && state.view !== 'pair')
  const pair = useCompareState(useShallow(pairOf))
  return (
    <div className="compare-table" dir="ltr">
      <div ref={ref} className="compare-view" data-part="image" tabIndex={-1} role="group" aria-label={messages.images}>
        {size !== null && isStacked && pair !== null && <PairView pair={pair} size={size} />}
        {size !== null && !(isStacked && pair !== null) && <Tiles size={size} />}
      </div>
    </div>
  )
}

function Tiles({ size }: { readonly size: Size }) {
  const { store } = useCompare()
  const ids = useCompareState(useShallow(shownIds))
  const shape = useShape(ids)
  const { columns, tiles } = useMemo(() => layOutTiles(ids.length, size, shape, gapPx), [ids.length, size, shape])
  const first = tiles[0]
  const tile = useMemo(() => ({ widthPx: first?.widthPx ?? 1, heightPx: first?.heightPx ?? 1 }), [first])
  useEffect(() => store.setState({ columns, tile }), [store, columns, tile])
  return ids.map((id, index) => {
    const rect = tiles[index]
    return rect && <CompareTile key={id} id={id} rect={rect} tile={tile} rects={tiles} />
  })
}

/** Returns the median aspect ratio (width / height) of the images. */
function useShape(ids: readonly AssetId[]): number {
  const { assets } = useServices()
  return useStore(assets.store, ({ records }) => {
    const shapes = ids.flatMap((id) => {
      const asset = records.get(id)
      return asset ? [asset.widthPx / asset.heightPx] : []
    })
    return shapes.toSorted((a, b) => a - b)[Math.floor(shapes.length / 2)] ?? 1.5
  })
}

interface CompareTileProps {
  readonly id: AssetId
  readonly rect: Rect
  /** One shared object for all tiles of a layout. */
  readonly tile: Size
  /** Positions of all tiles, for drag and drop. */
  readonly rects: readonly Rect[]
}

function CompareTile({ id, rect, tile, rects }: CompareTileProps) {
  const asset = useAsset(id)
  const isChosen = useCompareState((state) => state.chosen === id)
  const index = useCompareState((state) => state.ids.indexOf(id))
  const name = `${letterOf(index)}${colon}${asset?.name ?? messages.untitledImage}`
  const description = useSpokenDescription(id)
  const style = { left: rect.x, top: rect.y, width: tile.widthPx, height: tile.heightPx }
  return (
    <div
      className="compare-tile"
      role="group"
      aria-label={name}
      aria-description={description}
      aria-current={isChosen}
      data-id={id}
      style={style}
    >
      {asset && <TileImage asset={asset} tile={tile} />}
      {asset === null && <p className="compare-gone">{messages.noLongerInLibrary}</p>}
      <TileBar id={id} index={index} tile={tile} rects={rects} />
    </div>
  )
}

function TileImage({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
  const element = useRef<HTMLDivElement>(null)
  const pointerHandlers = useTilePointer(element, asset, tile)
  const cover = useCover(asset.id)
  const hasLabels = useCompareState((state) => state.hasLabels)
  return (
    <div ref={element} className="compare-image" {...pointerHandlers}>
      <ImageCanvas asset={asset} tile={tile} />
      {cover === null && <LinkedCursor asset={asset} tile={tile} />}
      {cover !== null && <CoverVeil label={cover.label} onReveal={cover.reveal} />}
      {hasLabels && <TileLabel asset={asset} />}
    </div>
  )
}

interface TileBarProps extends Omit<CompareTileProps, 'rect'> {
  /** Position on the table. */
  readonly index: number
}

/** Actions of a tile, in its corner: shown on hover or keyboard focus. */
function TileBar({ id, index, tile, rects }: TileBarProps) {
  const { store } = useCompare()
  const isReference = useCompareState((state) => state.referenceId === id)
  const drag = useReorder(id, tile, rects)
  return (
    <div className="compare-tile-bar">
      <span
        className="compare-letter"
        data-reference={isReference}
        data-dragged={drag.isDragged}
        title={messages.dragToReorder}
        {...drag.handlers}
      >
        <GripHorizontal size={12} aria-hidden="true" className="compare-grip" />
        {letterOf(index)}
        {isReference && <em>{messages.reference}</em>}
      </span>
      <span className="compare-tile-buttons">
        <IconButton
          label={isReference ? messages.clearReference : messages.setAsReference}
          command="compare.reference"
          size="small"
          isPressed={isReference}
          onClick={() => store.setState({ referenceId: isReference ? null : id })}
        >
          <Flag size={14} aria-hidden="true" />
        </IconButton>
        <IconButton
          label={messages.removeFromCompare}
          command="compare.remove"
          size="small"
          onClick={() => takeOff(store, [id])}
        >
          <X size={15} aria-hidden="true" />
        </IconButton>
      </span>
    </div>
  )
}

/** Drags the tile by its letter onto another tile. */
function useReorder(id: AssetId, tile: Size, rects: readonly Rect[]) {
  const { store } = useCompare()
  const [isDragged, setIsDragged] = useState(false)
  const handleUp = (event: PointerEvent<HTMLElement>) => {
    setIsDragged(false)
    const bounds = event.currentTarget.closest('.compare-view')?.getBoundingClientRect()
    if (!isDragged || bounds === undefined) return
    const [x, y] = [event.clientX - bounds.left, event.clientY - bounds.top]
    const isOver = (rect: Rect) => x >= rect.x && x < rect.x + tile.widthPx && y >= rect.y && y < rect.y + tile.heightPx
    const target = rects.findIndex(isOver)
    if (target >= 0) moveTo(store, id, target)
  }
  return {
    isDragged,
    handlers: {
      onPointerDown: (event: PointerEvent<HTMLElement>) => {
        event.stopPropagation()
        event.currentTarget.setPointerCapture(event.pointerId)
        store.setState({ chosen: id })
        setIsDragged(true)
      },
      onPointerUp: handleUp,
      onPointerCancel: () => setIsDragged(false),
    },
  }
}

/** Crosshair at the pointer's position in another tile. Moves outside React. */
function LinkedCursor({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
  const { store } = useCompare()
  const cross = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const applyPosition = (state: CompareState) => {
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
    applyPosition(store.getState())
    return store.subscribe(applyPosition)
  }, [store, asset, tile])
  return <div ref={cross} className="compare-cursor" aria-hidden="true" hidden />
}
