import { Flag, GripHorizontal, X } from 'lucide-react'
import { useEffect, useRef, useState, type PointerEvent } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import type { Rect, Size } from '../../../../shared/util/geometry.ts'
import { useAsset, useCover } from '../../../client/index.ts'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useCompare, useCompareState } from '../compare-context.ts'
import { moveTo, takeOff, type CompareState } from '../create-compare-store.ts'
import { letterOf } from '../pair.ts'
import { planeOf } from '../view/camera.ts'
import { cameraOf } from '../view/move-camera.ts'
import { PictureCanvas } from '../view/picture-canvas.tsx'
import { useTilePointer } from '../view/use-tile-pointer.ts'
import { TileLabel } from './tile-label.tsx'

interface CompareTileProps {
  readonly id: AssetId
  readonly place: Rect
  /** The same object for all tiles of a layout. */
  readonly tile: Size
  /** Where all tiles lie, for what is dragged onto another. */
  readonly places: readonly Rect[]
}

export function CompareTile({ id, place, tile, places }: CompareTileProps) {
  const asset = useAsset(id)
  const isChosen = useCompareState((state) => state.chosen === id)
  const at = useCompareState((state) => state.ids.indexOf(id))
  const name = `${letterOf(at)}: ${asset?.name ?? 'Image'}`
  const style = { left: place.x, top: place.y, width: tile.widthPx, height: tile.heightPx }
  return (
    <div className="compare-tile" role="group" aria-label={name} aria-current={isChosen} data-id={id} style={style}>
      {asset && <TilePicture asset={asset} tile={tile} />}
      {asset === null && <p className="compare-gone">{messages.noLongerInLibrary}</p>}
      <TileBar id={id} at={at} tile={tile} places={places} />
    </div>
  )
}

function TilePicture({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
  const element = useRef<HTMLDivElement>(null)
  const hand = useTilePointer(element, asset, tile)
  const cover = useCover(asset.id)
  const hasLabels = useCompareState((state) => state.hasLabels)
  return (
    <div ref={element} className="compare-picture" {...hand}>
      <PictureCanvas asset={asset} tile={tile} />
      {cover === null && <LinkedCursor asset={asset} tile={tile} />}
      {cover !== null && <CoverVeil words={cover.words} onReveal={cover.reveal} />}
      {hasLabels && <TileLabel asset={asset} />}
    </div>
  )
}

interface TileBarProps extends Omit<CompareTileProps, 'place'> {
  /** Its place on the table. */
  readonly at: number
}

/** What can be done with one tile, in its corner: it shows when the pointer is there, or the keyboard. */
function TileBar({ id, at, tile, places }: TileBarProps) {
  const { store } = useCompare()
  const isReference = useCompareState((state) => state.referenceId === id)
  const drag = useReorder(id, tile, places)
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
        {letterOf(at)}
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

/** The letter is taken and let go over another tile. */
function useReorder(id: AssetId, tile: Size, places: readonly Rect[]) {
  const { store } = useCompare()
  const [isDragged, setIsDragged] = useState(false)
  const handleUp = (event: PointerEvent<HTMLElement>) => {
    setIsDragged(false)
    const stage = event.currentTarget.closest('.compare-stage')?.getBoundingClientRect()
    if (!isDragged || stage === undefined) return
    const [x, y] = [event.clientX - stage.left, event.clientY - stage.top]
    const isOver = (place: Rect) =>
      x >= place.x && x < place.x + tile.widthPx && y >= place.y && y < place.y + tile.heightPx
    const target = places.findIndex(isOver)
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

/** A cross on the place that the pointer is on in another tile. Moves without React. */
function LinkedCursor({ asset, tile }: { readonly asset: Asset; readonly tile: Size }) {
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
