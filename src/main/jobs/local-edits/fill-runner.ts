import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { FillInput } from '../../../shared/domain/job.ts'
import { contentAwareFillId, localInpainting } from '../../../shared/domain/import-recipe.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { FillOutcome, FillRequest, Imaging, InpaintInput } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

/** `model`: the one that fills; null = content-aware fill. */
export type SeededFill = Omit<FillInput, 'model'> & { readonly seed: number; readonly model: FillModel | null }

interface FillModel {
  readonly id: string
  readonly name: string
  readonly path: string
}

/** The models for removal of this computer. */
export interface FillModels {
  /** By name or ID. @throws model/missing */
  model(name: string): Promise<FillModel>
  /** Loads one. @throws model/*, vision/process-exited */
  open(
    model: FillModel,
    signal: AbortSignal,
  ): Promise<{ readonly size: Size; inpaint(image: InpaintInput): Promise<Uint8Array<ArrayBuffer>> }>
}

export interface FillRunnerNeeds {
  readonly imaging: Pick<Imaging, 'fill' | 'warmUpFill'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
  /** Opened with the first fill by a model. */
  readonly inpainting: () => Promise<FillModels>
}

export function createFillRunner(needs: FillRunnerNeeds): (input: SeededFill) => LocalWork {
  const { imaging, assets, paths, inpainting } = needs
  return (input) =>
    (id, { signal, tookMs, onProgress, onPreview }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const files = await locateForFill(assets, input.assetId)
        throwIfAborted(signal)
        const model = input.model === null ? null : await (await inpainting()).open(input.model, signal)
        const request = requestOf(input, { ...files, resultPath: result, effectiveMaskPath: mask }, model?.size ?? null)
        const byModel = model !== null && { onInpaint: (part: InpaintInput) => model.inpaint(part) }
        const callbacks = { signal, onProgress, onPreview, ...byModel }
        const outcome = await imaging.fill(request, callbacks)
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
          recipe: recipeOf(input, outcome, tookMs()),
        })
      })
}

/** Who fills, for jobs and recipes. */
export function engineOf(model: Pick<FillModel, 'name'> | null): { provider: string; model: string | null } {
  return model === null
    ? { provider: contentAwareFillId, model: null }
    : { provider: localInpainting, model: model.name }
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
  files: Pick<FillRequest, 'sourcePath' | 'originalPath' | 'resultPath' | 'effectiveMaskPath'>,
  modelSize: Size | null,
): FillRequest {
  return { maskPng, samplingPng, growPx, featherPx, seed, colourAdaptation, modelSize, ...files }
}

function recipeOf(input: SeededFill, outcome: FillOutcome, timingMs: number): Asset['recipe'] {
  return {
    operation: 'fill',
    ...engineOf(input.model),
    seed: input.seed,
    prompt: null,
    growPx: input.growPx,
    featherPx: input.featherPx,
    // A model takes neither.
    ...(input.model === null && {
      colourAdaptation: input.colourAdaptation,
      sampling: input.samplingPng === null ? ('automatic' as const) : ('painted' as const),
    }),
    changedInside: outcome.changedInside,
    changedOutside: outcome.changedOutside,
    ...(input.agent && { agent: input.agent }),
    timingMs,
    costUsd: 0,
  }
}
