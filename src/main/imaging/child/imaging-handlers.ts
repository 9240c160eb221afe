import { readFile } from 'node:fs/promises'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import type { ImagingHandlers } from '../imaging-calls.ts'
import type { ResponseFacts, StripRequest } from '../imaging.ts'
import { exportPicture } from './export/export-picture.ts'
import { stripMetadata, strippableFormats } from './export/strip-metadata.ts'
import { findHiddenBits } from './metadata/read/hidden-bits.ts'
import { toDecodeError } from './source/decode-error.ts'
import { openPicture, type DecodedPicture } from './source/decode-picture.ts'
import { countFileChanges } from './verify/count-file-changes.ts'
import { compose } from './layered/compose.ts'
import { openProject } from './layered/open-project.ts'
import { readMaskLayer } from './layered/read-mask.ts'
import { saveLayered } from './layered/save-layered.ts'
import { saveProject } from './layered/save-project.ts'
import { measureDifference } from './difference/measure-difference.ts'
import { readAccount } from './metadata/read-account.ts'
import { heatMap } from './heat-map.ts'
import { computeFingerprint } from './fingerprint/compute-fingerprint.ts'
import { fillPicture } from './masked-fill/fill-picture.ts'
import { warmUpFill } from './masked-fill/warm-up-fill.ts'
import type { FillEngine } from './masked-fill/run-engine.ts'
import { checkCredentials } from './credentials/check-credentials.ts'
import { createCredentialsThread } from './credentials/credentials-thread.ts'
import { mergePart } from './merge-part.ts'
import { reframePicture } from './reframe-picture.ts'
import { createSafetyCheck } from './safety/check-safety.ts'
import { loadNsfwModel } from './safety/load-nsfw-model.ts'
import { compositeResponse } from './upload/composite-response.ts'
import { encodeMask } from './upload/encode-mask.ts'
import { expandMask, measureMask } from './upload/measure-mask.ts'
import { prepareInput } from './upload/prepare-input.ts'
import { previewBlend } from './upload/preview-blend.ts'
import { preparePicture, writePngCopy } from './prepare-picture.ts'
import { ByteBudget } from './source/byte-budget.ts'
import { DecodedCache } from './source/decoded-cache.ts'
import { decodedBytes, inspectPicture, type InspectedPicture } from './source/inspect-picture.ts'
import { fileSource } from './source/picture-source.ts'
import { loadSource } from './source/load-source.ts'
import type { OriginalPicture } from './source/original-picture.ts'
import { RecentWork } from './source/recent-work.ts'
import { RegionReader, type OpenPicture } from './source/read-region.ts'

/** Decoded pixels of everything under way at once; one picture above it is worked on alone. */
const decodedBytesMax = 384 * 1024 * 1024
const cacheBytesMax = 256 * 1024 * 1024
const cacheIdleMs = 60_000
/** Small pictures and masks of the edits whose sliders were moved last. */
const recentMost = 12
/** What the window looks at, tile by tile: an artist who thinks for a while finds it still there. */
const regionBytesMax = 384 * 1024 * 1024
const regionIdleMs = 5 * 60_000

/** `keptBytes`: pictures held for the next call, which are no reason to replace the process. */
export function createImagingHandlers(engine: FillEngine): ImagingHandlers & { keptBytes(): number } {
  const budget = new ByteBudget(decodedBytesMax)
  const cache = new DecodedCache({ limitBytes: cacheBytesMax, idleMs: cacheIdleMs })
  const originals = new DecodedCache<OriginalPicture>({ limitBytes: cacheBytesMax, idleMs: cacheIdleMs })
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
    probe: async ({ path }, { signal }) => (await untilAborted(inspectPicture(fileSource(path)), signal)).facts,
    readAccount: ({ path }, { signal }) => untilAborted(readAccount(fileSource(path)), signal),
    prepare: (request, { signal }) => preparePicture(request, budget, signal),
    warmUpFill: (request, { signal }) => untilAborted(warmUpFill(request, services), signal),
    fill: (request, context) => fillPicture(request, context, { engine, ...services }),
    prepareInput: (request, { signal }) => prepareInput(request, budget, signal),
    encodeMask: (request, { signal }) => encodeMask(request, signal),
    measureMask: (request, { signal }) => measureMask(request, signal),
    expandMask: (request, { signal }) => expandMask(request, signal),
    inspectAnswer: ({ path }, { signal }) => inspectResponse(path, budget, signal),
    describe: ({ path }, { signal }) => computeFingerprint(path, budget, signal),
    checkSafety: ({ path }, { signal }) => checkSafety(path, budget, signal),
    compositeAnswer: (request, { signal }) => compositeResponse(request, signal, services),
    previewBlend: (request, { signal }) => previewBlend(request, signal, { ...services, recent }),
    mergePart: (request, { signal }) => mergePart(request, signal, services),
    reframe: (request, context) => reframePicture(request, context, { engine, ...services }),
    heatMap: (request, { signal }) => heatMap(request, signal, services),
    readRegion: (request, { signal }) => regions.read(request, signal),
    measureDifference: (request, { signal }) => measureDifference(request, signal, services),
    compose: (request, { signal }) => compose(request, budget, signal),
    readMask: (request, { signal }) => readMaskLayer(request, budget, signal),
    saveProject: (request, { signal }) => saveProject(request, signal),
    openProject: (request, { signal }) => openProject(request, budget, signal),
    saveLayered: (request, { signal }) => saveLayered(request, budget, signal),
    exportPicture: (request, context) => exportPicture(request, context, { budget, credentials }),
    stripOriginal: (request, { signal }) => stripOriginal(request, signal),
    countFileChanges: (request, { signal }) => countFileChanges(request, signal, services),
    checkCredentials: (request, { signal }) => checkCredentials(request, signal, credentials),
    writePng: ({ bytes, targetPath }, { signal }) => writePngCopy(bytes, targetPath, budget, signal),
  }
}

/** A picture whose first rows show anything at all is not black: most answers are judged by these. */
const firstRows = 16

async function inspectResponse(path: string, budget: ByteBudget, signal: AbortSignal): Promise<ResponseFacts> {
  const picture = await untilAborted(inspectPicture(fileSource(path)), signal)
  const work = budget.run(decodedBytes(picture), signal, () => isBlack(picture))
  return { ...picture.facts, isBlack: await untilAborted(work, signal) }
}

/** Black everywhere; with transparency, evenly so: black ink on a clear ground is a drawing. */
async function isBlack(picture: InspectedPicture): Promise<boolean> {
  const { widthPx, heightPx } = picture.facts
  try {
    const top = { left: 0, top: 0, width: widthPx, height: Math.min(firstRows, heightPx) }
    const first = await openPicture(picture).extract(top).removeAlpha().raw({ depth: 'uchar' }).toBuffer()
    if (!isZero(first)) return false
    const { data, info } = await openPicture(picture).raw({ depth: 'uchar' }).toBuffer({ resolveWithObject: true })
    if (info.channels === 3) return isZero(data)
    for (let at = 0; at < data.length; at += info.channels) {
      const isInk = data[at] === 0 && data[at + 1] === 0 && data[at + 2] === 0
      if (!isInk || data[at + 3] !== data[3]) return false
    }
    return true
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}

function isZero(bytes: Buffer): boolean {
  return bytes.every((value) => value === 0)
}

/** Decoding more than this takes over a second: a coarse look comes first. */
const slowPixels = 40_000_000

/** @param load decodes all of it, as every other work on the same file does */
async function openForRegions(
  path: string,
  load: (path: string) => Promise<DecodedPicture>,
  budget: ByteBudget,
): Promise<OpenPicture> {
  const picture = await inspectPicture(fileSource(path))
  const { widthPx, heightPx } = picture.facts
  const isSlow = widthPx * heightPx > slowPixels
  return {
    size: { widthPx, heightPx },
    load: () => load(path),
    loadQuarter: isSlow ? () => budget.run(decodedBytes(picture) / 8, undefined, () => decodeQuarter(picture)) : null,
  }
}

/** In one pass over the file, and for JPEG by its decoder's own halving, without ever holding all pixels. */
async function decodeQuarter(picture: InspectedPicture): Promise<DecodedPicture> {
  const { hasAlpha } = picture.facts
  const [widthPx, heightPx] = [Math.ceil(picture.facts.widthPx / 4), Math.ceil(picture.facts.heightPx / 4)]
  try {
    const data = await openPicture(picture)
      .resize(widthPx, heightPx, { fit: 'fill', kernel: 'linear' })
      .ensureAlpha()
      .raw({ depth: 'uchar' })
      .toBuffer()
    // The bytes lie in the decoder's own heap and are its again once dropped.
    return { widthPx, heightPx, hasAlpha, rgba: Uint8Array.from(data) }
  } catch (thrown) {
    throw toDecodeError(thrown, picture.source.name)
  }
}

/**
 * Copies a file without its metadata and without touching its pixels, or refuses: an original that is to say nothing is
 * never copied with what it says.
 */
async function stripOriginal(request: StripRequest, signal: AbortSignal): Promise<void> {
  const bytes = await untilAborted(strippedBytes(request), signal)
  await writeFileAtomic(request.targetPath, bytes, request.fileName)
}

async function strippedBytes({ sourcePath, fileName }: StripRequest): Promise<Buffer> {
  const source = fileSource(sourcePath)
  const { format, orientation } = await inspectPicture(source)
  const strippable = strippableFormats.find((each) => each === format)
  if (strippable === undefined) {
    throw new AppError(
      'media/unsupported',
      `“${fileName}” was not written: metadata cannot be removed from an original ${format.toUpperCase()} file. Choose a format, or keep all metadata.`,
    )
  }
  const hidden = await findHiddenBits(source).catch((thrown: unknown) => {
    throw toDecodeError(thrown, fileName)
  })
  if (hidden !== null) {
    throw new AppError(
      'media/unsupported',
      `“${fileName}” was not written: a prompt is hidden in its pixels, which an original keeps. Choose a format, or keep all metadata.`,
    )
  }
  const file = await readFile(sourcePath).catch((thrown: unknown) => {
    throw toFileError(thrown, `read “${fileName}”`)
  })
  const stripped = stripMetadata(file, strippable, orientation)
  if (stripped !== null) return stripped
  throw new AppError('media/undecodable', `“${fileName}” was not written: the original is damaged.`)
}
