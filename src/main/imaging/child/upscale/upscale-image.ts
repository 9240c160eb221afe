import { untilAborted } from '../../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../../platform/pure/atomic-file.ts'
import { writePngFile, type PngPixels } from '../../../platform/pure/png/write-png.ts'
import type { UpscaleContext, UpscaleImageRequest } from '../../imaging.ts'
import { loadOriginal, type SourceServices } from '../source/load-source.ts'
import type { OriginalImage } from '../source/original-image.ts'
import { channelsOf, packRow } from '../verify/finished-image.ts'
import { blendedSpans } from './blended-spans.ts'
import { BlendedStrip, fullLevel } from './blended-strips.ts'
import { enlargeTile } from './enlarge-tile.ts'

/**
 * Writes an enlarged image, at the original's depth and in its colors. Of the result, two rows of tiles are in memory at
 * most.
 */
export async function upscaleImage(
  request: UpscaleImageRequest,
  context: UpscaleContext,
  services: SourceServices,
): Promise<void> {
  const { originalPath, resultPath } = request
  const original = await untilAborted(loadOriginal(originalPath, services), context.signal)
  const pixels = enlargedPixels(original, request, context)
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, context.signal))
}

function enlargedPixels(
  original: OriginalImage,
  { factor, tile }: UpscaleImageRequest,
  { signal, onProgress, onTile }: UpscaleContext,
): PngPixels {
  const { bitDepth, colors } = original
  const [widthPx, heightPx] = [original.widthPx * factor, original.heightPx * factor]
  const channels = channelsOf(original)
  const columns = blendedSpans(original.widthPx, tile.widthPx)
  const rows = blendedSpans(original.heightPx, tile.heightPx)
  const remaining = [...rows]
  let strip: BlendedStrip | null = null
  let bottom = 0
  let done = 0

  async function makeStrip(): Promise<void> {
    const row = remaining.shift()!
    const next = new BlendedStrip({ widthPx, channels, factor }, row)
    for (const column of columns) {
      signal.throwIfAborted()
      const enlarged = await enlargeTile(original, { column, row, factor }, onTile)
      next.lay(enlarged.colors, column, 0)
      if (enlarged.opacity !== null) next.lay(enlarged.opacity, column, 3)
      onProgress(++done / (columns.length * rows.length))
    }
    if (strip !== null) next.layBelow(strip)
    strip = next
    bottom = next.bottom(remaining.length === 0)
  }

  const line = bitDepth === 16 ? new Uint16Array(widthPx * 4) : new Uint8Array(widthPx * 4)
  const perLevel = fullLevel / (bitDepth === 16 ? 65_535 : 255)
  const readRow = (y: number, into: Uint8Array): void => {
    const levels = strip!.row(y)
    for (let from = 0, to = 0; from < levels.length; from += channels, to += 4) {
      for (let channel = 0; channel < channels; channel++) {
        line[to + channel] = Math.round(levels[from + channel]! / perLevel)
      }
    }
    packRow(line, channels, into)
  }
  const prepare = async (y: number): Promise<void> => {
    if (y >= bottom) await makeStrip()
  }
  return { widthPx, heightPx, channels, bitDepth, colorChunks: colors.chunks, prepare, readRow }
}
