import { join } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { localDay } from '../../../shared/util/local-day.ts'
import { mimeToExtension } from '../../../shared/util/media-type.ts'
import type { HomePaths } from '../../platform/home-paths.ts'

export const thumbnailSizes = [256, 512] as const
export type ThumbnailSize = (typeof thumbnailSizes)[number]

export function workingCopyPath(paths: HomePaths, id: AssetId): string {
  return join(paths.working, `${id}.png`)
}

export function thumbnailPath(paths: HomePaths, id: AssetId, longestSidePx: ThumbnailSize): string {
  return join(paths.thumbnails, String(longestSidePx), `${id}.webp`)
}

export function maskPath(paths: HomePaths, id: AssetId): string {
  return join(paths.masks, `${id}.png`)
}

/** Raw service responses. Inside the library, beside the masks: they cannot be recreated. */
export function responsesFolder(paths: HomePaths): string {
  return join(paths.library, '.answers')
}

export function responsePath(paths: HomePaths, id: AssetId, mime: string): string {
  return join(responsesFolder(paths), `${id}.${mimeToExtension(mime)}`)
}

/** The mask of the request as painted: kept beside the response. */
export function paintPath(paths: HomePaths, id: AssetId): string {
  return join(responsesFolder(paths), `${id}-paint.png`)
}

/** The map of where an image differs from its parent. */
export function heatPath(paths: HomePaths, id: AssetId): string {
  return join(heatFolder(paths), `${id}.webp`)
}

export function heatFolder(paths: HomePaths): string {
  return join(paths.thumbnails, 'heat')
}

/** Service output that is not filed yet. Inside the library, so that a rename can file it. */
export function incomingFolder(paths: HomePaths): string {
  return join(paths.library, '.incoming')
}

/** Name prefix of an incomplete file in that folder. */
export const incomingPartName = 'part'

/** Everything that can be recreated from the original. */
export function cachePaths(paths: HomePaths, id: AssetId): string[] {
  const thumbnails = thumbnailSizes.map((size) => thumbnailPath(paths, id, size))
  return [workingCopyPath(paths, id), heatPath(paths, id), ...thumbnails]
}

/** The library-relative folder of a day, in the user's local time zone: `2026/2026-11-20`. */
export function datedFolder(atMs: number): string {
  const day = localDay(atMs)
  return `${day.slice(0, 4)}/${day}`
}

export function twoDigits(value: number): string {
  return String(value).padStart(2, '0')
}
