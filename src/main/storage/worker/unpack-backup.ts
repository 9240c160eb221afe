import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdir, rm, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { checkDatabase } from '../../database/index.ts'
import { databaseName, type Manifest } from './backup-format.ts'
import { damaged, openBackup, type BackupReader } from './backup-reader.ts'
import type { TaskContext, TaskRunners } from './task.ts'

/** Unpacks all of a backup into a new folder and checks every byte of it. Failed or stopped, the folder is gone again. */
export const unpackBackup: TaskRunners['unpack'] = async ({ file, staged }, context) => {
  try {
    const backup = await openBackup(file)
    try {
      await mkdir(staged)
      const facts = await unpackAll(backup, file, staged, context)
      checkDatabase(join(staged, databaseName))
      return facts
    } finally {
      backup.close()
    }
  } catch (thrown) {
    await rm(staged, { recursive: true, force: true }).catch(() => undefined)
    if (context.signal.aborted) throw AppError.cancelled()
    throw toFileError(thrown, 'unpack the backup')
  }
}

async function unpackAll(backup: BackupReader, file: string, staged: string, context: TaskContext) {
  const { files, appVersion, createdAtMs, pictures } = backup.manifest
  if (!files.some(({ name }) => name === databaseName)) throw damaged(file, databaseName)
  const bytes = files.reduce((sum, each) => sum + each.bytes, 0)
  await requireRoom(staged, bytes)
  let done = 0
  for (const each of files) {
    context.signal.throwIfAborted()
    await unpackOne(backup, file, each, join(staged, ...each.name.split('/')), context.signal)
    context.progress((done += each.bytes), bytes)
  }
  return { appVersion, createdAtMs, pictures, bytes }
}

async function unpackOne(
  backup: BackupReader,
  file: string,
  { name, bytes, sha256 }: Manifest['files'][number],
  target: string,
  signal: AbortSignal,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const hash = createHash('sha256')
  let length = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      // A file that says it is short and is not must not fill the disk.
      if (length > bytes) return done(damaged(file, name))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  try {
    await pipeline(await backup.open(name), tap, createWriteStream(target, { flags: 'wx', flush: true }), { signal })
  } catch (thrown) {
    // What the disk refuses has a number; what the zip reader refuses has not.
    if (thrown instanceof Error && !(thrown instanceof AppError) && !('errno' in thrown) && !signal.aborted) {
      throw damaged(file, name)
    }
    throw thrown
  }
  if (length !== bytes || hash.digest('hex') !== sha256) throw damaged(file, name)
}

const gigabytes = (count: number) => `${(count / 1e9).toFixed(1)} GB`

async function requireRoom(staged: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(staged)
  if (bavail * bsize > bytes) return
  throw new AppError(
    'storage/full',
    `The backup needs ${gigabytes(bytes)} beside the library, and ${gigabytes(bavail * bsize)} are free there. Free some space and try again. Nothing was changed.`,
  )
}
