import { useEffect, useRef, useState } from 'react'
import type { Asset } from '../../../../shared/domain/asset.ts'
import * as messages from '../../../../shared/messages/en/compare.ts'
import type { Size } from '../../../../shared/util/geometry.ts'
import { drawCheckerboard } from '../../../lib/image/checkerboard.ts'
import type { ImageEvents } from '../../../lib/image/whole-image.ts'
import type { ShownImage } from '../../../lib/image/whole-image.ts'
import { TiledImage } from '../../../lib/image/tiled-image.ts'
import { WholeImage } from '../../../lib/image/whole-image.ts'
import { useCompare } from '../compare-context.ts'
import type { CompareStore } from '../create-compare-store.ts'
import { planeOf } from './camera.ts'
import { cameraOf } from './move-camera.ts'

/** Up to this size the whole image is decoded; above it, only visible tiles: nine such images may be open. */
const wholePixelsMost = 3_000_000
/** Memory limit for decoded tiles, per image. */
const tileBytesMost = 48 * 1024 * 1024

interface ImageCanvasProps {
  readonly asset: Asset
  readonly tile: Size
}

/** An image as the camera sees it. Draws outside React: camera moves cause no render. */
export function ImageCanvas({ asset, tile }: ImageCanvasProps) {
  const { store } = useCompare()
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hasFailed, setHasFailed] = useState(false)
  const { id, widthPx, heightPx, hasAlpha } = asset
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    return drawAsItMoves(element, store, { id, widthPx, heightPx, hasAlpha }, tile, () => setHasFailed(true))
  }, [store, id, widthPx, heightPx, hasAlpha, tile])
  if (hasFailed) return <p className="compare-gone">{messages.fileMissingOrUnreadable}</p>
  return <canvas ref={canvas} className="compare-canvas" aria-hidden="true" />
}

type DrawnAsset = Pick<Asset, 'id' | 'widthPx' | 'heightPx' | 'hasAlpha'>

function openImage({ id, widthPx, heightPx }: DrawnAsset, events: ImageEvents): ShownImage {
  const size = { widthPx, heightPx }
  if (widthPx * heightPx <= wholePixelsMost) return new WholeImage(id, size, events)
  return new TiledImage(id, size, events, tileBytesMost)
}

/** Returns the dispose function. Draws at most once per frame, however often the camera moves or tiles arrive. */
function drawAsItMoves(
  canvas: HTMLCanvasElement,
  store: CompareStore,
  asset: DrawnAsset,
  tile: Size,
  onFailure: () => void,
): () => void {
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(tile.widthPx * ratio)
  canvas.height = Math.round(tile.heightPx * ratio)
  canvas.style.width = `${tile.widthPx}px`
  canvas.style.height = `${tile.heightPx}px`
  let frame: number | null = null
  const schedule = () => {
    frame ??= requestAnimationFrame(() => {
      frame = null
      draw(canvas, image, asset, tile, cameraOf(store.getState(), asset.id))
    })
  }
  const image = openImage(asset, { onProgress: schedule, onFailure })
  let drawn = cameraOf(store.getState(), asset.id)
  const stop = store.subscribe((state) => {
    const camera = cameraOf(state, asset.id)
    if (camera === drawn) return
    drawn = camera
    schedule()
  })
  schedule()
  return () => {
    stop()
    if (frame !== null) cancelAnimationFrame(frame)
    image.dispose()
  }
}

function draw(
  canvas: HTMLCanvasElement,
  image: ShownImage,
  asset: DrawnAsset,
  tile: Size,
  camera: Parameters<typeof planeOf>[0],
): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const ratio = window.devicePixelRatio
  const plane = planeOf(camera, tile, asset)
  const zoom = (plane.widthPx / asset.widthPx) * ratio
  const [left, top] = [Math.round(plane.left * ratio), Math.round(plane.top * ratio)]
  const x = Math.max(0, -left / zoom)
  const y = Math.max(0, -top / zoom)
  const seen = {
    x,
    y,
    widthPx: Math.min(asset.widthPx, (canvas.width - left) / zoom) - x,
    heightPx: Math.min(asset.heightPx, (canvas.height - top) / zoom) - y,
  }
  context.setTransform(1, 0, 0, 1, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  context.setTransform(1, 0, 0, 1, left, top)
  if (asset.hasAlpha) {
    const [areaX, areaY] = [seen.x * zoom, seen.y * zoom]
    drawCheckerboard(
      context,
      { x: areaX, y: areaY, widthPx: seen.widthPx * zoom, heightPx: seen.heightPx * zoom },
      ratio,
    )
  }
  image.draw(context, zoom, seen)
  // For tests and page inspection: the point at the center of the tile, and the size of a pixel.
  canvas.dataset['zoom'] = zoom.toFixed(4)
}
