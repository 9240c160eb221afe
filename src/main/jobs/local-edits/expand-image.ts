import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import { contentAwareFillId } from '../../../shared/domain/import-recipe.ts'
import type { Rect } from '../../../shared/util/geometry.ts'
import type { FillOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

export interface ExpandNeeds {
  readonly imaging: Pick<Imaging, 'reframe'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

export interface CanvasExpansion {
  readonly assetId: Asset['id']
  /** In the image's pixels; extends beyond it. */
  readonly frame: Rect
  readonly seed: number
  /** As in the recipe. */
  readonly agent?: Recipe['agent']
}

/** The engine that fills the new area. */
export const expandEngine = contentAwareFillId

/** Files the image with a larger canvas, filled locally: existing pixels stay exactly the same. */
export function createExpander({ imaging, assets, paths }: ExpandNeeds): (input: CanvasExpansion) => LocalWork {
  return ({ assetId, frame, seed, agent }) =>
    (id, { signal, tookMs, onProgress, onPreview }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const original = await assets.files.locate(assetId, 'original')
        throwIfAborted(signal)
        const request = { originalPath: original.path, frame, seed, resultPath: result, effectiveMaskPath: mask }
        const outcome = await imaging.reframe(request, { signal, onProgress, onPreview })
        throwIfAborted(signal)
        const parent = await assets.records.require(assetId)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: mask,
          rawAnswer: null,
          parentId: assetId,
          name: { from: parent.name, task: 'expand' },
          mime: 'image/png',
          widthPx: outcome.widthPx,
          heightPx: outcome.heightPx,
          hasAlpha: outcome.hasAlpha,
          recipe: recipeOf({ frame, seed, agent }, outcome, tookMs()),
        })
      })
}

function recipeOf(
  { frame, seed, agent }: Omit<CanvasExpansion, 'assetId'>,
  outcome: FillOutcome,
  timingMs: number,
): Recipe {
  return {
    operation: 'expand',
    provider: expandEngine,
    model: null,
    seed,
    prompt: null,
    growPx: null,
    featherPx: null,
    changedInside: outcome.changedInside,
    changedOutside: outcome.changedOutside,
    parentAt: parentAt(frame),
    ...(agent && { agent }),
    timingMs,
    costUsd: 0,
  }
}

/**
 * Returns the position of the image's top-left corner in the expanded image. Avoids `-0`, which must not be written to
 * a file.
 */
export function parentAt({ x, y }: Rect): { x: number; y: number } {
  return { x: 0 - x, y: 0 - y }
}
