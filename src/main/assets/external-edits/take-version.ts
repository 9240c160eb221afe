import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { Imaging } from '../../imaging/imaging.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { copyFresh } from '../../platform/pure/atomic-file.ts'
import { createFolder } from '../../platform/pure/create-folder.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { importRecipe } from '../../../shared/domain/import-recipe.ts'
import type { Assets } from '../assets.ts'

export interface TakeOptions {
  readonly assets: Pick<Assets, 'records' | 'results'>
  readonly imaging: Pick<Imaging, 'probe'>
  readonly paths: HomePaths
}

/**
 * Imports the saved file as a child of the original image. Null if its content is that of `knownSha256`.
 * Works on a copy, since the program may save again meanwhile. @throws media/* while the file is incomplete, storage/*
 */
export async function takeVersion(
  { assets, imaging, paths }: TakeOptions,
  path: string,
  edit: { readonly assetId: AssetId; readonly knownSha256: string },
): Promise<{ readonly asset: Asset; readonly sha256: string } | null> {
  await createFolder(paths.temporary)
  const temporaryPath = temporaryNameFor(join(paths.temporary, 'external'))
  try {
    await copyFresh(path, temporaryPath)
    const sha256 = await hashFile(temporaryPath)
    if (sha256 === edit.knownSha256) return null
    const { isShowable: _isShowable, ...facts } = await imaging.probe({ path: temporaryPath })
    const [parent] = await assets.records.load([edit.assetId])
    const name = parent === undefined ? basename(path) : ({ from: parent.name, task: 'edit' } as const)
    const asset = await assets.results.add({
      temporaryPath,
      temporaryMaskPath: null,
      rawAnswer: null,
      parentId: parent?.id ?? null,
      name,
      ...facts,
      recipe: { ...importRecipe, operation: 'external' },
    })
    return { asset, sha256 }
  } finally {
    await rm(temporaryPath, { force: true }).catch(() => undefined)
  }
}
