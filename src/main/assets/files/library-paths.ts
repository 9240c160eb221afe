import { join } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { localDay } from '../../../shared/util/local-day.ts'
import { mimeToExtension } from '../../../shared/util/media-type.ts'
import type { HomePaths } from '../../platform/home-paths.ts'

export const thumbnailSizes = [256, 512] as const
export type ThumbnailSize = (typeof thumbnailSizes)[number]

export function originalPath(paths: HomePaths, asset: { readonly relativePath: string }): string {
  return join(paths.library, ...asset.relativePath.split('/'))
}

export function workingCopyPath(paths: HomePaths, id: AssetId): string {
  return join(paths.working, `${id}.png`)
}

export function thumbnailPath(paths: HomePaths, id: AssetId, longestSidePx: ThumbnailSize): string {
  return join(paths.thumbnails, String(longestSidePx), `${id}.webp`)
}

export function maskPath(paths: HomePaths, id: AssetId): string {
  return join(paths.masks, `${id}.png`)
}

/** Services' answers as they came. Inside the library, beside the masks: they cannot be made again. */
export function responsesFolder(paths: HomePaths): string {
  return join(paths.library, '.answers')
}

export function responsePath(paths: HomePaths, id: AssetId, mime: string): string {
  return join(responsesFolder(paths), `${id}.${mimeToExtension(mime)}`)
}

/** The mask an answer was asked for with, as it was painted: kept beside it. */
export function paintPath(paths: HomePaths, id: AssetId): string {
  return join(responsesFolder(paths), `${id}-paint.png`)
}

/** Where a picture differs from its parent. */
export function heatPath(paths: HomePaths, id: AssetId): string {
  return join(heatFolder(paths), `${id}.webp`)
}

export function heatFolder(paths: HomePaths): string {
  return join(paths.thumbnails, 'heat')
}

/** What services have made and is not filed yet. Inside the library, so that a rename files it. */
export function incomingFolder(paths: HomePaths): string {
  return join(paths.library, '.incoming')
}

/** How a file in there is called until it is whole. */
export const incomingPartName = 'part'

/** Everything that can be made again from the original. */
export function cachePaths(paths: HomePaths, id: AssetId): string[] {
  const thumbnails = thumbnailSizes.map((size) => thumbnailPath(paths, id, size))
  return [workingCopyPath(paths, id), heatPath(paths, id), ...thumbnails]
}

/** The folder of a day below the library, in the artist's own time zone: `2026/2026-11-20`. */
export function datedFolder(atMs: number): string {
  const day = localDay(atMs)
  return `${day.slice(0, 4)}/${day}`
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
