import { readdir, realpath, statfs } from 'node:fs/promises'
import { resolve } from 'node:path'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import type { StorageContext } from './storage-context.ts'
import { measureUsage } from './measure-usage.ts'
import { movedNames } from '../home/index.ts'
import { isBelow } from './is-below.ts'
import { markCopy, removeCutShort } from './remove-copy.ts'
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
  const startedAtMs = Date.now()
  try {
    await markCopy(paths.root, target)
    await run('copy', { from: paths.root, to: target, names: movedNames }, progress)
    if (progress.signal?.aborted === true) throw AppError.cancelled()
    await pending.noteMove(target, startedAtMs)
  } catch (thrown) {
    await removeCutShort(paths.root, target).catch(() => undefined)
    throw thrown
  }
}

async function refuseBadTarget(context: StorageContext, target: string): Promise<void> {
  const [from, to] = await Promise.all([realpath(context.paths.root), realpath(target)])
  if (isBelow(from, to) || isBelow(to, from)) {
    throw new AppError('request/invalid', messages.targetInsideLibrary({ target }))
  }
  await removeCutShort(context.paths.root, to)
  if ((await readdir(to)).some((name) => !name.startsWith('.'))) {
    throw new AppError('request/invalid', messages.targetNotEmpty({ target }))
  }
  const { kinds } = await measureUsage(context)
  const needed = kinds.reduce((sum, { kind, bytes }) => (moving.has(kind) ? sum + bytes : sum), 0)
  const { bavail, bsize } = await statfs(to)
  if (bavail * bsize > needed) return
  throw new AppError(
    'storage/full',
    messages.noRoomToMove({ needed: (needed / 1e9).toFixed(1), free: ((bavail * bsize) / 1e9).toFixed(1) }),
  )
}
