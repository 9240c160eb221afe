import { Maximize, ZoomIn, ZoomOut } from 'lucide-react'
import { useEffect, useId, useLayoutEffect, useRef, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/gallery-map.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { useAsset, useCover, useServices, useSettings } from '../../../client/index.ts'
import { useCoverLabels } from '../../../client/use-covers.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { useGallery, useGalleryState } from '../gallery-context.ts'
import { GridMenu, type GridMenuHandle } from '../grid/grid-menu.tsx'
import type { MapStore } from './create-map-store.ts'
import type { MapScene } from './map-scene.ts'
import { MapView } from './map-view.ts'
import { useMapInput } from './use-map-input.ts'

/** Of the size of thumbnails in the grid: on the map, more images are seen at once. */
const tileShare = 0.4
const tilePxMin = 48
const zoomStep = Math.SQRT2

/** The map as drawn, with its pointer and keys. */
export function MapSurface({ map, scene }: { readonly map: MapStore; readonly scene: MapScene }) {
  const element = useRef<HTMLDivElement>(null)
  const dots = useRef<HTMLCanvasElement>(null)
  const tiles = useRef<HTMLCanvasElement>(null)
  const band = useRef<HTMLDivElement>(null)
  const menu = useRef<GridMenuHandle>(null)
  const hintId = useId()
  const [hasFocus, setHasFocus] = useState(false)
  const view = useMapView(map)
  const input = useMapInput(view, { element, band, menu })
  const area = useAreaSize(element)
  useDrawing(view, { scene, area, hasFocus })
  useControls(view)
  useLayoutEffect(() => {
    if (element.current === null || dots.current === null || tiles.current === null) return undefined
    return view.attach({ element: element.current, dots: dots.current, tiles: tiles.current })
  }, [view])
  return (
    <div className="gallery-map">
      <div
        ref={element}
        className="gallery-map-area"
        dir="ltr"
        role="application"
        data-part="images"
        tabIndex={0}
        aria-label={messages.mapOfImages}
        aria-describedby={hintId}
        onFocus={() => setHasFocus(true)}
        onBlur={() => setHasFocus(false)}
        {...input}
      >
        <canvas ref={dots} aria-hidden="true" />
        <canvas ref={tiles} aria-hidden="true" />
        <div ref={band} className="gallery-band" role="presentation" hidden />
      </div>
      <p id={hintId} className="visually-hidden">
        {messages.mapHint}
      </p>
      <div className="gallery-map-away">
        <span>{messages.nothingHere}</span>
        <Button size="small" onClick={() => view.fit()}>
          {messages.fitMap}
        </Button>
      </div>
      <FocusedName />
      <div className="gallery-map-zoom">
        <IconButton label={messages.zoomOut} command="gallery.map-zoom-out" onClick={() => view.zoomBy(1 / zoomStep)}>
          <ZoomOut size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label={messages.zoomIn} command="gallery.map-zoom-in" onClick={() => view.zoomBy(zoomStep)}>
          <ZoomIn size={16} aria-hidden="true" />
        </IconButton>
        <IconButton label={messages.fitMap} command="gallery.map-fit" onClick={() => view.fit()}>
          <Maximize size={16} aria-hidden="true" />
        </IconButton>
      </div>
      <GridMenu ref={menu} />
    </div>
  )
}

/** Says the name of the image at the cursor. */
function FocusedName() {
  const cursor = useGalleryState((state) => state.cursor)
  const name = useAsset(cursor)?.name ?? ''
  const cover = useCover(cursor)
  return (
    <p className="visually-hidden" role="status">
      {cover === null ? name : `${name}, ${cover.label}`}
    </p>
  )
}

function useMapView(map: MapStore): MapView {
  const { assets, client } = useServices()
  const [view] = useState(() => new MapView({ map, request: (ids) => assets.request(ids) }))
  useEffect(() => client.on('library.changed', ({ ids }) => view.drop(ids)), [client, view])
  return view
}

interface Drawing {
  readonly scene: MapScene
  readonly area: Size
  readonly hasFocus: boolean
}

/** Draws whenever something that is visible changes. */
function useDrawing(view: MapView, { scene, area, hasFocus }: Drawing): void {
  const records = useStore(useServices().assets.store, (state) => state.records)
  const thumbnailPx = useSettings((each) => each.thumbnailPx)
  const selected = useGalleryState((state) => state.selected)
  const cursor = useGalleryState((state) => state.cursor)
  const coverLabels = useCoverLabels()
  useLayoutEffect(() => {
    const coverLabel = (id: Parameters<typeof coverLabels>[0]) => coverLabels(id, records.get(id))
    const tilePx = Math.max(tilePxMin, thumbnailPx * tileShare)
    view.update({ scene, area, tilePx, selected, cursor, hasFocus, coverLabel })
  }, [view, scene, area, hasFocus, records, thumbnailPx, selected, cursor, coverLabels])
}

/** Lets commands move on the map, and brings the image at the cursor into view. */
function useControls(view: MapView): void {
  const { store } = useGallery()
  const cursor = useGalleryState((state) => state.cursor)
  const isViewing = useGalleryState((state) => state.isViewing)
  useEffect(() => {
    const map = {
      neighbor: view.neighbor.bind(view),
      fit: view.fit.bind(view),
      zoom: (direction: 1 | -1) => view.zoomBy(zoomStep ** direction),
    }
    store.setState({ map })
    return () => store.setState({ map: null })
  }, [store, view])
  useEffect(() => {
    if (cursor !== null && !isViewing) view.reveal(cursor)
  }, [view, cursor, isViewing])
}

function useAreaSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: 0 })
  useLayoutEffect(() => {
    const target = element.current
    if (target === null) return undefined
    const measure = () => setSize({ widthPx: target.clientWidth, heightPx: target.clientHeight })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(target)
    return () => observer.disconnect()
  }, [element])
  return size
}
