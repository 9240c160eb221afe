import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyingMark, movedNames } from '../pending-changes/index.ts'

/** Marks the folder as the target of a copy of this home. */
export async function markCopy(root: string, target: string): Promise<void> {
  await writeFile(copyingMark(target), await realpath(root))
}

/** Removes an interrupted copy of this home from the folder. Copies of other homes are not touched. */
export async function removeCutShort(root: string, target: string): Promise<void> {
  const owner = await readFile(copyingMark(target), 'utf8').catch(() => null)
  if (owner === (await realpath(root))) await removeCopy(target)
}

async function removeCopy(target: string): Promise<void> {
  for (const name of [...movedNames, 'atelier.db', 'atelier.db-wal']) {
    await rm(join(target, name), { recursive: true, force: true })
  }
  await rm(copyingMark(target), { force: true })
}
