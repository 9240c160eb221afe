import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { temporaryOwner } from '../../platform/pure/temporary-name.ts'
import type { HomePaths } from '../../platform/home-paths.ts'
import { isDeadTemporary, isOld, removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { responsesFolder, heatFolder, thumbnailSizes } from './library-paths.ts'

/** Deletes what ended processes left half written anywhere in the home folder. Returns how many files that were. */
export async function removeAllTemporaries(
  paths: HomePaths,
  inLibrary: readonly { readonly folder: string; readonly fileName: string }[],
): Promise<number> {
  let removed = 0
  for (const { folder, fileName } of inLibrary) {
    if (!(await isDeadTemporary(folder, fileName))) continue
    await rm(join(folder, fileName), { force: true })
    removed++
  }
  const thumbnails = thumbnailSizes.map((size) => join(paths.thumbnails, String(size)))
  const others = [paths.root, paths.masks, responsesFolder(paths), heatFolder(paths), paths.working, paths.temporary]
  for (const folder of [...others, ...thumbnails]) {
    // A folder that is not there is made when it is needed.
    removed += await removeDeadTemporaries(folder).catch(() => 0)
  }
  return removed + (await removeAbandonedWork(paths.temporary).catch(() => 0))
}

/** Files in the folder for work under way that bear no process id: a day without a change, and nobody wants them. */
async function removeAbandonedWork(folder: string): Promise<number> {
  let removed = 0
  for (const fileName of await readdir(folder)) {
    if (temporaryOwner(fileName) !== null || !(await isOld(join(folder, fileName)))) continue
    await rm(join(folder, fileName), { recursive: true, force: true })
    removed++
  }
  return removed
}
