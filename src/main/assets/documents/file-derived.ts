import { join } from 'node:path'
import { rm } from 'node:fs/promises'
import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { CanvasDocument } from '../../../shared/domain/canvas-document.ts'
import type { PictureFacts } from '../../imaging/imaging.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import type { ResultTask } from '../../../shared/util/result-name.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import type { DocumentsContext } from './documents-context.ts'

/** Lets `make` write a picture of a document into a temporary file, and files it with the base as its parent. */
export async function fileDerived(
  { assets, paths, clock }: DocumentsContext,
  { baseId, name }: CanvasDocument,
  how: { readonly task: ResultTask; readonly recipe: Pick<Recipe, 'operation' | 'parentAt'> },
  make: (temporaryPath: string) => Promise<Omit<PictureFacts, 'isShowable' | 'mime'>>,
): Promise<Asset> {
  await createFolder(paths.temporary)
  const temporaryPath = temporaryNameFor(join(paths.temporary, how.recipe.operation))
  const startedMs = clock.nowMs()
  try {
    const { widthPx, heightPx, hasAlpha } = await make(temporaryPath)
    return await assets.results.add({
      temporaryPath,
      temporaryMaskPath: null,
      rawAnswer: null,
      parentId: baseId,
      name: { from: name, task: how.task },
      mime: 'image/png',
      widthPx,
      heightPx,
      hasAlpha,
      recipe: { ...importRecipe, ...how.recipe, timingMs: Math.max(0, clock.nowMs() - startedMs) },
    })
  } finally {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}
