import { createHash, type Hash } from 'node:crypto'
import { open, type FileHandle } from 'node:fs/promises'
import { basename } from 'node:path'
import { toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { Downloaded, HashWatch } from './download.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/** Bytes written or read at once. */
export const pieceBytes = 1_048_576

/** Returns the number of bytes read. @throws request/cancelled */
export async function hashToEnd(
  file: FileHandle,
  hash: Hash,
  signal: AbortSignal,
  onRead: (bytes: number) => void,
): Promise<number> {
  const piece = Buffer.allocUnsafeSlow(pieceBytes)
  for (let at = 0; ;) {
    throwIfAborted(signal)
    const { bytesRead } = await file.read(piece, 0, pieceBytes, at)
    if (bytesRead === 0) return at
    hash.update(piece.subarray(0, bytesRead))
    at += bytesRead
    onRead(at)
  }
}

/** @throws storage/*, request/cancelled */
export async function hashWhole(path: string, { signal, onBytes }: HashWatch): Promise<Downloaded> {
  try {
    await using file = await open(path)
    const hash = createHash('sha256')
    const bytes = await hashToEnd(file, hash, signal, (read) => onBytes?.(read))
    return { bytes, sha256: hash.digest('hex') }
  } catch (thrown) {
    throw toFileError(thrown, messages.cannotReadFile({ basename: basename(path) }))
  }
}
