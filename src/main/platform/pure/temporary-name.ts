import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'

const suffix = '.atelier-tmp'
const pattern = /^\..*\.(?<pid>\d+)\.[0-9a-f]{12}\.atelier-tmp$/s
/** File names are limited to 255 bytes; a character takes up to 3 of them, and the rest of the name about 40. */
const baseLengthMax = 60

/**
 * Returns a hidden name beside `path` that no other call returns; the process id in it tells a cleanup whether its
 * writer is alive.
 */
export function temporaryNameFor(path: string): string {
  const base = basename(path).slice(0, baseLengthMax).toWellFormed()
  return join(dirname(path), `.${base}.${process.pid}.${randomBytes(6).toString('hex')}${suffix}`)
}

/** Returns the process id in a temporary's file name; null for every other name. */
export function temporaryOwner(fileName: string): number | null {
  const pid = pattern.exec(fileName)?.groups?.['pid']
  return pid === undefined ? null : Number(pid)
}
