import { open } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { AppError } from '../../../shared/errors/index.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { replaceWithTemporary, writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { PictureFacts, PrepareRequest } from '../imaging.ts'
import { pngHeaderBytes, srgbChunk } from '../../platform/pure/png/png-chunk.ts'
import type { ByteBudget } from './source/byte-budget.ts'
import { toDecodeError } from './source/decode-error.ts'
import { openPicture } from './source/decode-picture.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from './source/inspect-picture.ts'
import { bytesSource, fileSource, holdSource } from './source/picture-source.ts'
import { sharp } from './source/sharp-engine.ts'

const thumbnailQuality = 80
/** A working copy is read far more often than it is stored: level 1 encodes three times as fast as the usual 6. */
const workingCopyCompression = 1

/** Writes the thumbnails and, where the window cannot show the file itself, an upright 8-bit sRGB PNG of it. */
export async function preparePicture(
  request: PrepareRequest,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<PictureFacts> {
  const picture = await untilAborted(inspectPicture(fileSource(request.sourcePath)), signal)
  const work = budget.run(decodedBytes(picture), signal, async () => {
    const held = { ...picture, source: await holdSource(picture.source) }
    await writeThumbnails(request, held, signal)
    if (!picture.facts.isShowable) await writeWorkingCopy(held, request.workingCopyPath, signal)
  })
  await untilAborted(work, signal)
  return picture.facts
}

/** Decodes a picture in memory into a PNG file. */
export async function writePngCopy(
  bytes: Uint8Array,
  targetPath: string,
  budget: ByteBudget,
  signal: AbortSignal,
): Promise<PictureFacts> {
  const picture = await untilAborted(inspectPicture(bytesSource('The pasted image', bytes)), signal)
  const work = budget.run(decodedBytes(picture), signal, () => writeWorkingCopy(picture, targetPath, signal))
  await untilAborted(work, signal)
  return { ...picture.facts, mime: 'image/png', isShowable: true }
}

/**
 * The picture is decoded once, into pixels of the largest thumbnail; the smaller ones are made from those. JPEG and
 * WebP decoders shrink while they decode.
 */
async function writeThumbnails(request: PrepareRequest, picture: InspectedPicture, signal: AbortSignal): Promise<void> {
  const thumbnails = request.thumbnails.toSorted((a, b) => b.longestSidePx - a.longestSidePx)
  const largest = thumbnails[0]
  if (!largest) return
  const { data, info } = await settle(picture, signal, () =>
    fitInside(openPicture(picture), largest.longestSidePx)
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true }),
  )
  // The bytes lie in the decoder's own heap, which may grow and move under the next call.
  const pixels = Uint8Array.from(data)
  const raw = { width: info.width, height: info.height, channels: info.channels }
  await Promise.all(
    thumbnails.map(async ({ path, longestSidePx }) => {
      const webp = await settle(picture, signal, () =>
        fitInside(sharp(pixels, { raw }), longestSidePx).webp({ quality: thumbnailQuality }).toBuffer(),
      )
      await writeFileAtomic(path, webp)
    }),
  )
}

async function writeWorkingCopy(picture: InspectedPicture, path: string, signal: AbortSignal): Promise<void> {
  const png = await settle(picture, signal, () =>
    openPicture(picture).png({ compressionLevel: workingCopyCompression }).toBuffer(),
  )
  if (signal.aborted) throw AppError.cancelled()
  await replaceWithTemporary(path, async (temporaryPath) => {
    await writeParts(temporaryPath, [png.subarray(0, pngHeaderBytes), srgbChunk(), png.subarray(pngHeaderBytes)])
  })
}

/** A working copy can be hundreds of megabytes: it is written from where it lies, without joining the parts. */
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

async function settle<T>(picture: InspectedPicture, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  if (signal.aborted) throw AppError.cancelled()
  try {
    return await work()
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}
