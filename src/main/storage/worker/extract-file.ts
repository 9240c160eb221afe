import { createHash } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { damaged, type BackupReader } from './backup-reader.ts'

interface Extraction {
  readonly name: string
  /** As stated by the manifest or the caller. */
  readonly bytes: number
  readonly target: string
}

/**
 * Writes one file of a backup to a new path, synced, and returns the SHA-256 of the data. @throws media/undecodable if
 * it is damaged or has another length; disk errors are passed through
 */
export async function extractFile(
  backup: BackupReader,
  { name, bytes, target }: Extraction,
  signal: AbortSignal,
): Promise<string> {
  const hash = createHash('sha256')
  let length = 0
  const tap = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      length += chunk.length
      // A file that is longer than it claims must not fill the disk.
      if (length > bytes) return done(damaged(backup.path, name))
      hash.update(chunk)
      done(null, chunk)
    },
  })
  await pipeline(backup.open(name), tap, createWriteStream(target, { flags: 'wx', flush: true }), { signal })
  if (length !== bytes) throw damaged(backup.path, name)
  return hash.digest('hex')
}
