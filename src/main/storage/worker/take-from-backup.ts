import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError } from '../../../shared/errors/index.ts'
import { openBackup, type BackupReader } from './backup-reader.ts'
import { extractFile } from './extract-file.ts'
import { restoreBytes } from './restore-bytes.ts'
import type { FiledFile, TaskRunners } from './task.ts'

/** By content, wherever in the backup the picture lies. */
export const takeFromBackup: TaskRunners['take'] = async ({ file, files }, { signal, progress }) => {
  const backup = await openBackup(file)
  try {
    const names = new Map(backup.manifest.files.map(({ sha256, name }) => [sha256, name]))
    const found: AssetId[] = []
    for (const [at, wanted] of files.entries()) {
      signal.throwIfAborted()
      const name = names.get(wanted.sha256)
      if (name !== undefined && (await takeOne(backup, name, wanted, signal))) found.push(wanted.id)
      progress(at + 1, files.length)
    }
    return { found }
  } finally {
    backup.close()
  }
}

/** Where the backup itself is damaged there, the others may still be had. */
async function takeOne(backup: BackupReader, name: string, wanted: FiledFile, signal: AbortSignal): Promise<boolean> {
  try {
    return await restoreBytes(wanted, async (target) => {
      await extractFile(backup, { name, bytes: wanted.fileBytes, target }, signal)
    })
  } catch (thrown) {
    if (thrown instanceof AppError && thrown.code === 'media/undecodable') return false
    throw thrown
  }
}
