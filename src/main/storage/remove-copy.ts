import { access, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { backedUpNames, copyingMark } from '../home/index.ts'

/** What a copy that was cut short left in the folder. */
export async function removeCutShort(target: string): Promise<void> {
  const isCutShort = await access(copyingMark(target)).then(
    () => true,
    () => false,
  )
  if (isCutShort) await removeCopy(target)
}

export const removeMark = (target: string): Promise<void> => rm(copyingMark(target), { force: true })

/** Says first that the copy is nobody's any more; `andThen` lets it go. */
export async function giveUpCopy(target: string, andThen: () => Promise<void>): Promise<void> {
  // A disk that is full or not there keeps nothing in anybody's way but itself.
  await writeFile(copyingMark(target), '').catch(() => undefined)
  await andThen()
  await removeCopy(target)
}

async function removeCopy(target: string): Promise<void> {
  for (const name of backedUpNames) await rm(join(target, name), { recursive: true, force: true })
  await removeMark(target)
}
