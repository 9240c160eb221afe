import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { open as openZip, type Entry, type ZipFile } from 'yauzl'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { isBackupFile, manifestBytesMax, manifestName, manifestSchema, type BackupManifest } from './backup-format.ts'

/** An opened backup: its manifest, and each file by name. */
export interface BackupReader {
  readonly path: string
  readonly manifest: BackupManifest
  open(name: string): Promise<Readable>
  close(): void
}

/** @throws media/undecodable if it is not a backup made by Atelier, or is damaged */
export async function openBackup(path: string): Promise<BackupReader> {
  const zip = await openFile(path)
  try {
    const entries = await readEntries(zip)
    const entry = entries.get(manifestName)
    if (entry === undefined || entry.uncompressedSize > manifestBytesMax) throw notOurs(path)
    const manifest = parseManifest(await buffer(await openEntry(zip, entry)), path)
    return {
      path,
      manifest,
      open: async (name) => {
        const found = entries.get(name)
        if (found === undefined) throw damaged(path, name)
        return openEntry(zip, found)
      },
      close: () => zip.close(),
    }
  } catch (thrown) {
    zip.close()
    throw thrown instanceof AppError ? thrown : notOurs(path, thrown)
  }
}

function openFile(path: string): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    openZip(path, { lazyEntries: true, autoClose: false, validateEntrySizes: true }, (error, zip) => {
      if (error === null) resolve(zip)
      else reject('code' in error ? error : notOurs(path, error))
    })
  })
}

async function readEntries(zip: ZipFile): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  zip.on('entry', (entry: Entry) => {
    entries.set(entry.fileName, entry)
    zip.readEntry()
  })
  const ended = once(zip, 'end')
  zip.readEntry()
  await ended
  return entries
}

function openEntry(zip: ZipFile, entry: Entry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error === null) resolve(stream)
      else reject(error)
    })
  })
}

function parseManifest(bytes: Buffer, path: string): BackupManifest {
  const parsed = manifestSchema.safeParse(JSON.parse(bytes.toString('utf8')))
  if (!parsed.success || !parsed.data.files.every(isBackupFile)) throw notOurs(path)
  return parsed.data
}

function notOurs(path: string, cause?: unknown): AppError {
  return new AppError('media/undecodable', messages.notBackup({ path }), { cause })
}

export function damaged(path: string, name: string): AppError {
  return new AppError('media/undecodable', messages.backupEntryDamaged({ path, name }))
}
