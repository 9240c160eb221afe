import { readFile, rm } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../../shared/util/parse-json.ts'
import { forgetFormerMembers, readFormerMembers } from '../../platform/library-member.ts'
import { writeFileAtomic } from '../../platform/pure/atomic-file.ts'
import { isUnreachable } from './each-original.ts'
import { originalAt, type OriginalsContext, releaseUnused } from './shared-files.ts'

/** Folders that originals are moved out of. No record names them once all are moved, so a file of its own does. */
const leavingPath = (root: string): string => join(root, 'originals-moved-back.json')
const leavingSchema = z.array(z.string())

async function readLeaving(root: string): Promise<readonly string[]> {
  const text = await readFile(leavingPath(root), 'utf8').catch(() => '')
  return leavingSchema.safeParse(parseJson(text)).data ?? []
}

async function writeLeaving(root: string, folders: readonly string[]): Promise<void> {
  if (folders.length === 0) await rm(leavingPath(root), { force: true })
  else await writeFileAtomic(leavingPath(root), JSON.stringify(folders))
}

/** Before the first original is moved out of it: whatever happens then, the folder will be left. */
export async function noteLeaving(root: string, folder: string): Promise<void> {
  const folders = await readLeaving(root)
  if (!folders.includes(folder)) await writeLeaving(root, [...folders, folder])
}

/**
 * Gives up what a program that ended in the middle of moving originals back still had in the folders, and takes this
 * library off their lists of members once it has no original there. A folder that is away is left later.
 */
export async function leaveFolders(context: OriginalsContext): Promise<void> {
  const { database, originals, paths, logger } = context
  const folders = await readLeaving(paths.root)
  if (folders.length === 0) return
  const remaining: string[] = []
  for (const folder of folders) {
    const isUsed = async () =>
      folder === originals.folder() || (await database.call('originals.anyIn', { folder: `${folder}${sep}` }))
    try {
      await releaseLeftovers(context, folder)
      if (await isUsed()) {
        // Either used again, or not all could be moved.
        if (folder !== originals.folder()) remaining.push(folder)
        continue
      }
      await (await originals.open(folder)).leave()
      for (const member of await readFormerMembers(paths.root)) await giveUp(context, folder, member)
    } catch (thrown) {
      logger.warn('originals.folder-not-left', { folder, error: thrown })
      remaining.push(folder)
    }
  }
  await writeLeaving(paths.root, remaining)
}

/** Uses without a record: the program ended after the image's file was recorded as the library's own. */
async function releaseLeftovers(context: OriginalsContext, folder: string): Promise<void> {
  const { originals } = context
  for (const name of await (await originals.open(folder)).ownUses()) {
    await releaseUnused(context, { sharedPath: originals.pathOf(folder, originalAt(name, 0)), fileBytes: 0 })
  }
}

async function giveUp({ originals }: OriginalsContext, folder: string, member: string): Promise<void> {
  const former = await originals.open(folder, member)
  for (const name of await former.ownUses()) await former.release(originalAt(name, 0))
  await former.leave()
}

/**
 * After a move, this library is another member, see `readMemberId`. Once it has recorded its own uses, those of the
 * member it was are given up. `folders`: all in which it has originals.
 */
export async function leaveAsFormerMember(context: OriginalsContext, folders: Iterable<string>): Promise<void> {
  const { paths, logger } = context
  const members = await readFormerMembers(paths.root)
  if (members.length === 0) return
  try {
    for (const folder of folders) {
      for (const member of members) await giveUp(context, folder, member)
    }
    await forgetFormerMembers(paths.root)
  } catch (thrown) {
    if (isUnreachable(thrown)) throw thrown
    logger.warn('originals.former-member-kept', { error: thrown })
  }
}
