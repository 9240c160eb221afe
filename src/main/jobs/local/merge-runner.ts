import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { ParsedInput } from '../../../shared/contract/index.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import { hasSameShape } from '../../../shared/util/same-shape.ts'
import type { FillOutcome, Imaging } from '../../imaging/imaging.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { throwIfAborted } from '../throw-if-aborted.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

export interface MergeNeeds {
  readonly imaging: Pick<Imaging, 'mergePart'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
}

export type MergeInput = ParsedInput<'edits.merge'>

/** Files `onto` with the part of `from` that lies under the mask; `from` is brought to the size of `onto` for it. */
export function createMerger({ imaging, assets, paths, clock }: MergeNeeds): (input: MergeInput) => LocalWork {
  return (input) =>
    (id, { signal, startedAtMs }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const parent = await assets.records.require(input.onto)
        const [full, original, from] = await Promise.all([
          assets.files.locate(input.onto, 'full'),
          assets.files.locate(input.onto, 'original'),
          assets.files.locate(input.from, 'original'),
        ])
        const { maskPng, growPx, featherPx } = input
        const outcome = await imaging.mergePart(
          {
            maskPng,
            growPx,
            featherPx,
            sourcePath: full.path,
            originalPath: original.path,
            fromPath: from.path,
            resultPath: result,
            effectiveMaskPath: mask,
          },
          { signal },
        )
        throwIfAborted(signal)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: mask,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'merge' },
          mime: 'image/png',
          widthPx: outcome.widthPx,
          heightPx: outcome.heightPx,
          hasAlpha: outcome.hasAlpha,
          recipe: recipeOf(input, outcome, Math.max(0, clock.nowMs() - startedAtMs)),
        })
      })
}

/** @throws edit/does-not-fit */
export function requireSameShape(onto: Asset, from: Asset): void {
  if (hasSameShape(onto, from)) return
  const sizes = messages.twoSizes({
    name: from.name,
    width: from.widthPx,
    height: from.heightPx,
    otherName: onto.name,
    otherWidth: onto.widthPx,
    otherHeight: onto.heightPx,
  })
  throw new AppError('edit/does-not-fit', messages.otherAspectRatio({ sizes }))
}

function recipeOf(input: MergeInput, outcome: FillOutcome, timingMs: number): Recipe {
  return {
    operation: 'merge',
    provider: 'merge',
    model: null,
    seed: null,
    prompt: null,
    growPx: input.growPx,
    featherPx: input.featherPx,
    changedInside: outcome.changedInside,
    changedOutside: outcome.changedOutside,
    takenFromId: input.from,
    timingMs,
    costUsd: 0,
  }
}
