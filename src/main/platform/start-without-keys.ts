import { readdirSync, readlinkSync, writeSync } from 'node:fs'
import koffi from 'koffi'

/** Of Linux (linux/close_range.h): marks files to be closed when another program takes this process's place. */
const closeOnExecute = 4
const firstOwnFile = 3
const ownFiles = '/proc/self/fd'

/**
 * Lets the program start again in place of this process, with this process's environment as it is now. On Linux,
 * Chromium starts the processes that all pages come from before any code of ours runs, so each of them has a copy of the
 * environment the program was started with. What the next start needs to know goes through memory without a name, which
 * only the two starts share. Returns only where the system cannot do it (kernels before 5.11).
 *
 * @param variable names, in the environment, the number of the open file with `text`
 * @throws where the system's library lacks a function: glibc before 2.34
 */
export function startAgainWith(text: string, variable: string): void {
  const libc = koffi.load('libc.so.6')
  const closeRange = libc.func('int close_range(unsigned int first, unsigned int last, int flags)') as Call
  const createMemory = libc.func('int memfd_create(const char *name, unsigned int flags)') as Call
  for (const file of filesToClose()) if (closeRange(file, file, closeOnExecute) !== 0) return
  const file = createMemory('atelier', 0)
  if (file < 0) return
  writeSync(file, text)
  const env = Object.entries({ ...process.env, [variable]: String(file) })
  process.execve!(
    process.execPath,
    process.argv,
    Object.fromEntries(env.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  )
}

/**
 * All open files but pipes. Chromium's processes of this start end when nobody holds the other end of their sockets; an
 * AppImage is unmounted when nobody holds the pipe that it was started with.
 */
export function filesToClose(): number[] {
  return readdirSync(ownFiles)
    .map(Number)
    .filter((file) => file >= firstOwnFile && !isPipe(file))
}

function isPipe(file: number): boolean {
  try {
    return readlinkSync(`${ownFiles}/${file}`).startsWith('pipe:')
  } catch {
    // The one that the list was read through.
    return true
  }
}

type Call = (...args: readonly (string | number)[]) => number
