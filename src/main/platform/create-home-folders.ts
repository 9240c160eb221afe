import { join } from 'node:path'
import type { HomePaths } from './home-paths.ts'
import { createFolder } from './pure/create-folder.ts'

/** @throws storage/read-only, storage/full, storage/not-found naming the folder */
export async function createHomeFolders(paths: HomePaths): Promise<void> {
  const folders = [
    paths.library,
    paths.masks,
    paths.working,
    join(paths.thumbnails, '256'),
    join(paths.thumbnails, '512'),
    paths.temporary,
    paths.logs,
    paths.appData,
  ]
  for (const folder of folders) await createFolder(folder)
}
