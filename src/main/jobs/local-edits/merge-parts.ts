import type { Recipe } from '../../../shared/domain/asset.ts'
import type { AssetId, DocumentId, EditPlanId } from '../../../shared/domain/ids.ts'
import { mergedPlanModel } from '../../../shared/domain/import-recipe.ts'
import type { MaskEdge } from '../../../shared/util/mask/effective-mask.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'
import type { Assets } from '../../assets/assets.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import type { LocalWork } from './local-queue.ts'
import { withTemporaries } from './with-temporaries.ts'

export interface MergePartsInput {
  readonly documentId: DocumentId | null
  /** The plan of which it is a step between two others; absent = none. */
  readonly editPlanId?: EditPlanId
  readonly onto: AssetId
  /** As in the recipe. */
  readonly agent?: Recipe['agent']
  /** Edits of `onto`, or of edits of it, each with its mask as painted; in order. */
  readonly parts: readonly (MaskEdge & { readonly from: AssetId; readonly maskPng: Uint8Array })[]
}

export interface PartsMergerNeeds {
  readonly imaging: Pick<Imaging, 'mergeParts'>
  readonly assets: Pick<Assets, 'records' | 'files' | 'results'>
  readonly paths: Pick<HomePaths, 'temporary'>
}

type Merge = Pick<MergePartsInput, 'onto' | 'parts' | 'agent'>

/** Files `onto` with what all the parts have changed, as a child of `onto`. */
export function createPartsMerger({ imaging, assets, paths }: PartsMergerNeeds): (input: Merge) => LocalWork {
  return ({ onto, parts, agent }) =>
    (id, { signal, tookMs }) =>
      withTemporaries(paths, id, ['result', 'mask'], async ({ result, mask }) => {
        const parent = await assets.records.require(onto)
        const [full, original] = await Promise.all([
          assets.files.locate(onto, 'full'),
          assets.files.locate(onto, 'original'),
        ])
        const located = await Promise.all(
          parts.map(async ({ from, ...part }) => ({
            ...part,
            fromPath: (await assets.files.locate(from, 'original')).path,
          })),
        )
        const files = { sourcePath: full.path, originalPath: original.path, resultPath: result }
        const request = { ...files, effectiveMaskPath: mask, parts: located }
        const { changedInside, changedOutside, ...size } = await imaging.mergeParts(request, { signal })
        throwIfAborted(signal)
        return assets.results.add({
          temporaryPath: result,
          temporaryMaskPath: mask,
          rawAnswer: null,
          parentId: parent.id,
          name: { from: parent.name, task: 'merge' },
          mime: 'image/png',
          widthPx: size.widthPx,
          heightPx: size.heightPx,
          hasAlpha: size.hasAlpha,
          recipe: {
            operation: 'merge',
            provider: 'merge',
            model: mergedPlanModel,
            seed: null,
            prompt: null,
            growPx: null,
            featherPx: null,
            changedInside,
            changedOutside,
            takenFromId: parts.at(-1)!.from,
            ...(agent && { agent }),
            timingMs: tookMs(),
            costUsd: 0,
          },
        })
      })
}
