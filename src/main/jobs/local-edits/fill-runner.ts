import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { FillInput } from '../../../shared/domain/job.ts'
import type { FillOutcome, FillRequest, Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

export type SeededFill = FillInput & { readonly seed: number }

export interface FillRunnerNeeds {
  readonly imaging: Pick<Imaging, 'fill' | 'warmUpFill'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
}

export function createFillRunner(needs: FillRunnerNeeds): (input: SeededFill) => LocalWork {
  const { imaging, assets, paths, clock } = needs
  return (input) =>
    (id, { signal, startedAtMs, onProgress, onPreview }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const files = await locateForFill(assets, input.assetId)
        throwIfAborted(signal)
        const request = requestOf(input, files, { result, mask })
        const outcome = await imaging.fill(request, { signal, onProgress, onPreview })
        // The last moment at which a canceled job leaves nothing behind; once filing has begun, it completes.
        throwIfAborted(signal)
        const parent = await assets.records.require(input.assetId)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: mask,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'fill' },
          mime: 'image/png',
          widthPx: outcome.widthPx,
          heightPx: outcome.heightPx,
          hasAlpha: outcome.hasAlpha,
          recipe: recipeOf(input, outcome, Math.max(0, clock.nowMs() - startedAtMs)),
        })
      })
}

export async function locateForFill(
  assets: Pick<Assets, 'files'>,
  id: AssetId,
): Promise<{ readonly sourcePath: string; readonly originalPath: string }> {
  const [source, original] = await Promise.all([assets.files.locate(id, 'full'), assets.files.locate(id, 'original')])
  return { sourcePath: source.path, originalPath: original.path }
}

function requestOf(
  { maskPng, samplingPng, growPx, featherPx, seed, colourAdaptation }: SeededFill,
  source: Pick<FillRequest, 'sourcePath' | 'originalPath'>,
  files: Readonly<Record<'result' | 'mask', string>>,
): FillRequest {
  const settings = { maskPng, samplingPng, growPx, featherPx, seed, colourAdaptation }
  return { ...settings, ...source, resultPath: files.result, effectiveMaskPath: files.mask }
}

function recipeOf(input: SeededFill, outcome: FillOutcome, timingMs: number): Asset['recipe'] {
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
