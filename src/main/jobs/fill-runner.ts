import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Asset } from '../../shared/domain/asset.ts'
import type { FillInput } from '../../shared/domain/job.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import { AppError } from '../../shared/errors/index.ts'
import { resultName } from '../editing/result-name.ts'
import type { FillOutcome, FillPreview, FillRequest, Imaging } from '../imaging/imaging.ts'
import type { Library } from '../library/library.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { temporaryNameFor } from '../platform/pure/temporary-name.ts'

export type SeededFill = FillInput & { readonly seed: number }

export interface FillOptions {
  readonly signal: AbortSignal
  readonly startedAtMs: number
  readonly onProgress: (fraction: number) => void
  readonly onPreview: (preview: FillPreview) => void
}

/** One fill from request to filed result; leaves no temporary file whichever way it ends. */
export type FillRunner = (id: JobId, input: SeededFill, options: FillOptions) => Promise<Asset>

export function createFillRunner(needs: {
  readonly imaging: Pick<Imaging, 'fill'>
  readonly library: Pick<Library, 'require' | 'locate' | 'addResult'>
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
}): FillRunner {
  const { imaging, library, paths, clock } = needs

  async function file(input: SeededFill, made: Made): Promise<Asset> {
    const parent = await library.require(input.assetId)
    return library.addResult({
      temporaryPath: made.resultPath,
      temporaryMaskPath: made.effectiveMaskPath,
      rawAnswer: null,
      parentId: parent.id,
      name: resultName(parent, { operation: 'fill', seed: input.seed }),
      mime: 'image/png',
      widthPx: made.outcome.widthPx,
      heightPx: made.outcome.heightPx,
      hasAlpha: made.outcome.hasAlpha,
      recipe: recipeOf(input, made),
    })
  }

  return async (id, input, { signal, startedAtMs, onProgress, onPreview }) => {
    const temporary = (kind: string) => temporaryNameFor(join(paths.temporary, `${id}-${kind}.png`))
    const targets = { resultPath: temporary('result'), effectiveMaskPath: temporary('mask') }
    try {
      const source = await library.locate(input.assetId, 'full')
      throwIfAborted(signal)
      const request = requestOf(input, source.path, targets)
      const outcome = await imaging.fill(request, { signal, onProgress, onPreview })
      // The last moment at which a cancelled job leaves nothing behind; once filing has begun it is filed whole.
      throwIfAborted(signal)
      return await file(input, { ...targets, outcome, timingMs: clock.nowMs() - startedAtMs })
    } finally {
      await Promise.all(Object.values(targets).map((path) => rm(path, { force: true })))
    }
  }
}

type Targets = Pick<FillRequest, 'resultPath' | 'effectiveMaskPath'>

interface Made extends Targets {
  readonly outcome: FillOutcome
  readonly timingMs: number
}

function requestOf(input: SeededFill, sourcePath: string, targets: Targets): FillRequest {
  const { maskPng, samplingPng, growPx, featherPx, seed, colourAdaptation } = input
  return { maskPng, samplingPng, growPx, featherPx, seed, colourAdaptation, sourcePath, ...targets }
}

function recipeOf(input: SeededFill, { outcome, timingMs }: Made): Asset['recipe'] {
  return {
    operation: 'fill',
    provider: 'content-aware-fill',
    model: null,
    seed: input.seed,
    prompt: null,
    growPx: input.growPx,
    featherPx: input.featherPx,
    colourAdaptation: input.colourAdaptation,
    sampling: input.samplingPng === null ? 'automatic' : 'painted',
    changedInside: outcome.changedInside,
    changedOutside: outcome.changedOutside,
    timingMs,
    costUsd: 0,
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (signal.aborted) throw AppError.cancelled()
}
