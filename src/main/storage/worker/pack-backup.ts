import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { PassThrough, Transform } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import { copyDatabase } from '../../database/index.ts'
import { replaceWithTemporary } from '../../platform/pure/atomic-file.ts'
import { removeDeadTemporaries } from '../../platform/pure/dead-temporaries.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'
import { backedUpNames } from '../../home/index.ts'
import { databaseName, manifestName, type Manifest } from './backup-format.ts'
import { listFiles } from './list-files.ts'
import type { TaskContext, TaskRunners } from './task.ts'

interface Packing {
  readonly zip: ZipFile
  readonly manifest: Manifest
  readonly context: TaskContext
  readonly totalBytes: number
  doneBytes: number
  skipped: number
}

/**
 * Writes a backup while everything else goes on. The database is copied first, page by page as SQLite's own backup does:
 * whatever picture it knows was filed before, and files come to no harm while they are read.
 */
export const packBackup: TaskRunners['pack'] = async ({ root, databaseFile, target, appVersion }, context) => {
  const snapshot = temporaryNameFor(join(dirname(target), 'database'))
  try {
    // What a killed backup left there.
    await removeDeadTemporaries(dirname(target)).catch(() => undefined)
    const pictures = await copyDatabase(databaseFile, snapshot)
    const files = await listHome(root, context.signal)
    const manifest: Manifest = {
      format: 'atelier-backup',
      version: 1,
      appVersion,
      createdAtMs: Date.now(),
      pictures,
      files: [],
    }
    const totalBytes = files.reduce((sum, { bytes }) => sum + bytes, (await stat(snapshot)).size)
    const packing: Packing = { zip: new ZipFile(), manifest, context, totalBytes, doneBytes: 0, skipped: 0 }
    await replaceWithTemporary(target, (temporaryPath) => writeZip(packing, temporaryPath, snapshot, files))
    return { path: target, files: manifest.files.length, bytes: (await stat(target)).size, skipped: packing.skipped }
  } catch (thrown) {
    if (context.signal.aborted) throw AppError.cancelled()
    throw toFileError(thrown, 'write the backup')
  } finally {
    await rm(snapshot, { force: true }).catch(() => undefined)
  }
}

interface HomeFile {
  readonly path: string
  readonly name: string
  readonly bytes: number
}

async function listHome(root: string, signal: AbortSignal): Promise<HomeFile[]> {
  const found: HomeFile[] = []
  for (const top of backedUpNames) {
    if (top === databaseName) continue
    for await (const path of listFiles(join(root, top), signal)) {
      const facts = await stat(path).catch(() => null)
      if (facts !== null) found.push({ path, name: relative(root, path).split(sep).join('/'), bytes: facts.size })
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
  // Whoever fails first is told; the other failure is its echo.
  written.catch(() => undefined)
  const pack = async (): Promise<void> => {
    await addFile(packing, { path: snapshot, name: databaseName, bytes: (await stat(snapshot)).size })
    for (const file of files) await addFile(packing, file)
    zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName)
    zip.end()
    await written
  }
  await Promise.race([pack(), written.then(() => new Promise<never>(() => undefined))])
}

async function addFile(packing: Packing, { path, name }: HomeFile): Promise<void> {
  packing.context.signal.throwIfAborted()
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown
    packing.skipped++
    return
  }
  try {
    const { size, mtime } = await handle.stat()
    const hash = createHash('sha256')
    const tap = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk)
        packing.doneBytes += chunk.length
        packing.context.progress(packing.doneBytes, packing.totalBytes)
        done(null, chunk)
      },
    })
    const out = new PassThrough()
    // Pictures are compressed already.
    packing.zip.addReadStream(out, name, { mtime, size, compress: name === databaseName })
    await pipeline(handle.createReadStream({ autoClose: false }), tap, out, { signal: packing.context.signal })
    await finished(out, { writable: false, signal: packing.context.signal })
    packing.manifest.files.push({ name, bytes: size, sha256: hash.digest('hex') })
  } finally {
    await handle.close()
  }
}
