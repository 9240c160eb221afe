import { constants } from 'node:fs'
import { copyFile, mkdir, open, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import type { Entry } from 'yauzl'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
import { openZipFile, tooManyEntries, type OpenedZip } from '../platform/pure/open-zip-file.ts'
import { entriesMax, isSafeName, planUnpacking, refused, type PlannedEntry } from './plan-unpacking.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

export interface Unpacking {
  readonly zipPath: string
  /** A folder that no other program writes to. Existing files are never overwritten. */
  readonly folder: string
  readonly signal: AbortSignal
  readonly onProgress?: (bytes: number, totalBytes: number) => void
}

type Planned = PlannedEntry<Entry>

/**
 * Unpacks into the folder and nowhere else. On failure the caller removes the folder. @throws engine/unusable,
 * storage/*
 */
export async function unpackZip(unpacking: Unpacking): Promise<void> {
  const { zipPath, folder, signal } = unpacking
  const zip = await openArchive(zipPath)
  try {
    const plan = planUnpacking([...zip.entries.values()])
    await requireRoom(folder, plan)
    await unpackAll(zip, plan, unpacking)
  } catch (thrown) {
    throwIfAborted(signal)
    throw toFileError(thrown, messages.cannotUnpackEngine)
  } finally {
    zip.close()
  }
}

async function openArchive(path: string): Promise<OpenedZip> {
  try {
    return await openZipFile(path, { entriesMax, refused: damaged })
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotOpenFile({ path }))
  }
}

/** Space left free for other files. */
const spareBytes = 256 * 2 ** 20

async function requireRoom(folder: string, plan: readonly Planned[]): Promise<void> {
  const needed = plan.reduce((total, { entry }) => total + entry.uncompressedSize, 0)
  const { bavail, bsize } = await statfs(folder)
  if (bavail * bsize >= needed + spareBytes) return
  const megabytes = Math.ceil((needed + spareBytes - bavail * bsize) / 1e6)
  throw new AppError('storage/full', messages.noRoomForEngine({ megabytes }))
}

async function unpackAll(
  zip: OpenedZip,
  plan: readonly Planned[],
  { folder, signal, onProgress }: Unpacking,
): Promise<void> {
  const total = plan.reduce((bytes, { entry }) => bytes + entry.uncompressedSize, 0)
  let done = 0
  const isFile = ({ type }: Planned) => type === 'file'
  for (const { path, type } of plan) if (type === 'folder') await mkdir(join(folder, path), { recursive: true })
  for (const planned of plan.filter(isFile)) {
    signal.throwIfAborted()
    const onBytes = (bytes: number) => onProgress?.((done += bytes), total)
    await writeEntry(zip, planned, join(folder, planned.path), signal, onBytes)
  }
  const links = await readLinks(zip, plan)
  for (const { from, to } of links) await copyFile(join(folder, from), join(folder, to), constants.COPYFILE_EXCL)
}

async function writeEntry(
  zip: OpenedZip,
  { entry, isExecutable }: Planned,
  target: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx', isExecutable ? 0o755 : 0o644)
  try {
    for await (const chunk of zip.read(entry)) {
      signal.throwIfAborted()
      await file.writeFile(chunk)
      onBytes(chunk.length)
    }
    await file.sync()
  } finally {
    await file.close()
  }
}

/**
 * Libraries are symlinked under shorter names. Each link becomes a copy of a file next to it in the archive: no link is
 * ever created, so none can point elsewhere. Links to other links are resolved within the archive.
 */
async function readLinks(zip: OpenedZip, plan: readonly Planned[]): Promise<{ from: string; to: string }[]> {
  const targets = new Map<string, string>()
  for (const { entry, path, type } of plan) {
    if (type !== 'link') continue
    const name = await textOf(zip.read(entry))
    if (!isSafeName(name)) throw refused(messages.linkLeadsElsewhere({ name: JSON.stringify(entry.fileName) }))
    targets.set(path, join(dirname(path), name).replaceAll('\\', '/'))
  }
  const files = new Set(plan.filter(({ type }) => type === 'file').map(({ path }) => path))
  return [...targets].map(([to, target]) => {
    let from = target
    for (let hops = 0; hops < targets.size && targets.has(from); hops++) from = targets.get(from)!
    if (!files.has(from)) throw refused(messages.linkLeadsNowhere({ name: JSON.stringify(to) }))
    return { from, to }
  })
}

function damaged(cause: unknown, entry: Entry | null): AppError {
  if (entry !== null) return refused(messages.entryDamaged({ name: JSON.stringify(entry.fileName) }))
  if (cause === tooManyEntries) return refused(messages.tooManyFiles({ entriesMax }))
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AppError('engine/unusable', messages.archiveDamaged({ why }), { cause })
}
