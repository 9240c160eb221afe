import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'

/**
 * Creates a folder and the ones above it; one that is there already is fine.
 *
 * Not `mkdir` with `recursive`: where a file system refuses with ENOENT although the parent exists (as /proc does),
 * that call never answers.
 *
 * @throws storage/* naming the folder
 */
export async function createFolder(folder: string): Promise<void> {
  try {
    await create(folder)
  } catch (thrown) {
    throw toFileError(thrown, `create the folder ${folder}`)
  }
}

async function create(folder: string, isSecondTry = false): Promise<void> {
  try {
    await mkdir(folder)
  } catch (thrown) {
    if (await isFolder(folder)) return
    const parent = dirname(folder)
    if (!hasCode(thrown, 'ENOENT') || parent === folder || isSecondTry) throw thrown
    // The parent may have come in between: several pictures create the day's folder at once.
    if (!(await isFolder(parent))) await create(parent)
    await create(folder, true)
  }
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

function hasCode(thrown: unknown, code: string): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === code
}
