import { lstat } from 'node:fs/promises'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { copyFresh } from '../../platform/pure/atomic-file.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { listFiles } from './list-files.ts'
import { putBack } from './put-back.ts'
import type { FiledFile, TaskRunners } from './task.ts'

/** Only files of the right length are read. What is found is copied, never moved. */
export const locateFiles: TaskRunners['locate'] = async ({ files, folder }, { signal, progress }) => {
  const wanted = new Map(files.map((file) => [file.id, file]))
  const found: AssetId[] = []
  let looked = 0
  for await (const path of listFiles(folder, signal)) {
    if (wanted.size === 0) break
    for (const file of await matching(path, wanted)) {
      if (!(await putBack(file, (temporaryPath) => copyFresh(path, temporaryPath)))) continue
      wanted.delete(file.id)
      found.push(file.id)
    }
    progress(++looked, 0)
  }
  return { found }
}

async function matching(path: string, wanted: ReadonlyMap<AssetId, FiledFile>): Promise<FiledFile[]> {
  const facts = await lstat(path).catch(() => null)
  const sameLength = [...wanted.values()].filter(({ fileBytes }) => fileBytes === facts?.size)
  if (sameLength.length === 0) return []
  const sha256 = await hashFile(path).catch(() => null)
  return sameLength.filter((file) => file.sha256 === sha256)
}
