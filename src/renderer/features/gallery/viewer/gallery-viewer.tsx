import { ArrowLeft, ChevronLeft, ChevronRight, Info } from 'lucide-react'
import { useEffect, useRef, type CSSProperties, type PointerEvent } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useAsset, useCover, useServices } from '../../../client/index.ts'
import { formatNumber, formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { CoverVeil } from '../../../ui/cover-veil.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { moveCursor } from '../create-gallery-store.ts'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import './gallery-viewer.css'
import { InfoPanel } from '../info/info-panel.tsx'
import { useOrigin } from '../info/use-origin.ts'

interface GalleryViewerProps {
  readonly id: AssetId
  readonly order: readonly AssetId[]
}

/** One picture alone, as large as the window allows. */
export function GalleryViewer({ id, order }: GalleryViewerProps) {
  const asset = useAsset(id)
  const isInfoShown = useGalleryState((state) => state.isInfoShown)
  const index = order.indexOf(id)
  usePreload(order[index - 1], order[index + 1])
  return (
    <section className="viewer" aria-label="Full view">
      <ViewerBar asset={asset ?? null} index={index} count={order.length} />
      <div className="viewer-body">
        {asset && <ViewerStage key={asset.id} asset={asset} />}
        {isInfoShown && (
          <aside className="viewer-info" aria-label="Information">
            <InfoPanel id={id} hasPicture={false} />
          </aside>
        )}
      </div>
    </section>
  )
}

interface ViewerBarProps {
  readonly asset: Asset | null
  readonly index: number
  readonly count: number
}

function ViewerBar({ asset, index, count }: ViewerBarProps) {
  const originOf = useOrigin()
  const { store, actions } = useGallery()
  const { intents } = useServices()
  const isInfoShown = useGalleryState((state) => state.isInfoShown)
  const isActualSize = useGalleryState((state) => state.isActualSize)
  const walk = (move: 'left' | 'right') => moveCursor(store, move, actions.order(), false)
  return (
    <header className="viewer-bar">
      <IconButton
        label="Back to the grid"
        command="gallery.leave-view"
        onClick={() => store.setState({ isViewing: false })}
      >
        <ArrowLeft size={16} aria-hidden="true" />
      </IconButton>
      <h2>{asset?.name}</h2>
      {asset && (
        <p>
          {originOf(asset)} · {formatSize(asset)}
        </p>
      )}
      <span className="viewer-position">
        {formatNumber(index + 1)} / {formatNumber(count)}
      </span>
      <IconButton
        label="Previous picture"
        command="gallery.move-left"
        disabled={index <= 0}
        onClick={() => walk('left')}
      >
        <ChevronLeft size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Next picture"
        command="gallery.move-right"
        disabled={index >= count - 1}
        onClick={() => walk('right')}
      >
        <ChevronRight size={17} aria-hidden="true" />
      </IconButton>
      <Button size="small" onClick={() => store.setState({ isActualSize: !isActualSize })}>
        {isActualSize ? 'Fit' : '100 %'} <Kbd command="gallery.zoom" />
      </Button>
      {asset && (
        <Button size="small" onClick={() => intents.send({ do: 'export', ids: [asset.id] })}>
          Export <Kbd command="gallery.export" />
        </Button>
      )}
      <IconButton
        label="How it was made"
        command="gallery.info"
        isPressed={isInfoShown}
        onClick={() => store.setState({ isInfoShown: !isInfoShown })}
      >
        <Info size={16} aria-hidden="true" />
      </IconButton>
    </header>
  )
}

function ViewerStage({ asset }: { readonly asset: Asset }) {
  const { store } = useGallery()
  const isActualSize = useGalleryState((state) => state.isActualSize)
  const pan = usePan()
  const cover = useCover(asset.id)
  const size = isActualSize
    ? { width: asset.widthPx / window.devicePixelRatio, height: asset.heightPx / window.devicePixelRatio }
    : ({
        '--shape': asset.widthPx / asset.heightPx,
        aspectRatio: `${asset.widthPx} / ${asset.heightPx}`,
        maxWidth: asset.widthPx / window.devicePixelRatio,
      } as CSSProperties)
  return (
    <div
      className="viewer-stage"
      data-actual={isActualSize}
      onDoubleClick={() => store.setState({ isActualSize: !isActualSize })}
      {...pan}
    >
      <div className="viewer-picture" style={size}>
        <Picture className="viewer-thumb" src={assetUrl(asset.id, 'thumb-512')} alt="" />
        <Picture
          className="viewer-full"
          src={assetUrl(asset.id, 'full')}
          alt={asset.name}
          whenFailed={<p className="viewer-gone">The file is missing or cannot be read.</p>}
        />
        {cover !== null && <CoverVeil words={cover.words} onReveal={cover.reveal} />}
      </div>
    </div>
  )
}

/** Dragging moves a picture that is larger than the stage. */
function usePan() {
  const start = useRef<{ x: number; y: number; left: number; top: number } | null>(null)
  return {
    onPointerDown: (event: PointerEvent<HTMLDivElement>) => {
      // A captured pointer would take the click away from it.
      if (event.target instanceof Element && event.target.closest('button') !== null) return
      const { scrollLeft: left, scrollTop: top } = event.currentTarget
      start.current = { x: event.clientX, y: event.clientY, left, top }
      event.currentTarget.setPointerCapture(event.pointerId)
    },
    onPointerMove: (event: PointerEvent<HTMLDivElement>) => {
      if (start.current === null) return
      event.currentTarget.scrollLeft = start.current.left + start.current.x - event.clientX
      event.currentTarget.scrollTop = start.current.top + start.current.y - event.clientY
    },
    onPointerUp: () => {
      start.current = null
    },
    onPointerCancel: () => {
      start.current = null
    },
  }
}

/** The neighbours are fetched ahead, so that walking does not wait. */
function usePreload(...ids: readonly (AssetId | undefined)[]): void {
  const key = ids.join()
  useEffect(() => {
    for (const id of key.split(',')) if (id !== '') new Image().src = assetUrl(id, 'full')
  }, [key])
}
