import { formatFixed } from '../../../shared/messages/formats.ts'
import { mkdir, rm, statfs, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { checkDatabase, holdQueue } from '../../database/index.ts'
import { syncFolder } from '../../platform/pure/atomic-file.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import { databaseName, type BackupManifest } from './backup-format.ts'
import { damaged, openBackup, type BackupReader } from './backup-reader.ts'
import { extractFile } from './extract-file.ts'
import type { TaskContext, TaskRunners } from './task.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

/**
 * Unpacks an entire backup into a new folder and verifies every byte. If it fails or is stopped, the folder is removed.
 */
export const unpackBackup: TaskRunners['unpack'] = async ({ file, staged }, context) => {
  try {
    const backup = await openBackup(file)
    try {
      await mkdir(staged)
      const facts = await unpackAll(backup, staged, context)
      checkDatabase(join(staged, databaseName))
      return { ...facts, held: holdQueue(join(staged, databaseName)) }
    } finally {
      backup.close()
    }
  } catch (thrown) {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined)
    throwIfAborted(context.signal)
    throw toFileError(thrown, messages.cannotUnpackBackup)
  }
}

async function unpackAll(backup: BackupReader, staged: string, context: TaskContext) {
  const { files, appVersion, createdAtMs, pictures: images } = backup.manifest
  if (!files.some(({ name }) => name === databaseName)) throw damaged(backup.path, databaseName)
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0)
  await requireRoom(staged, bytes)
  const folders = new Set([staged])
  let done = 0
  for (const file of files) {
    context.signal.throwIfAborted()
    folders.add(await unpackOne(backup, file, join(staged, ...file.name.split('/')), context.signal))
    context.progress((done += file.bytes), bytes)
  }
  // Directory entries, too, must be on disk before they replace the library.
  for (const folder of folders) await syncFolder(folder)
  return { appVersion, createdAtMs, pictures: images, bytes }
}

/** Returns the folder that contains it. */
async function unpackOne(
  backup: BackupReader,
  { name, bytes, sha256, modifiedAtMs }: BackupManifest['files'][number],
  target: string,
  signal: AbortSignal,
): Promise<string> {
  const folder = dirname(target)
  await mkdir(folder, { recursive: true })
  if ((await extractFile(backup, { name, bytes, target }, signal)) !== sha256) throw damaged(backup.path, name)
  if (modifiedAtMs !== undefined) await utimes(target, secondsOfMs(modifiedAtMs), secondsOfMs(modifiedAtMs))
  return folder
}

const gigabytes = (count: number) => `${formatFixed(count / 1e9, 1)} GB`

async function requireRoom(staged: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(staged)
  if (bavail * bsize > bytes) return
  throw new AppError(
    'storage/full',
    messages.noRoomToRestore({ needed: gigabytes(bytes), free: gigabytes(bavail * bsize) }),
  )
}
