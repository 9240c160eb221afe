import type { ImagingHandlers } from './imaging-server.ts'
import { exportPicture } from './export-picture.ts'
import { fillPicture, type FillEngine } from './masked-fill/fill-picture.ts'
import { compositeAnswer } from './service/composite-answer.ts'
import { encodeMask } from './service/encode-mask.ts'
import { inspectAnswer } from './service/inspect-answer.ts'
import { prepareInput } from './service/prepare-input.ts'
import { preparePicture, writePngCopy } from './prepare-picture.ts'
import { ByteBudget } from './source/byte-budget.ts'
import { DecodedCache } from './source/decoded-cache.ts'
import { inspectPicture } from './source/inspect-picture.ts'
import { fileSource } from './source/picture-source.ts'
import { untilAborted } from './source/until-aborted.ts'

/** Decoded pixels of everything under way at once; one picture above it is worked on alone. */
const decodedBytesMax = 384 * 1024 * 1024
const cacheBytesMax = 256 * 1024 * 1024
const cacheIdleMs = 60_000

export function createImagingHandlers(engine: FillEngine): ImagingHandlers {
  const budget = new ByteBudget(decodedBytesMax)
  const cache = new DecodedCache({ limitBytes: cacheBytesMax, idleMs: cacheIdleMs })
  return {
    probe: async ({ path }, { signal }) => (await untilAborted(inspectPicture(fileSource(path)), signal)).facts,
    prepare: (request, { signal }) => preparePicture(request, budget, signal),
    fill: (request, context) => fillPicture(request, context, { engine, cache, budget }),
    prepareInput: (request, { signal }) => prepareInput(request, budget, signal),
    encodeMask: (request, { signal }) => encodeMask(request, signal),
    inspectAnswer: ({ path }, { signal }) => inspectAnswer(path, budget, signal),
    compositeAnswer: (request, { signal }) => compositeAnswer(request, signal, { cache, budget }),
    exportPicture: (request, { signal }) => exportPicture(request, budget, signal),
    writePng: ({ bytes, targetPath }, { signal }) => writePngCopy(bytes, targetPath, budget, signal),
  }
}
