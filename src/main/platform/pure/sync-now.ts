import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Flushes a file's content to disk synchronously, before anything is open that could be blocked by it. */
export function syncFileNow(path: string): void {
  sync(path, 'r+')
}

/** Likewise for a folder's entries; Windows neither needs nor allows it. */
export function syncFolderNow(path: string): void {
  if (process.platform !== 'win32') sync(path, 'r')
}

function sync(path: string, flags: 'r' | 'r+'): void {
  const file = openSync(path, flags)
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}
