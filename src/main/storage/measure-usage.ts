import { readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { storageKinds, type StorageKind, type StorageUsage } from '../../shared/domain/storage.ts'
import type { StorageContext } from './storage-context.ts'

/** What lies in the home beside the library itself, by name. */
const oldDatabase = /^atelier\.db\.(?:before-v\d+|damaged-.+)$/
const replacedLibrary = /^replaced-[0-9-]+$/

/** Folders and files of each kind that is told by where it lies. */
export async function storagePlaces({ paths }: Pick<StorageContext, 'paths'>): Promise<Record<string, string[]>> {
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

export async function measureUsage(context: StorageContext): Promise<StorageUsage> {
  const { database, paths, run, pending } = context
  const [measured, trash, free] = await Promise.all([
    run('measure', { folders: await storagePlaces(context) }),
    database.call('assets.trashUsage', null),
    statfs(paths.root).catch(() => null),
  ])
  const known = { ...measured, trash, pictures: picturesOf(measured, trash) }
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
const nothing: Amount = { files: 0, bytes: 0 }

/** The library's folder holds all of these. */
function picturesOf(measured: Record<string, Amount>, trash: Amount): Amount {
  const {
    library = nothing,
    answers = nothing,
    masks = nothing,
  } = measured as Partial<Record<StorageKind | 'library', Amount>>
  const rest = (of: (amount: Amount) => number) => Math.max(0, of(library) - of(answers) - of(masks) - of(trash))
  return { files: rest(({ files }) => files), bytes: rest(({ bytes }) => bytes) }
}

function describePending(pending: ReturnType<StorageContext['pending']['read']>): StorageUsage['pending'] {
  if (pending === null) return null
  if (pending.is === 'move') return { is: 'move', target: pending.target }
  return { is: 'restore', pictures: pending.pictures, createdAtMs: pending.createdAtMs, held: pending.held }
}
