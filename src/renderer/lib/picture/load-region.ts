import { regionUrl } from '../../../shared/domain/picture-url.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import { sizeAtLevel } from './picture-level.ts'

/** Pixels of a part of a library picture at a level, decoded in the imaging process. */
export async function loadRegion(id: string, rect: Rect, level: number, signal: AbortSignal): Promise<ImageData> {
  const reply = await fetch(regionUrl(id, rect, level), { signal })
  if (!reply.ok) throw new DOMException(`The image could not be read (${reply.status}).`, 'NetworkError')
  const { widthPx, heightPx } = sizeAtLevel(rect, level)
  return new ImageData(new Uint8ClampedArray(await reply.arrayBuffer()), widthPx, heightPx)
}
