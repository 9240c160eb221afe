import { untilAborted } from '../../../shared/util/until-aborted.ts'
import type { ImagingHandlers } from '../imaging-calls.ts'
import { exportPicture } from './export/export-picture.ts'
import { countFileChanges } from './verify/count-file-changes.ts'
import { stripOriginal } from './export/strip-original.ts'
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
import { inspectResponse } from './upload/inspect-response.ts'
import { expandMask, measureMask } from './upload/measure-mask.ts'
import { prepareInput } from './upload/prepare-input.ts'
import { previewBlend } from './upload/preview-blend.ts'
import { preparePicture, writePngCopy } from './prepare-picture.ts'
import { ByteBudget } from './source/byte-budget.ts'
import { DecodedCache } from './source/decoded-cache.ts'
import { inspectPicture } from './source/inspect-picture.ts'
import { fileSource } from './source/picture-source.ts'
import { loadSource } from './source/load-source.ts'
import { openForRegions } from './source/open-for-regions.ts'
import type { OriginalPicture } from './source/original-picture.ts'
import { RecentWork } from './source/recent-work.ts'
import { RegionReader } from './source/read-region.ts'

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
