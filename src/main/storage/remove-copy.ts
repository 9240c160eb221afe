import { readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { copyingMark, movedNames } from '../home/index.ts'

/** Says in the folder that what comes to lie there is a copy of this home. */
export async function markCopy(root: string, target: string): Promise<void> {
  await writeFile(copyingMark(target), await realpath(root))
}

/** What a copy of this home that was cut short left in the folder. Another home's is none of our business. */
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
