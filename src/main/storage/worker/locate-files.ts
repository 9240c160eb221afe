import { lstat } from 'node:fs/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { copyFresh } from '../../platform/pure/atomic-file.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { listFiles } from './list-files.ts'
import { restoreBytes } from './restore-bytes.ts'
import type { FiledFile, TaskRunners } from './task.ts'

/** Those that are still looked for, by length and content: a folder may hold a million files, and so may a library. */
type Wanted = Map<number, Map<string, FiledFile[]>>

/** Only files of the right length are read. What is found is copied, never moved. */
export const locateMissingFiles: TaskRunners['locate'] = async ({ files, folder }, { signal, progress }) => {
  const wanted = sortWanted(files)
  const found: AssetId[] = []
  let looked = 0
  for await (const path of listFiles(folder, { signal, onUnreadable: () => undefined })) {
    if (wanted.size === 0) break
    for (const file of await takeMatching(path, wanted, signal)) {
      if (await restoreBytes(file, (temporaryPath) => copyFresh(path, temporaryPath))) found.push(file.id)
    }
    progress(++looked, 0)
  }
  return { found }
}

function sortWanted(files: readonly FiledFile[]): Wanted {
  const wanted: Wanted = new Map()
  for (const file of files) {
    const sameLength = wanted.get(file.fileBytes) ?? new Map<string, FiledFile[]>()
    wanted.set(file.fileBytes, sameLength.set(file.sha256, [...(sameLength.get(file.sha256) ?? []), file]))
  }
  return wanted
}

async function takeMatching(path: string, wanted: Wanted, signal: AbortSignal): Promise<readonly FiledFile[]> {
  const length = (await lstat(path).catch(() => null))?.size ?? -1
  const sameLength = wanted.get(length)
  if (sameLength === undefined) return []
  const sha256 = await hashFile(path, signal).catch(() => '')
  signal.throwIfAborted()
  const files = sameLength.get(sha256) ?? []
  sameLength.delete(sha256)
  if (sameLength.size === 0) wanted.delete(length)
  return files
}
