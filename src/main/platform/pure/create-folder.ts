import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import { cannotCreateFolder } from '../../../shared/messages/en/start.ts'

/**
 * Creates a folder and its parents; an existing one is fine.
 *
 * Not `mkdir` with `recursive`: where a file system refuses with ENOENT although the parent exists (as /proc does),
 * that call never settles.
 *
 * @throws storage/* naming the folder
 */
export async function createFolder(folder: string): Promise<void> {
  try {
    await create(folder)
  } catch (thrown) {
    throw toFileError(thrown, cannotCreateFolder({ folder }))
  }
}

async function create(folder: string, isSecondTry = false): Promise<void> {
  try {
    await mkdir(folder)
  } catch (thrown) {
    if (await isFolder(folder)) return
    const parent = dirname(folder)
    if (!hasCode(thrown, 'ENOENT') || parent === folder || isSecondTry) throw thrown
    // The parent may have been created in the meantime: several images create the day's folder at once.
    if (!(await isFolder(parent))) await create(parent)
    await create(folder, true)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isDirectory(),
    () => false,
  )
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}
