import { readdir, realpath, statfs, writeFile } from 'node:fs/promises'
import { isAbsolute, relative, resolve } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { StorageContext } from './storage-context.ts'
import { measureUsage } from './measure-usage.ts'
import { backedUpNames, copyingMark } from '../home/index.ts'
import { removeCutShort, removeMark } from './remove-copy.ts'
import type { StorageProgress } from './storage.ts'

/** Of the kinds that go along. What can be made again stays behind. */
const moving = new Set(['pictures', 'trash', 'answers', 'masks', 'database'])

/** Copies what is there now; the next start brings over what comes until then. */
export async function prepareMove(
  context: StorageContext,
  wanted: string,
  progress: StorageProgress = {},
): Promise<void> {
  const { paths, run, pending } = context
  await pending.refuseSecond()
  const target = resolve(wanted)
  await createFolder(target)
  await refuseBadTarget(context, target)
  const names = backedUpNames.filter((name) => name !== 'atelier.db')
  try {
    await writeFile(copyingMark(target), '')
    await run('copy', { from: paths.root, to: target, names }, progress)
    await pending.noteMove(target)
  } catch (thrown) {
    await removeCutShort(target).catch(() => undefined)
    throw thrown
  }
  // Not before it is noted: killed in between, the whole copy would be in the way of the next.
  await removeMark(target).catch(() => undefined)
}

async function refuseBadTarget(context: StorageContext, target: string): Promise<void> {
  const [from, to] = await Promise.all([realpath(context.paths.root), realpath(target)])
  if (isBelow(from, to) || isBelow(to, from)) {
    throw new AppError('request/invalid', `${target} is part of where the library is now. Choose another folder.`)
  }
  await removeCutShort(to)
  if ((await readdir(to)).some((name) => !name.startsWith('.'))) {
    throw new AppError('request/invalid', `There are files in ${target} already. Choose an empty folder, or a new one.`)
  }
  const { kinds } = await measureUsage(context)
  const needed = kinds.reduce((sum, { kind, bytes }) => (moving.has(kind) ? sum + bytes : sum), 0)
  const { bavail, bsize } = await statfs(to)
  if (bavail * bsize > needed) return
  throw new AppError(
    'storage/full',
    `The library needs ${(needed / 1e9).toFixed(1)} GB, and ${((bavail * bsize) / 1e9).toFixed(1)} GB are free there. Nothing was moved.`,
  )
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path)
  return way === '' || (!way.startsWith('..') && !isAbsolute(way))
}
