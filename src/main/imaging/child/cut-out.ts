import type { Size } from '../../../shared/util/geometry.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { writePngFile, type PngPixels } from '../../platform/pure/png/write-png.ts'
import type { CutOutRequest } from '../imaging.ts'
import { loadOriginal, type SourceServices } from './source/load-source.ts'
import type { OriginalImage } from './source/original-image.ts'
import { sharp } from './source/sharp-engine.ts'
import { packRow } from './verify/finished-image.ts'

/** Writes the image with the matte as its opacity, or the matte itself, in the size of the image. */
export async function cutOut(
  { originalPath, matte, content, resultPath }: CutOutRequest,
  signal: AbortSignal,
  services: SourceServices,
): Promise<Size> {
  const original = await untilAborted(loadOriginal(originalPath, services), signal)
  const opacity = await untilAborted(stretch(matte, original), signal)
  const pixels = content === 'mask' ? maskPixels(original, opacity) : subjectPixels(original, opacity)
  await replaceWithTemporary(resultPath, (temporaryPath) => writePngFile(temporaryPath, pixels, signal))
  return { widthPx: original.widthPx, heightPx: original.heightPx }
}

/** Smooth, and without the overshoot that would leave a halo around the subject. */
async function stretch(matte: CutOutRequest['matte'], { widthPx, heightPx }: Size): Promise<Uint8Array> {
  if (matte.widthPx === widthPx && matte.heightPx === heightPx) return matte.opacity
  return sharp(matte.opacity, { raw: { width: matte.widthPx, height: matte.heightPx, channels: 1 } })
    .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
    .toColourspace('b-w')
    .raw({ depth: 'uchar' })
    .toBuffer()
}

/** What is transparent in the original stays so. */
function subjectPixels(original: OriginalImage, opacity: Uint8Array): PngPixels {
  const { widthPx, heightPx, bitDepth, colors } = original
  const line = bitDepth === 16 ? new Uint16Array(widthPx * 4) : new Uint8Array(widthPx * 4)
  const readRow = (y: number, into: Uint8Array): void => {
    line.set(original.rgba.subarray(y * widthPx * 4, (y + 1) * widthPx * 4))
    for (let x = 0; x < widthPx; x++) {
      line[x * 4 + 3] = Math.round((line[x * 4 + 3]! * opacity[y * widthPx + x]!) / 255)
    }
    packRow(line, 4, into)
  }
  return { widthPx, heightPx, channels: 4, bitDepth, colorChunks: colors.chunks, readRow }
}

function maskPixels({ widthPx, heightPx }: Size, opacity: Uint8Array): PngPixels {
  const readRow = (y: number, into: Uint8Array): void => into.set(opacity.subarray(y * widthPx, (y + 1) * widthPx))
  return { widthPx, heightPx, channels: 1, readRow }
}
