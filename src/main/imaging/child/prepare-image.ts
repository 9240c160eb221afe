import { open } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { untilAborted, throwIfAborted } from '../../../shared/util/until-aborted.ts'
import { replaceWithTemporary, writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { ImageFacts, PreparedFacts, PrepareRequest } from '../imaging.ts'
import { pngHeaderBytes, srgbChunk } from '../../platform/pure/png/png-chunk.ts'
import type { ByteBudget } from './source/byte-budget.ts'
import { toDecodeError } from './source/decode-error.ts'
import { openImage } from './source/decode-image.ts'
import { decodeRecovering, type FailOn } from './source/decode-recovering.ts'
import { decodedBytes, inspectImage, type InspectedImage } from './source/inspect-image.ts'
import { fileSource, holdSource } from './source/image-source.ts'
import { sharp } from './source/sharp-engine.ts'

const thumbnailQuality = 80
/** Working copies are read far more often than written: level 1 encodes three times as fast as the usual 6. */
const workingCopyCompression = 1

/**
 * Writes the thumbnails and, if the window cannot show the file itself, an upright 8-bit sRGB PNG of it: also of what is
 * left of a damaged one.
 */
export async function prepareImage(
  request: PrepareRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<PreparedFacts> {
  const image = await untilAborted(inspectImage(fileSource(request.sourcePath)), signal)
  const work = budget.run(decodedBytes(image), signal, async () => {
    const held = { ...image, source: await holdSource(image.source) }
    const { failOn, isDamaged } = await writeThumbnails(request, held, signal)
    const isShowable = image.facts.isShowable && !isDamaged
    if (!isShowable) await writeWorkingCopy(held, request.workingCopyPath, signal, failOn)
    return { ...image.facts, isShowable, isDamaged }
  })
  return untilAborted(work, signal)
}

/** Decodes an image into a PNG file as it is shown. */
export async function writePngCopy(
  sourcePath: string,
  targetPath: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<ImageFacts> {
  const image = await untilAborted(inspectImage(fileSource(sourcePath)), signal)
  const work = budget.run(decodedBytes(image), signal, async () =>
    writeWorkingCopy({ ...image, source: await holdSource(image.source) }, targetPath, signal),
  )
  await untilAborted(work, signal)
  return { ...image.facts, mime: 'image/png', isShowable: true }
}

/**
 * Decodes the image once, at the size of the largest thumbnail; the smaller ones are made from that. JPEG and WebP
 * decoders downscale while decoding. Returns how it had to be decoded.
 */
async function writeThumbnails(
  { thumbnails, recovers }: PrepareRequest,
  image: InspectedImage,
  signal: AbortSignal,
): Promise<{ readonly failOn: FailOn; readonly isDamaged: boolean }> {
  if (thumbnails.length === 0) return { failOn: 'error', isDamaged: false }
  const longestSidePx = Math.max(...thumbnails.map((thumbnail) => thumbnail.longestSidePx))
  const decode = async (level: FailOn) => {
    throwIfAborted(signal)
    const fitted = fitInside(openImage(image, level), longestSidePx)
    return fitted.raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
  }
  const isEnough = ({ data, info }: Awaited<ReturnType<typeof decode>>) => recovers && hasPicture(data, info.channels)
  const { value, failOn, isDamaged } = await decodeRecovering(image, isEnough, decode)
  const { data, info } = value
  const raw = { width: info.width, height: info.height, channels: info.channels }
  await Promise.all(
    thumbnails.map(async (thumbnail) => {
      const webp = await settle(image, signal, () =>
        fitInside(sharp(data, { raw }), thumbnail.longestSidePx).webp({ quality: thumbnailQuality }).toBuffer(),
      )
      await writeFileAtomic(thumbnail.path, webp)
    }),
  )
  return { failOn, isDamaged }
}

/** Whether two pixels differ: of a file that ends with its header, one color is left. */
function hasPicture(pixels: Uint8Array, channels: number): boolean {
  return pixels.some((value, at) => value !== pixels[at % channels])
}

async function writeWorkingCopy(
  image: InspectedImage,
  path: string,
  signal: AbortSignal,
  failOn?: FailOn,
): Promise<void> {
  const png = await settle(image, signal, () =>
    openImage(image, failOn).png({ compressionLevel: workingCopyCompression }).toBuffer(),
  )
  throwIfAborted(signal)
  await replaceWithTemporary(path, async (temporaryPath) => {
    await writeParts(temporaryPath, [png.subarray(0, pngHeaderBytes), srgbChunk(), png.subarray(pngHeaderBytes)])
  })
}

/** A working copy can be hundreds of megabytes, so its parts are written without joining them. */
async function writeParts(path: string, parts: readonly Uint8Array[]): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for (const part of parts) await file.writeFile(part)
  } finally {
    await file.close()
  }
}

function fitInside(pipeline: Sharp, longestSidePx: number): Sharp {
  return pipeline.resize(longestSidePx, longestSidePx, { fit: 'inside', withoutEnlargement: true })
}

async function settle<T>(image: InspectedImage, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  throwIfAborted(signal)
  try {
    return await work()
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}
