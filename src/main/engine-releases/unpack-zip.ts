import { constants } from 'node:fs'
import { copyFile, mkdir, open, statfs } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { crc32 } from 'node:zlib'
import { open as openZip, type Entry, type ZipFile } from 'yauzl'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/engine.ts'
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
  const zip = await openFile(zipPath)
  try {
    const plan = planUnpacking(await readEntries(zip))
    await requireRoom(folder, plan)
    await unpackAll(zip, plan, unpacking)
  } catch (thrown) {
    throwIfAborted(signal)
    throw isErrno(thrown) || thrown instanceof AppError
      ? toFileError(thrown, messages.cannotUnpackEngine)
      : damaged(thrown)
  } finally {
    zip.close()
  }
}

function openFile(path: string): Promise<ZipFile> {
  const options = { lazyEntries: true, autoClose: false, validateEntrySizes: true, strictFileNames: true }
  return new Promise((resolve, reject) => {
    openZip(path, options, (error, zip) => {
      if (error === null) resolve(zip)
      else reject(isErrno(error) ? toFileError(error, messages.cannotOpenFile({ path })) : damaged(error))
    })
  })
}

function readEntries(zip: ZipFile): Promise<Entry[]> {
  return new Promise((resolve, reject) => {
    const entries: Entry[] = []
    if (zip.entryCount > entriesMax) return reject(refused(messages.tooManyFiles({ entriesMax })))
    zip.on('error', reject)
    zip.on('end', () => resolve(entries))
    zip.on('entry', (entry: Entry) => {
      entries.push(entry)
      zip.readEntry()
    })
    zip.readEntry()
  })
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
  zip: ZipFile,
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
  zip: ZipFile,
  { entry, isExecutable }: Planned,
  target: string,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<void> {
  await mkdir(dirname(target), { recursive: true })
  const file = await open(target, 'wx', isExecutable ? 0o755 : 0o644)
  try {
    let sum = 0
    // Read at once: a stream that fails without a listener crashes the program.
    for await (const chunk of (await openEntry(zip, entry)) as AsyncIterable<Buffer>) {
      signal.throwIfAborted()
      sum = crc32(chunk, sum)
      await file.writeFile(chunk)
      onBytes(chunk.length)
    }
    if (sum >>> 0 !== entry.crc32 >>> 0) throw refused(messages.entryDamaged({ name: JSON.stringify(entry.fileName) }))
    await file.sync()
  } finally {
    await file.close()
  }
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream)
      else reject(error)
    })
  })
}

/**
 * Libraries are symlinked under shorter names. Each link becomes a copy of a file next to it in the archive: no link is
 * ever created, so none can point elsewhere. Links to other links are resolved within the archive.
 */
async function readLinks(zip: ZipFile, plan: readonly Planned[]): Promise<{ from: string; to: string }[]> {
  const targets = new Map<string, string>()
  for (const { entry, path, type } of plan) {
    if (type !== 'link') continue
    const name = (await buffer(await openEntry(zip, entry))).toString('utf8')
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

function isErrno(thrown: unknown): boolean {
  return thrown instanceof Error && 'syscall' in thrown
}

function damaged(cause: unknown): AppError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new AppError('engine/unusable', messages.archiveDamaged({ why }), { cause })
}
