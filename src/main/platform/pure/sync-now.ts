import { closeSync, fsyncSync, openSync } from 'node:fs'

/** Forces a file's content onto the disk, before anything is open that could wait for it. */
export function syncFileNow(path: string): void {
  sync(path, 'r+')
}

/** Likewise the names in a folder; Windows neither needs nor allows it. */
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
