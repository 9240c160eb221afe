import { clamp } from '../../../../shared/util/clamp.ts'
import type { Point, Size } from '../../../../shared/util/geometry.ts'

/**
 * What of a picture is looked at, in the picture's own measure: `x` and `y` from 0 to 1 lie in the middle of the view, and
 * at a `zoom` of 1 all of it is seen. So pictures of different sizes show the same place.
 */
export interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

/** Where a picture lies in its tile, CSS pixels from the tile's corner. */
export interface Plane {
  readonly left: number
  readonly top: number
  readonly widthPx: number
  readonly heightPx: number
}

export const fitted: Camera = { x: 0.5, y: 0.5, zoom: 1 }

/** A pixel of the picture may grow to this many CSS pixels. */
const largestPixelPx = 40

/** CSS pixels for each pixel of the picture when all of it is seen. */
export function fitScale(tile: Size, picture: Size): number {
  return Math.min(tile.widthPx / picture.widthPx, tile.heightPx / picture.heightPx)
}

export function planeOf(camera: Camera, tile: Size, picture: Size): Plane {
  const scale = fitScale(tile, picture) * camera.zoom
  const [widthPx, heightPx] = [picture.widthPx * scale, picture.heightPx * scale]
  return {
    left: tile.widthPx / 2 - camera.x * widthPx,
    top: tile.heightPx / 2 - camera.y * heightPx,
    widthPx,
    heightPx,
  }
}

/** The place of the picture under a point of the tile; outside of the picture it is below 0 or above 1. */
export function placeAt(camera: Camera, tile: Size, picture: Size, at: Point): Point {
  const { left, top, widthPx, heightPx } = planeOf(camera, tile, picture)
  return { x: (at.x - left) / widthPx, y: (at.y - top) / heightPx }
}

/** What lies under the point stays there, as far as the picture still fills its tile. */
export function zoomCameraAt(camera: Camera, tile: Size, picture: Size, at: Point, wanted: number): Camera {
  const zoom = clampZoom(wanted, tile, picture)
  const place = placeAt(camera, tile, picture, at)
  const scale = fitScale(tile, picture) * zoom
  return held(
    {
      x: place.x - (at.x - tile.widthPx / 2) / (picture.widthPx * scale),
      y: place.y - (at.y - tile.heightPx / 2) / (picture.heightPx * scale),
      zoom,
    },
    tile,
    picture,
  )
}

/** By CSS pixels, as the hand drags. */
export function panCameraBy(camera: Camera, tile: Size, picture: Size, by: Point): Camera {
  const { widthPx, heightPx } = planeOf(camera, tile, picture)
  return held({ ...camera, x: camera.x - by.x / widthPx, y: camera.y - by.y / heightPx }, tile, picture)
}

/** The zoom at which one pixel of the picture is one of the screen. */
export function actualZoom(tile: Size, picture: Size, pixelRatio: number): number {
  return 1 / (fitScale(tile, picture) * pixelRatio)
}

function clampZoom(zoom: number, tile: Size, picture: Size): number {
  const fit = fitScale(tile, picture)
  return clamp(zoom, Math.min(1, 1 / fit), Math.max(1, largestPixelPx / fit))
}

/** A picture that is larger than its tile fills it; one that is smaller stays in the middle. */
function held(camera: Camera, tile: Size, picture: Size): Camera {
  const { widthPx, heightPx } = planeOf(camera, tile, picture)
  return {
    zoom: camera.zoom,
    x: heldAlong(camera.x, tile.widthPx / widthPx),
    y: heldAlong(camera.y, tile.heightPx / heightPx),
  }
}

/** @param seen how much of the picture the tile shows along this side; 1 = all */
function heldAlong(middle: number, seen: number): number {
  return seen >= 1 ? 0.5 : clamp(middle, seen / 2, 1 - seen / 2)
}
