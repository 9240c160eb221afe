import { join } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import type { FileProblem, VerifyReport } from '../../shared/domain/storage.ts'
import { mimeToExtension } from '../../shared/util/media-type.ts'
import type { FiledRecord } from '../database/index.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import { folderOfOriginal, originalPath } from '../platform/original-path.ts'
import type { StorageProgress } from './run-storage-task.ts'
import type { StorageContext } from './storage-context.ts'
import type { StorageTasks } from './worker/task.ts'

/** Files per thread: the records of a million would not fit into memory at once. */
const pageSize = 5_000

/** Changes nothing: the user decides what to do about each problem. */
export async function verifyLibrary(context: StorageContext, progress: StorageProgress = {}): Promise<VerifyReport> {
  const { database } = context
  const report: VerifyReport = {
    checked: 0,
    bytes: 0,
    problems: [],
    unreachable: [],
    lostCompanions: 0,
    isDatabaseSound: true,
  }
  const total = await database.call('assets.count', null)
  progress.onProgress?.(0, total)
  for (let after = ''; ;) {
    const records = await database.call('assets.filed', { after, limit: pageSize })
    const last = records.at(-1)
    if (last === undefined) break
    after = last.id
    await verifyPage(context, records, report, progress, total)
  }
  return { ...report, isDatabaseSound: await database.call('database.isSound', null) }
}

async function verifyPage(
  context: StorageContext,
  records: readonly FiledRecord[],
  report: VerifyReport,
  { signal, onProgress }: StorageProgress,
  total: number,
): Promise<void> {
  const { paths, run } = context
  const checkedBefore = report.checked
  const away = await unreachableFolders(context, records)
  const reachable = records.filter((record) => !away.has(sharedFolderOf(record)))
  const { bytes, problems, lostCompanions } = await run(
    'verify',
    { files: reachable.map((record) => toFile(paths, record)) },
    // Images may have been added since they were counted.
    {
      signal,
      onProgress: (done) => onProgress?.(checkedBefore + done, Math.max(total, checkedBefore + records.length)),
    },
  )
  const bad = new Set(problems.map(({ id }) => id))
  const marked = reachable.filter(({ id, isDamaged }) => isDamaged && !bad.has(id))
  const incomplete = await stillPresent(
    context,
    marked,
    marked.map(({ id }) => ({ id, type: 'incomplete' as const })),
  )
  // A folder may have gone away in the middle.
  const present = await stillPresent(context, reachable, problems)
  const byId = new Map(records.map((record) => [record.id, record]))
  const folderOf = ({ id }: FileProblem) => sharedFolderOf(byId.get(id) ?? { sharedPath: null })
  const lost = await unreachableFolders(
    context,
    present.flatMap(({ id }) => byId.get(id) ?? []),
  )
  const unchecked = [
    ...records.map(sharedFolderOf).filter((folder) => away.has(folder)),
    ...present.map(folderOf).filter((folder) => lost.has(folder)),
  ]
  for (const folder of unchecked) countUnreachable(report, folder)
  report.checked += records.length - unchecked.length
  report.bytes += bytes
  report.lostCompanions += lostCompanions
  report.problems.push(...present.filter((problem) => !lost.has(folderOf(problem))), ...incomplete)
}

/** Empty for those in the library folder. */
const sharedFolderOf = ({ sharedPath }: Pick<FiledRecord, 'sharedPath'>): string =>
  typeof sharedPath === 'string' ? folderOfOriginal(sharedPath) : ''

async function unreachableFolders(
  { assets }: StorageContext,
  records: readonly FiledRecord[],
): Promise<ReadonlySet<string>> {
  const away = new Set<string>()
  for (const folder of new Set(records.map(sharedFolderOf))) {
    if (folder !== '' && !(await assets.originals.isReachable(folder))) away.add(folder)
  }
  return away
}

function countUnreachable({ unreachable }: VerifyReport, folder: string): void {
  const known = unreachable.find((each) => each.folder === folder)
  if (known === undefined) unreachable.push({ folder, files: 1 })
  else known.files++
}

/** Files permanently deleted or reloaded during the check are not problems. */
async function stillPresent(
  { database }: StorageContext,
  records: readonly FiledRecord[],
  found: readonly { readonly id: AssetId; readonly type: FileProblem['type'] }[],
): Promise<FileProblem[]> {
  const checked = new Map(records.map((record) => [record.id, record]))
  const current = await database.call('assets.byIds', { ids: found.map(({ id }) => id) })
  const same = new Set(current.filter(({ id, sha256 }) => checked.get(id)?.sha256 === sha256).map(({ id }) => id))
  return found.flatMap(({ id, type }) => {
    const record = checked.get(id)
    if (record === undefined || !same.has(id)) return []
    return [{ id, type, name: record.name, relativePath: record.relativePath }]
  })
}

function toFile(paths: HomePaths, record: FiledRecord): StorageTasks['verify']['input']['files'][number] {
  const { id, fileBytes, modifiedAtMs, sha256, hasMask, rawAnswerMime } = record
  const companions = [
    ...(hasMask ? [join(paths.masks, `${id}.png`)] : []),
    ...(rawAnswerMime === null ? [] : [join(paths.library, '.answers', `${id}.${mimeToExtension(rawAnswerMime)}`)]),
  ]
  return {
    id,
    path: originalPath(paths, record),
    fileBytes,
    modifiedAtMs,
    sha256,
    companions,
  }
}
