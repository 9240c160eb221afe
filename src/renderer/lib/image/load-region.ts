import { regionUrl } from '../../../shared/domain/image-url.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { sizeAtLevel } from './image-level.ts'

/** Loads the pixels of a part of a library image at a level, decoded in the imaging process. */
export async function loadRegion(id: string, rect: Rect, level: number, signal: AbortSignal): Promise<ImageData> {
  const response = await fetch(regionUrl(id, rect, level), { signal })
  if (!response.ok) throw new DOMException(`The image could not be read (${response.status}).`, 'NetworkError')
  const { widthPx, heightPx } = sizeAtLevel(rect, level)
  return new ImageData(new Uint8ClampedArray(await response.arrayBuffer()), widthPx, heightPx)
}
