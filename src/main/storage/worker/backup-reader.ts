import { text as textOf } from 'node:stream/consumers'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { openZipFile } from '../../platform/pure/open-zip-file.ts'
import { isBackupFile, manifestBytesMax, manifestName, manifestSchema, type BackupManifest } from './backup-format.ts'

/** An opened backup: its manifest, and each file by name. */
export interface BackupReader {
  readonly path: string
  readonly manifest: BackupManifest
  /** @throws media/undecodable also while it is read */
  open(name: string): AsyncIterable<Buffer>
  close(): void
}

/** @throws media/undecodable if it is not a backup made by Atelier, or is damaged */
export async function openBackup(path: string): Promise<BackupReader> {
  const zip = await openZipFile(path, {
    refused: (cause, entry) =>
      entry === null || entry.fileName === manifestName ? notOurs(path, cause) : damaged(path, entry.fileName),
  })
  try {
    const entry = zip.entries.get(manifestName)
    if (entry === undefined || entry.uncompressedSize > manifestBytesMax) throw notOurs(path)
    return {
      path,
      manifest: parseManifest(await textOf(zip.read(entry)), path),
      open: (name) => {
        const found = zip.entries.get(name)
        if (found === undefined) throw damaged(path, name)
        return zip.read(found)
      },
      close: () => zip.close(),
    }
  } catch (thrown) {
    zip.close()
    throw thrown
  }
}

function parseManifest(json: string, path: string): BackupManifest {
  const parsed = manifestSchema.safeParse(parseJson(json))
  if (!parsed.success || !parsed.data.files.every(isBackupFile)) throw notOurs(path)
  return parsed.data
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

function notOurs(path: string, cause?: unknown): AppError {
  return new AppError('media/undecodable', messages.notBackup({ path }), { cause })
}

export function damaged(path: string, name: string): AppError {
  return new AppError('media/undecodable', messages.backupEntryDamaged({ path, name }))
}
