import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { CredentialsCheck } from '../../../shared/domain/credentials.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/written-files.ts'
import { cannotRead } from '../../../shared/messages/en/start.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { ImagingHandlers } from '../imaging-calls.ts'
import type { ResponseFacts, StripRequest, CheckCredentialsRequest } from '../imaging.ts'
import {
  credentialsBytesMax,
  createCredentialsThread,
  type CredentialsThread,
} from './credentials/credentials-thread.ts'
import { drawPoses } from './control/draw-poses.ts'
import { writeDepthMap } from './control/write-depth-map.ts'
import { measureDifference } from './difference/measure-difference.ts'
import { exportImage } from './export/export-image.ts'
import { stripMetadata, strippableFormats } from './export/strip-metadata.ts'
import { computeFingerprint } from './fingerprint/compute-fingerprint.ts'
import { heatMap } from './heat-map.ts'
import { compose } from './layered/compose.ts'
import { openProject } from './layered/open-project.ts'
import { readMaskLayer } from './layered/read-mask.ts'
import { saveLayered } from './layered/save-layered.ts'
import { saveProject } from './layered/save-project.ts'
import { fillImage, warmUpFill } from './masked-fill/fill-image.ts'
import type { FillEngine } from './masked-fill/run-engine.ts'
import { mergePart, mergeParts } from './merge-part.ts'
import { readMetadata } from './metadata/read-metadata.ts'
import { findHiddenBits } from './metadata/read/hidden-bits.ts'
import { readModelInput, readPaddedInput } from './model-input/read-model-input.ts'
import { prepareImage, writePngCopy } from './prepare-image.ts'
import { cutOut } from './cut-out/cut-out.ts'
import { reframeImage } from './reframe-image.ts'
import { createSafetyCheck } from './safety/check-safety.ts'
import { loadNsfwModel } from './safety/load-nsfw-model.ts'
import { ByteBudget } from './source/byte-budget.ts'
import { toDecodeError } from './source/decode-error.ts'
import { openImage, type DecodedImage } from './source/decode-image.ts'
import { DecodedCache } from './source/decoded-cache.ts'
import { decodedBytes, inspectImage, type InspectedImage } from './source/inspect-image.ts'
import { loadSource } from './source/load-source.ts'
import type { OriginalImage } from './source/original-image.ts'
import { fileSource } from './source/image-source.ts'
import { readMaskFile } from './mask/read-mask-file.ts'
import { RegionReader, type OpenImage } from './source/read-region.ts'
import { RecentWork } from './source/recent-work.ts'
import { compositeResponse } from './upload/composite-response.ts'
import { encodeMask } from './upload/encode-mask.ts'
import { fitMask } from './upload/fit-mask.ts'
import { expandMask, measureMask } from './upload/measure-mask.ts'
import { drawMarkupMask } from './upload/draw-markup-mask.ts'
import { prepareInput, prepareMarked } from './upload/prepare-input.ts'
import { previewBlend } from './upload/preview-blend.ts'
import { upscaleImage } from './upscale/upscale-image.ts'
import { countFileChanges } from './verify/count-file-changes.ts'

/** Limit for the decoded pixels of all work in progress; an image above it is processed alone. */
const decodedBytesMax = 384 * 1024 * 1024
const cacheBytesMax = 256 * 1024 * 1024
const cacheIdleMs = 60_000
/** Small images and masks of the edits whose sliders were moved most recently. */
const recentMost = 12
/** Tiles shown in the window, kept so that they are still available after a pause. */
const regionBytesMax = 384 * 1024 * 1024
const regionIdleMs = 5 * 60_000

/** `keptBytes`: images held for the next call, which must not count as a reason to replace the process. */
export function createImagingHandlers(engine: FillEngine): ImagingHandlers & { keptBytes(): number } {
  const budget = new ByteBudget(decodedBytesMax)
  const cache = new DecodedCache({ limitBytes: cacheBytesMax, idleMs: cacheIdleMs })
  const originals = new DecodedCache<OriginalImage>({ limitBytes: cacheBytesMax, idleMs: cacheIdleMs })
  const services = { cache, originals, budget }
  const credentials = createCredentialsThread()
  const checkSafety = createSafetyCheck(loadNsfwModel)
  const recent = new RecentWork({ most: recentMost, idleMs: cacheIdleMs })
  const regions = new RegionReader({
    open: (path) => openForRegions(path, (each) => loadSource(each, { cache, budget }), budget),
    limitBytes: regionBytesMax,
    idleMs: regionIdleMs,
  })
  return {
    keptBytes: () => regions.keptBytes + cache.heldBytes + originals.heldBytes,
    probe: async ({ path }, { signal }) => (await untilAborted(inspectImage(fileSource(path)), signal)).facts,
    readMetadata: ({ path }, { signal }) => untilAborted(readMetadata(fileSource(path)), signal),
    prepare: (request, { signal }) => prepareImage(request, budget, signal),
    warmUpFill: (request, { signal }) => untilAborted(warmUpFill(request, services), signal),
    fill: (request, context) => fillImage(request, context, { engine, ...services }),
    prepareInput: (request, { signal }) => prepareInput(request, budget, signal),
    prepareMarked: (request, { signal }) => prepareMarked(request, budget, signal),
    drawMarkupMask: (request, { signal }) => drawMarkupMask(request, signal),
    encodeMask: (request, { signal }) => encodeMask(request, signal),
    readMaskFile: (request, { signal }) => readMaskFile(request, budget, signal),
    measureMask: (request, { signal }) => measureMask(request, signal),
    fitMask: (request, { signal }) => fitMask(request, signal),
    expandMask: (request, { signal }) => expandMask(request, signal),
    inspectAnswer: ({ path }, { signal }) => inspectResponse(path, budget, signal),
    describe: ({ path }, { signal }) => computeFingerprint(path, budget, signal),
    checkSafety: ({ path }, { signal }) => checkSafety(path, budget, signal),
    compositeAnswer: (request, { signal }) => compositeResponse(request, signal, services),
    previewBlend: (request, { signal }) => previewBlend(request, signal, { ...services, recent }),
    mergePart: (request, { signal }) => mergePart(request, signal, services),
    mergeParts: (request, { signal }) => mergeParts(request, signal, services),
    reframe: (request, context) => reframeImage(request, context, { engine, ...services }),
    cutOut: (request, { signal }) => cutOut(request, signal, services),
    upscale: (request, context) => upscaleImage(request, context, services),
    writeDepthMap: (request, { signal }) => writeDepthMap(request, signal),
    drawPoses: (request, { signal }) => drawPoses(request, signal),
    heatMap: (request, { signal }) => heatMap(request, signal, services),
    readModelInput: (request, { signal }) => readModelInput(request, budget, signal),
    readPaddedInput: (request, { signal }) => readPaddedInput(request, budget, signal),
    readRegion: (request, { signal }) => regions.read(request, signal),
    measureDifference: (request, { signal }) => measureDifference(request, signal, services),
    compose: (request, { signal }) => compose(request, budget, signal),
    readMask: (request, { signal }) => readMaskLayer(request, budget, signal),
    saveProject: (request, { signal }) => saveProject(request, signal),
    openProject: (request, { signal }) => openProject(request, budget, signal),
    saveLayered: (request, { signal }) => saveLayered(request, budget, signal),
    exportImage: (request, context) => exportImage(request, context, { budget, credentials }),
    stripOriginal: (request, { signal }) => stripOriginal(request, signal),
    countFileChanges: (request, { signal }) => countFileChanges(request, signal, services),
    checkCredentials: (request, { signal }) => checkCredentials(request, signal, credentials),
    writePng: ({ sourcePath, targetPath }, { signal }) => writePngCopy(sourcePath, targetPath, budget, signal),
  }
}

/** An image whose first rows are not black is not black; this decides most responses. */
const firstRows = 16

async function inspectResponse(path: string, budget: ByteBudget, signal: AbortSignal): Promise<ResponseFacts> {
  const image = await untilAborted(inspectImage(fileSource(path)), signal)
  const work = budget.run(decodedBytes(image), signal, () => isBlack(image))
  return { ...image.facts, isBlack: await untilAborted(work, signal) }
}

/** Black everywhere and, if transparent, uniformly so: black ink on a transparent background is a drawing. */
async function isBlack(image: InspectedImage): Promise<boolean> {
  const { widthPx, heightPx } = image.facts
  try {
    const top = { left: 0, top: 0, width: widthPx, height: Math.min(firstRows, heightPx) }
    const first = await openImage(image).extract(top).removeAlpha().raw({ depth: 'uchar' }).toBuffer()
    if (!isZero(first)) return false
    const { data, info } = await openImage(image).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    if (info.channels === 3) return isZero(data)
    for (let at = 0; at < data.length; at += info.channels) {
      const isInk = data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 0
      if (!isInk || data[at + 3] !== data[3]) return false
    }
    return true
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((value) => value === 0)
}

/** Decoding more than this takes over a second, so a coarse version is shown first. */
const slowPixels = 40_000_000

/** @param load decodes the whole image, shared with all other work on the same file */
async function openForRegions(
  path: string,
  load: (path: string) => Promise<DecodedImage>,
  budget: ByteBudget,
): Promise<OpenImage> {
  const image = await inspectImage(fileSource(path))
  const { widthPx, heightPx } = image.facts
  const isSlow = widthPx * heightPx > slowPixels
  return {
    size: { widthPx, heightPx },
    load: () => load(path),
    loadQuarter: isSlow ? () => budget.run(decodedBytes(image) / 8, undefined, () => decodeQuarter(image)) : null,
  }
}

/** Decodes in one pass over the file, for JPEG with its decoder's own downscaling, never holding all pixels. */
async function decodeQuarter(image: InspectedImage): Promise<DecodedImage> {
  const { hasAlpha } = image.facts
  const [widthPx, heightPx] = [Math.ceil(image.facts.widthPx / 4), Math.ceil(image.facts.heightPx / 4)]
  try {
    const { data: rgba } = await openImage(image)
      .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toUint8Array()
    return { widthPx, heightPx, hasAlpha, rgba }
  } catch (thrown) {
    throw toDecodeError(thrown, image.source.name)
  }
}

/**
 * Copies a file without its metadata and without changing its pixels, or refuses: an original to be stripped is never
 * copied with its metadata.
 */
async function stripOriginal(request: StripRequest, signal: AbortSignal): Promise<void> {
  const bytes = await untilAborted(strippedBytes(request), signal)
  await writeFileAtomic(request.targetPath, bytes, request.fileName)
}

async function strippedBytes({ sourcePath, fileName }: StripRequest): Promise<Buffer> {
  const source = fileSource(sourcePath)
  const { format, orientation } = await inspectImage(source)
  const strippable = strippableFormats.find((each) => each === format)
  if (strippable === undefined) {
    throw new AppError(
      'media/unsupported',
      messages.cannotRemoveMetadata({ name: fileName, format: format.toUpperCase() }),
    )
  }
  const hidden = await findHiddenBits(source).catch((thrown: unknown) => {
    throw toDecodeError(thrown, fileName)
  })
  if (hidden !== null) {
    throw new AppError('media/unsupported', messages.hiddenPrompt({ name: fileName }))
  }
  const file = await readFile(sourcePath).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotRead({ name: fileName }))
  })
  const stripped = stripMetadata(file, strippable, orientation)
  if (stripped !== null) return stripped
  throw new AppError('media/undecodable', messages.damagedOriginal({ name: fileName }))
}

/** Reads and validates the Content Credentials in a file. @throws media/too-large, media/undecodable, storage/* */
async function checkCredentials(
  { path, mime }: CheckCredentialsRequest,
  signal: AbortSignal,
  thread: CredentialsThread,
): Promise<CredentialsCheck> {
  const name = basename(path)
  const { size } = await stat(path).catch((thrown: unknown) => {
    throw toFileError(thrown, cannotRead({ name }))
  })
  if (size > credentialsBytesMax) {
    throw new AppError('media/too-large', messages.tooLargeToCheck({ name }))
  }
  try {
    return await thread.check({ type: 'check', path, mime }, signal)
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'request/cancelled') throw thrown
    throw new AppError('media/undecodable', messages.cannotCheck({ name }), {
      cause: thrown,
      detail: { reason: thrown instanceof Error ? thrown.message : String(thrown) },
    })
  }
}
