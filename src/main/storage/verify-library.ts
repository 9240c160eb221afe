import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { VerifyReport } from '../../shared/domain/storage.ts'
import type { AssetRecord } from '../database/index.ts'
import type { StorageContext } from './storage-context.ts'
import type { StorageProgress } from './storage.ts'
import type { FiledFile } from './worker/task.ts'

const pageSize = 500

/** Changes nothing: what to do about each is the person's to say. */
export async function verifyLibrary(context: StorageContext, progress: StorageProgress = {}): Promise<VerifyReport> {
  const { database, paths, run } = context
  const records = await loadRecords(context)
  const files = records.map((record): FiledFile => {
    const { id, relativePath, fileBytes, modifiedAtMs, sha256 } = record
    return { id, path: join(paths.library, ...relativePath.split('/')), fileBytes, modifiedAtMs, sha256 }
  })
  const [{ bytes, problems }, lostCompanions, isDatabaseSound] = await Promise.all([
    run('verify', { files }, progress),
    countLostCompanions(context, records),
    database.call('database.isSound', null),
  ])
  const byId = new Map<AssetId, AssetRecord>(records.map((record) => [record.id, record]))
  return {
    checked: files.length,
    bytes,
    problems: problems.flatMap(({ id, is }) => {
      const record = byId.get(id)
      return record === undefined ? [] : [{ id, is, name: record.name, relativePath: record.relativePath }]
    }),
    lostCompanions,
    isDatabaseSound,
  }
}

async function loadRecords({ database }: StorageContext): Promise<AssetRecord[]> {
  const ids = (await database.call('assets.files', null)).map(({ id }) => id)
  const records: AssetRecord[] = []
  for (let at = 0; at < ids.length; at += pageSize) {
    records.push(...(await database.call('assets.byIds', { ids: ids.slice(at, at + pageSize) })))
  }
  return records
}

async function countLostCompanions({ paths }: StorageContext, records: readonly AssetRecord[]): Promise<number> {
  let lost = 0
  for (const { id, hasMask, rawAnswerMime } of records) {
    if (hasMask && !(await isThere(join(paths.masks, `${id}.png`)))) lost++
    const extension = rawAnswerMime?.replace('image/', '').replace('jpeg', 'jpg')
    if (extension !== undefined && !(await isThere(join(paths.library, '.answers', `${id}.${extension}`)))) lost++
  }
  return lost
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}
