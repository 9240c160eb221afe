import { createWriteStream } from 'node:fs'
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { PassThrough } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { copyDatabase } from '../../database/index.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { backedUpNames } from '../../pending-changes/index.ts'
import { databaseName, manifestName, type BackupManifest } from './backup-format.ts'
import { listFiles } from './list-files.ts'
import { MeasuredSource } from './measured-source.ts'
import type { TaskContext, TaskRunners } from './task.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

interface Packing {
  readonly zip: ZipFile
  readonly manifest: BackupManifest
  readonly context: TaskContext
  readonly totalBytes: number
  doneBytes: number
  skipped: number
  readonly unreadable: string[]
}

/** From this size on a zip needs the Zip64 format. */
const zip64Bytes = 0xffff_ffff

/**
 * Writes a backup while the program keeps running. The database is copied first, page by page with SQLite's own backup:
 * every image it lists is already on disk, and reading files is safe.
 */
export const packBackup: TaskRunners['pack'] = async ({ root, databaseFile, target, appVersion }, context) => {
  const snapshot = temporaryNameFor(join(dirname(target), 'database'))
  // Where it cannot be written, what is being read would stay open.
  const ending = new AbortController()
  const signal = AbortSignal.any([context.signal, ending.signal])
  try {
    // Leftovers of a killed backup.
    await removeDeadTemporaries(dirname(target)).catch(() => undefined)
    const images = await copyDatabase(databaseFile, snapshot)
    const unreadable: string[] = []
    const files = await listHome(root, context.signal, unreadable)
    const manifest: BackupManifest = {
      format: 'atelier-backup',
      version: 1,
      appVersion,
      createdAtMs: Date.now(),
      pictures: images,
      files: [],
    }
    const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, (await stat(snapshot)).size)
    const packing: Packing = {
      zip: new ZipFile(),
      manifest,
      context: { ...context, signal },
      totalBytes,
      doneBytes: 0,
      skipped: 0,
      unreadable,
    }
    await replaceWithTemporary(target, (temporaryPath) => writeZip(packing, temporaryPath, snapshot, files))
    const bytes = (await stat(target)).size
    return { path: target, files: manifest.files.length, bytes, skipped: packing.skipped, unreadable }
  } catch (thrown) {
    throwIfAborted(context.signal)
    throw toFileError(thrown, messages.cannotWriteBackup)
  } finally {
    ending.abort()
    await rm(snapshot, { force: true }).catch(() => undefined)
  }
}

interface HomeFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
}

async function listHome(root: string, signal: AbortSignal, unreadable: string[]): Promise<HomeFile[]> {
  const found: HomeFile[] = []
  const nameOf = (path: string) => relative(root, path).split(sep).join('/')
  const onUnreadable = (folder: string) => unreadable.push(`${nameOf(folder)}/`)
  for (const top of backedUpNames) {
    if (top === databaseName) continue
    for await (const path of listFiles(join(root, top), { signal, onUnreadable })) {
      const facts = await stat(path).catch(() => null)
      if (facts !== null) found.push({ path, name: nameOf(path), bytes: facts.size })
    }
  }
  return found
}

async function writeZip(
  packing: Packing,
  temporaryPath: string,
  snapshot: string,
  files: readonly HomeFile[],
): Promise<void> {
  const { zip, manifest, context } = packing
  const written = pipeline(zip.outputStream, createWriteStream(temporaryPath, { flags: 'wx' }), {
    signal: context.signal,
  })
  // The first failure is reported; the other one follows from it.
  written.catch(() => undefined)
  const failed = new Promise<never>((_, reject) => zip.on('error', reject))
  const pack = async (): Promise<void> => {
    await addFile(packing, { path: snapshot, name: databaseName, bytes: (await stat(snapshot)).size })
    for (const file of files) await addFile(packing, file)
    zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName)
    zip.end()
    await written
  }
  await Promise.race([pack(), failed, written.then(() => new Promise<never>(() => undefined))])
}

async function addFile(packing: Packing, file: HomeFile): Promise<void> {
  packing.context.signal.throwIfAborted()
  const handle = await openSource(packing, file)
  if (handle === null) return
  try {
    const { size, mtime, mtimeMs } = await handle.stat()
    const source = new MeasuredSource(handle, size)
    const onRead = (bytes: number) => {
      packing.doneBytes += bytes
      packing.context.progress(packing.doneBytes, packing.totalBytes)
    }
    const out = new PassThrough()
    // Images are compressed already. The length is not declared, since a disk may fail in the middle of a file.
    const options = { mtime, compress: file.name === databaseName, forceZip64Format: size >= zip64Bytes }
    packing.zip.addReadStream(out, file.name, options)
    await pipeline(source.read(onRead), out, { signal: packing.context.signal })
    await finished(out, { writable: false, signal: packing.context.signal })
    if (source.failure !== null) return skipUnreadable(packing, file, source.failure)
    const { bytes } = source
    const modifiedAtMs = Math.trunc(mtimeMs)
    packing.manifest.files.push({ name: file.name, bytes, sha256: source.digest(), modifiedAtMs })
  } finally {
    await handle.close()
  }
}

async function openSource(packing: Packing, file: HomeFile): Promise<FileHandle | null> {
  try {
    return await open(file.path, 'r')
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT') packing.skipped++
    else skipUnreadable(packing, file, thrown)
    return null
  }
}

/** A failing disk is when a backup matters most: one bad file must not prevent saving the others. */
function skipUnreadable({ unreadable }: Packing, { name }: HomeFile, reason: unknown): void {
  if (name === databaseName) throw reason
  unreadable.push(name)
}
