import { lstat, access, stat, mkdir, rename, rm, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { FileProblem } from '../../../shared/domain/storage.ts'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { copyFresh, replaceWithTemporary, syncFile } from '../../platform/pure/atomic-file.ts'
import type { CallHandlers, CallContext } from '../../platform/pure/call-map.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import type { ParentChannel } from '../../platform/pure/parent-channel.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { openBackup, type BackupReader } from './backup-reader.ts'
import { extractFile } from './extract-file.ts'
import { listFiles } from './list-files.ts'
import { packBackup } from './pack-backup.ts'
import { storageCalls, type StorageTasks, type TaskContext, type TaskRunners, type FiledFile } from './task.ts'
import { unpackBackup } from './unpack-backup.ts'

/** Copies folders and files by name, synced, with their times. If it is stopped or fails, the copies are removed. */
const copyTree: TaskRunners['copy'] = async ({ from, to, names }, { signal, progress }) => {
  const files: string[] = []
  try {
    for (const name of names) {
      for await (const file of listFiles(join(from, name), { signal, onUnreadable: orThrow })) files.push(file)
    }
    for (const [at, file] of files.entries()) {
      signal.throwIfAborted()
      await copyOne(file, join(to, relative(from, file)))
      progress(at + 1, files.length)
    }
    return null
  } catch (thrown) {
    for (const name of names) await rm(join(to, name), { recursive: true, force: true }).catch(() => undefined)
    if (signal.aborted) throw thrown
    throw toFileError(thrown, messages.cannotCopyLibrary({ to }))
  }
}

/** Reads only files of the right length. Files found are copied, never moved. */
const locateMissingFiles: TaskRunners['locate'] = async ({ files, folder }, { signal, progress }) => {
  const wanted = sortWanted(files)
  const found: AssetId[] = []
  let checkedCount = 0
  for await (const path of listFiles(folder, { signal, onUnreadable: () => undefined })) {
    if (wanted.size === 0) break
    for (const file of await takeMatching(path, wanted, signal)) {
      if (await restoreBytes(file, (temporaryPath) => copyFresh(path, temporaryPath))) found.push(file.id)
    }
    progress(++checkedCount, 0)
  }
  return { found }
}

/** Reads every byte of every file. */
const verifyFiles: TaskRunners['verify'] = async ({ files }, { signal, progress }) => {
  const report: Awaited<ReturnType<TaskRunners['verify']>> = { bytes: 0, problems: [], lostCompanions: 0 }
  for (const [at, file] of files.entries()) {
    signal.throwIfAborted()
    const type = await judge(file, signal)
    if (type === null) report.bytes += file.fileBytes
    else report.problems.push({ id: file.id, type })
    for (const companion of file.companions) if (!(await isThere(companion))) report.lostCompanions++
    progress(at + 1, files.length)
  }
  return report
}

/** Matches by content, wherever the image is in the backup. */
const takeFromBackup: TaskRunners['take'] = async ({ file, files }, { signal, progress }) => {
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

const runners: TaskRunners = {
  measure: measureFolders,
  verify: verifyFiles,
  locate: locateMissingFiles,
  pack: packBackup,
  unpack: unpackBackup,
  take: takeFromBackup,
  copy: copyTree,
  hash: ({ path }, { signal }) => hashFile(path, signal),
}

const progressEveryMs = 100

/** Posting a message for each of a million files would cost more than processing some of them. */
function throttled(onProgress: (progress: { done: number; total: number }) => void) {
  let emittedAtMs = 0
  return (done: number, total: number): void => {
    const nowMs = performance.now()
    if (nowMs - emittedAtMs < progressEveryMs && done !== total) return
    emittedAtMs = nowMs
    onProgress({ done, total })
  }
}

function handlerOf(name: keyof StorageTasks) {
  const run = runners[name] as (input: unknown, context: TaskContext) => Promise<unknown>
  return (input: unknown, { signal, onProgress }: CallContext<StorageTasks[keyof StorageTasks]>) =>
    run(input, { signal, progress: throttled(onProgress) })
}

async function measureFolders(
  { folders }: StorageTasks['measure']['parsed'],
  { signal }: { readonly signal: AbortSignal },
): Promise<StorageTasks['measure']['output']> {
  const totals: Record<string, { files: number; bytes: number }> = {}
  for (const [kind, paths] of Object.entries(folders)) {
    const total = (totals[kind] = { files: 0, bytes: 0 })
    for (const path of paths) {
      for await (const file of listFiles(path, { signal, onUnreadable: () => undefined })) {
        const facts = await lstat(file).catch(() => null)
        if (facts === null) continue
        total.files++
        total.bytes += facts.size
      }
    }
  }
  return totals
}

const handlers = Object.fromEntries(Object.keys(runners).map((name) => [name, handlerOf(name as keyof StorageTasks)]))

/** Runs the task that its parent asks for. */
export function serveStorage(channel: ParentChannel): void {
  serveCalls<StorageTasks>(channel, handlers as CallHandlers<StorageTasks>, {
    calls: storageCalls,
    who: messages.libraryWork,
  })
}

/** If the backup is damaged at one file, the others may still be readable. */
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

async function judge(file: FiledFile, signal: AbortSignal): Promise<FileProblem['type'] | null> {
  try {
    const facts = await stat(file.path)
    if ((await hashFile(file.path, signal)) === file.sha256) return null
    const isUntouched = facts.size === file.fileBytes && Math.trunc(facts.mtimeMs) === file.modifiedAtMs
    return isUntouched ? 'damaged' : 'changed'
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return isNotThere(thrown) ? 'missing' : 'unreadable'
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (thrown: unknown) => !isNotThere(thrown),
  )
}

function isNotThere(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
}

/** Files still missing, by length and content: a folder may hold a million files, and so may a library. */
type FilesByContent = Map<number, Map<string, FiledFile[]>>

function sortWanted(files: readonly FiledFile[]): FilesByContent {
  const wanted: FilesByContent = new Map()
  for (const file of files) {
    const sameLength = wanted.get(file.fileBytes) ?? new Map<string, FiledFile[]>()
    wanted.set(file.fileBytes, sameLength.set(file.sha256, [...(sameLength.get(file.sha256) ?? []), file]))
  }
  return wanted
}

async function takeMatching(path: string, wanted: FilesByContent, signal: AbortSignal): Promise<readonly FiledFile[]> {
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

/**
 * Writes an image's original bytes to its path with the recorded time, so that it does not count as changed. Returns
 * false, and changes nothing, if the written data is not what was recorded.
 */
async function restoreBytes(file: FiledFile, write: (temporaryPath: string) => Promise<void>): Promise<boolean> {
  const checked = temporaryNameFor(file.path)
  try {
    await mkdir(dirname(file.path), { recursive: true })
    await write(checked)
    if ((await hashFile(checked)) !== file.sha256) return false
    const time = secondsOfMs(file.modifiedAtMs)
    await utimes(checked, time, time)
    await replaceWithTemporary(file.path, (temporaryPath) => rename(checked, temporaryPath))
    return true
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotRestorePath({ path: file.path }))
  } finally {
    await rm(checked, { force: true }).catch(() => undefined)
  }
}

function orThrow(_folder: string, reason: unknown): never {
  throw reason
}

async function copyOne(source: string, target: string): Promise<void> {
  const facts = await lstat(source).catch(() => null)
  // Deleted in the meantime: the start that finishes the move checks again.
  if (facts === null) return
  await mkdir(dirname(target), { recursive: true })
  await copyFresh(source, target).catch((thrown: unknown) => {
    const { code } = toFileError(thrown, '')
    if (code === 'storage/exists') throw sameName(target)
    throw thrown
  })
  await utimes(target, secondsOfMs(facts.atimeMs), secondsOfMs(facts.mtimeMs))
  await syncFile(target)
}

/** The folder was empty, so only a case-insensitive disk can already have this name. */
function sameName(target: string): AppError {
  return new AppError('storage/exists', messages.caseClash({ target }))
}
