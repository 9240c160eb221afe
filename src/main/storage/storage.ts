import { readdir, realpath, rm, statfs } from 'node:fs/promises'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import type { AssetId } from '../../shared/domain/ids.ts'
import {
  type BackupReport,
  type PreparedRestore,
  type ReclaimableKind,
  type StorageKind,
  storageKinds,
  type StorageUsage,
  type VerifyReport,
} from '../../shared/domain/storage.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/library.ts'
import { formatFixed } from '../../shared/messages/formats.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'
import { movedNames } from '../pending-changes/index.ts'
import { originalPath } from '../platform/original-path.ts'
import { createFolder } from '../platform/pure/create-folder.ts'
import { isDeadTemporary, isOld } from '../platform/pure/dead-temporaries.ts'
import { temporaryOwner } from '../platform/pure/temporary-name.ts'
import { changePending, markCopy, removeCutShort } from './change-pending.ts'
import type { StorageProgress } from './run-storage-task.ts'
import type { StorageContext } from './storage-context.ts'
import { verifyLibrary } from './verify-library.ts'
import type { FiledFile } from './worker/task.ts'

/** Operations on all of the library's files. */
export interface Storage {
  usage(): Promise<StorageUsage>
  /** Returns the number of bytes freed. */
  reclaim(kinds: readonly ReclaimableKind[]): Promise<number>
  verify(options?: StorageProgress): Promise<VerifyReport>
  /** Searches a folder for files with these images' content and copies them to their places. */
  locate(ids: readonly AssetId[], folder: string, options?: StorageProgress): Promise<AssetId[]>
  /** Does the same from a backup. @throws media/undecodable if the file is not a backup */
  repair(ids: readonly AssetId[], backupFile: string, options?: StorageProgress): Promise<AssetId[]>
  /** Writes everything that cannot be regenerated to one file, atomically. */
  backUp(path: string, options?: StorageProgress): Promise<BackupReport>
  /** Unpacks and verifies a backup; the next start restores it. @throws media/undecodable, storage/* */
  prepareRestore(backupFile: string, options?: StorageProgress): Promise<PreparedRestore>
  /** Copies everything to another folder; the next start finishes the move. @throws request/invalid, storage/* */
  prepareMove(target: string, options?: StorageProgress): Promise<void>
  forgetPending(): Promise<void>
}

/** Files in the home besides the library itself, by name. */
const oldDatabase = /^atelier\.db\.(?:before-v\d+|damaged-.+)$/

const replacedLibrary = /^replaced-[0-9-]+$/

const nothing: Amount = { files: 0, bytes: 0 }

/** Kinds that are moved along. What can be regenerated stays behind. */
const moving = new Set(['pictures', 'trash', 'answers', 'masks', 'database'])

/** Kinds that are removed as a whole; of the others, only the folders' contents are. */
const wholeKinds = new Set<ReclaimableKind>(['old-databases', 'replaced'])

export function createStorage(options: Omit<StorageContext, 'pending'>): Storage {
  const context: StorageContext = { ...options, pending: changePending(options.paths.root, options.clock) }
  const { database, paths, run, pending, appVersion } = context

  return {
    usage: () => measureUsage(context),
    reclaim: (kinds) => reclaim(context, kinds),
    verify: (progress) => verifyLibrary(context, progress),
    locate: async (ids, folder, progress) =>
      settling(context, run('locate', { files: await loadFiled(context, ids), folder }, progress)),
    repair: async (ids, file, progress) =>
      settling(context, run('take', { files: await loadFiled(context, ids), file }, progress)),
    backUp: async (path, progress) => {
      await refuseInside(paths, path)
      await database.opened()
      return run('pack', { root: paths.root, databaseFile: paths.databaseFile, target: path, appVersion }, progress)
    },
    prepareRestore: (file, progress) =>
      pending.alone(messages.cannotUnpackBackup, () => prepareRestore(context, file, progress)),
    prepareMove: (target, progress) =>
      pending.alone(messages.cannotCopyLibrary({ to: target }), () => prepareMove(context, target, progress)),
    forgetPending: () => pending.alone(messages.cannotRevertChange, () => pending.forget()),
  }
}

async function loadFiled({ database, paths }: StorageContext, ids: readonly AssetId[]): Promise<FiledFile[]> {
  const records = await database.call('assets.byIds', { ids })
  return records.map((record) => ({
    id: record.id,
    path: originalPath(paths, record),
    fileBytes: record.fileBytes,
    modifiedAtMs: record.modifiedAtMs,
    sha256: record.sha256,
  }))
}

/** The sweep finds restored files and reports them, even if the work was stopped halfway. */
async function settling({ assets }: StorageContext, work: Promise<{ found: AssetId[] }>): Promise<AssetId[]> {
  try {
    return (await work).found
  } finally {
    await assets.files.sweep()
  }
}

/** The next backup would include this one, and a restore would remove it. */
async function refuseInside({ root, library }: StorageContext['paths'], path: string): Promise<void> {
  const folder = await realpath(dirname(path)).catch(() => dirname(path))
  for (const inside of [library, join(root, 'wildcards')]) {
    if (!isBelow(await realpath(inside).catch(() => inside), folder)) continue
    throw new AppError('request/invalid', messages.backupInsideLibrary({ folder }))
  }
}

async function prepareRestore(
  { paths: { root }, run, pending, programsAndAddresses }: StorageContext,
  file: string,
  progress?: StorageProgress,
): Promise<PreparedRestore> {
  await pending.refuseSecond()
  const present = await programsAndAddresses(root, root)
  const { staged, path } = await pending.newStage()
  try {
    const facts = await run('unpack', { file, staged: path }, progress)
    throwIfAborted(progress?.signal)
    const introduced = (await programsAndAddresses(path, root)).filter((each) => !present.includes(each))
    await pending.noteRestore(staged, { ...facts, introduced })
    return { ...facts, introduced }
  } catch (thrown) {
    await rm(path, { recursive: true, force: true }).catch(() => undefined)
    throw thrown
  }
}

async function reclaim(context: StorageContext, kinds: readonly ReclaimableKind[]): Promise<number> {
  const bytesBefore = await total(context, kinds)
  const pathsByKind = await storagePlaces(context)
  for (const kind of kinds) {
    if (kind === 'trash') await emptyTrash(context)
    else for (const path of pathsByKind[kind] ?? []) await clear(context, path, wholeKinds.has(kind))
  }
  return Math.max(0, bytesBefore - (await total(context, kinds)))
}

async function emptyTrash({ database, assets }: StorageContext): Promise<void> {
  await assets.trash.purge(await database.call('assets.trashedBefore', { atMs: Number.MAX_SAFE_INTEGER }))
}

async function total(context: StorageContext, wanted: readonly ReclaimableKind[]): Promise<number> {
  const { kinds } = await measureUsage(context)
  return kinds.reduce((sum, { kind, bytes }) => ((wanted as readonly string[]).includes(kind) ? sum + bytes : sum), 0)
}

/**
 * The folders stay, as thumbnails are being written into them. So do files being written, such as a response that was
 * paid for. Files that are open are removed at another time.
 */
async function clear({ paths }: StorageContext, path: string, isWhole: boolean): Promise<void> {
  try {
    if (isWhole) return await rm(path, { recursive: true, force: true })
    for (const entry of await readdir(path, { recursive: true, withFileTypes: true })) {
      const { parentPath, name } = entry
      if (!entry.isFile() || (await isInUse(paths, parentPath, name))) continue
      await rm(join(parentPath, name), { force: true }).catch(() => undefined)
    }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotClearPath({ path }))
  }
}

/** Whether it is being written or, in the folder for work in progress, may still be needed. */
async function isInUse(paths: StorageContext['paths'], folder: string, name: string): Promise<boolean> {
  if (temporaryOwner(name) !== null) return !(await isDeadTemporary(folder, name))
  return folder.startsWith(paths.temporary) && !(await isOld(join(folder, name)))
}

/** Copies the current state; the next start copies later changes. */
async function prepareMove(context: StorageContext, wanted: string, progress: StorageProgress = {}): Promise<void> {
  const { paths, run, pending } = context
  await pending.refuseSecond()
  const target = resolve(wanted)
  await createFolder(target)
  await refuseBadTarget(context, target)
  const startedAtMs = Date.now()
  try {
    await markCopy(paths.root, target)
    await run('copy', { from: paths.root, to: target, names: movedNames }, progress)
    throwIfAborted(progress.signal)
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
    messages.noRoomToMove({ needed: formatFixed(needed / 1e9, 1), free: formatFixed((bavail * bsize) / 1e9, 1) }),
  )
}

/** Whether `path` is `folder` or inside it; both resolved. */
function isBelow(folder: string, path: string): boolean {
  const fromFolder = relative(folder, path)
  return fromFolder === '' || (!/^\.\.(?:[/\\]|$)/.test(fromFolder) && !isAbsolute(fromFolder))
}

/** Returns folders and files of each kind that is identified by location. */
async function storagePlaces({ paths }: Pick<StorageContext, 'paths'>): Promise<Record<string, string[]>> {
  const names = await readdir(paths.root).catch(() => [])
  const inRoot = (pattern: RegExp) => names.filter((name) => pattern.test(name)).map((name) => join(paths.root, name))
  return {
    library: [paths.library],
    answers: [join(paths.library, '.answers'), join(paths.library, '.incoming')],
    masks: [paths.masks],
    database: ['', '-wal', '-shm'].map((ending) => `${paths.databaseFile}${ending}`),
    thumbnails: [paths.thumbnails],
    working: [paths.working, paths.temporary],
    'old-databases': inRoot(oldDatabase),
    replaced: inRoot(replacedLibrary),
    logs: [paths.logs],
  }
}

async function measureUsage(context: StorageContext): Promise<StorageUsage> {
  const { database, paths, run, pending } = context
  const [measured, trash, free] = await Promise.all([
    run('measure', { folders: await storagePlaces(context) }),
    database.call('assets.trashUsage', null),
    statfs(paths.root).catch(() => null),
  ])
  const known = { ...measured, trash, pictures: imagesOf(measured, trash) }
  return {
    root: paths.root,
    freeBytes: free === null ? null : free.bavail * free.bsize,
    kinds: storageKinds.map((kind) => ({ kind, ...(known[kind as keyof typeof known] ?? nothing) })),
    pending: describePending(pending.read()),
  }
}

interface Amount {
  readonly files: number
  readonly bytes: number
}

/** The library's folder contains all of these. */
function imagesOf(measured: Record<string, Amount>, trash: Amount): Amount {
  const {
    library = nothing,
    answers = nothing,
    masks = nothing,
  } = measured as Partial<Record<StorageKind | 'library', Amount>>
  const remaining = (read: (amount: Amount) => number) =>
    Math.max(0, read(library) - read(answers) - read(masks) - read(trash))
  return { files: remaining(({ files }) => files), bytes: remaining(({ bytes }) => bytes) }
}

function describePending(pending: ReturnType<StorageContext['pending']['read']>): StorageUsage['pending'] {
  if (pending === null) return null
  if (pending.is === 'move') return { type: 'move', target: pending.target }
  const { pictures: images, createdAtMs, held, introduced } = pending
  return { type: 'restore', pictures: images, createdAtMs, held, introduced: [...introduced] }
}
