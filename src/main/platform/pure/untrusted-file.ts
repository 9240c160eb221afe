import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/**
 * Opens a file for reading in a folder that others can write to. A named pipe would otherwise wait for its writer, and
 * each wait keeps one of the few threads that read files. (Windows has neither pipes nor that flag, which is 0 then.)
 */
function openUntrusted(path: string): Promise<FileHandle> {
  return open(path, constants.O_RDONLY | constants.O_NONBLOCK)
}

/** Reads a file of somebody else; null = it is larger than `bytesMax`, or no file but a device, say, which has no end. */
export async function readUntrusted(path: string, bytesMax: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const file = await openUntrusted(path)
  try {
    const facts = await file.stat()
    if (!facts.isFile() || facts.size > bytesMax) return null
    const bytes = new Uint8Array(facts.size)
    return bytes.subarray(0, await fillFrom(file, bytes))
  } finally {
    await file.close()
  }
}

/** Reads until `bytes` is full or the file ends. Returns how many were read. */
async function fillFrom(file: FileHandle, bytes: Uint8Array): Promise<number> {
  let filled = 0
  while (filled < bytes.length) {
    const { bytesRead } = await file.read(bytes, filled, bytes.length - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return filled
}
