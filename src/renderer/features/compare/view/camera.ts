import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/**
 * View of an image in normalized coordinates: `x` and `y` from 0 to 1 are at the center of the view, and at a `zoom` of
 * 1 the whole image is visible. Images of different sizes thus show the same spot.
 */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Position of an image in its tile, CSS pixels from the tile's corner. */
export interface ImagePlane {
  readonly left: number
  readonly top: number
  readonly widthPx: number
  readonly heightPx: number
}

export const fitted: Camera = { x: 0.5, y: 0.5, zoom: 1 }

/** Maximum size of an image pixel, CSS pixels. */
const largestPixelPx = 40

/** Returns CSS pixels per image pixel when the whole image is visible. */
export function fitScale(tile: Size, image: Size): number {
  return Math.min(tile.widthPx / image.widthPx, tile.heightPx / image.heightPx)
}

export function planeOf(camera: Camera, tile: Size, image: Size): ImagePlane {
  const scale = fitScale(tile, image) * camera.zoom
  const [widthPx, heightPx] = [image.widthPx * scale, image.heightPx * scale]
  return {
    left: tile.widthPx / 2 - camera.x * widthPx,
    top: tile.heightPx / 2 - camera.y * heightPx,
    widthPx,
    heightPx,
  }
}

/** Returns the normalized image point under a tile point; below 0 or above 1 outside the image. */
export function imagePointAt(camera: Camera, tile: Size, image: Size, at: Point): Point {
  const { left, top, widthPx, heightPx } = planeOf(camera, tile, image)
  return { x: (at.x - left) / widthPx, y: (at.y - top) / heightPx }
}

/** Zooms around a point, which stays put as long as the image fills its tile. */
export function zoomCameraAt(camera: Camera, tile: Size, image: Size, at: Point, targetZoom: number): Camera {
  const zoom = clampZoom(targetZoom, tile, image)
  const imagePoint = imagePointAt(camera, tile, image, at)
  const scale = fitScale(tile, image) * zoom
  return held(
    {
      x: imagePoint.x - (at.x - tile.widthPx / 2) / (image.widthPx * scale),
      y: imagePoint.y - (at.y - tile.heightPx / 2) / (image.heightPx * scale),
      zoom,
    },
    tile,
    image,
  )
}

/** Pans by a drag distance in CSS pixels. */
export function panCameraBy(camera: Camera, tile: Size, image: Size, by: Point): Camera {
  const { widthPx, heightPx } = planeOf(camera, tile, image)
  return held({ ...camera, x: camera.x - by.x / widthPx, y: camera.y - by.y / heightPx }, tile, image)
}

/** Returns the zoom at which one image pixel is one device pixel. */
export function actualZoom(tile: Size, image: Size, pixelRatio: number): number {
  return 1 / (fitScale(tile, image) * pixelRatio)
}

function clampZoom(zoom: number, tile: Size, image: Size): number {
  const fit = fitScale(tile, image)
  return clamp(zoom, Math.min(1, 1 / fit), Math.max(1, largestPixelPx / fit))
}

/** Clamps the camera: an image larger than its tile fills it; a smaller one is centered. */
function held(camera: Camera, tile: Size, image: Size): Camera {
  const { widthPx, heightPx } = planeOf(camera, tile, image)
  return {
    zoom: camera.zoom,
    x: heldAlong(camera.x, tile.widthPx / widthPx),
    y: heldAlong(camera.y, tile.heightPx / heightPx),
  }
}

/** @param seen share of the image visible along this axis; 1 = all */
function heldAlong(middle: number, seen: number): number {
  return seen >= 1 ? 0.5 : clamp(middle, seen / 2, 1 - seen / 2)
}
