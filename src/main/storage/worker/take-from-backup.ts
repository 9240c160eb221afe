import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { openBackup } from './backup-reader.ts'
import { putBack } from './put-back.ts'
import type { TaskRunners } from './task.ts'

/** By content, wherever in the backup the picture lies. */
export const takeFromBackup: TaskRunners['take'] = async ({ file, files }, { signal, progress }) => {
  const backup = await openBackup(file)
  try {
    const names = new Map(backup.manifest.files.map(({ sha256, name }) => [sha256, name]))
    const found: AssetId[] = []
    for (const [at, wanted] of files.entries()) {
      signal.throwIfAborted()
      const name = names.get(wanted.sha256)
      const isBack =
        name !== undefined &&
        (await putBack(wanted, async (path) =>
          pipeline(await backup.open(name), createWriteStream(path, { flags: 'wx' })),
        ))
      if (isBack) found.push(wanted.id)
      progress(at + 1, files.length)
    }
    return { found }
  } finally {
    backup.close()
  }
}
