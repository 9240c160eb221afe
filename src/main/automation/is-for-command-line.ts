import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Not taken from the commands themselves, which the window's start does not load. A test compares them. */
const commandNames: ReadonlySet<string> = new Set(
  (
    'fill expand edit reblend merge upscale generate variations compile-prompt import list search show verify backup restore ' +
    'export sheet gallery engine models providers keys queue ledger help'
  ).split(' '),
)
const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

interface Start {
  readonly words: readonly string[]
  /** Started with `--ozone-platform=headless`: no window can open. */
  readonly isHeadless: boolean
  readonly workingFolder: string
}

/** Whether a start is meant for the command line; otherwise the words are files to open in the window. */
export function isForCommandLine({ words, isHeadless, workingFolder }: Start): boolean {
  const [first] = words
  if (isHeadless) return true
  if (first === undefined) return false
  if (commandNames.has(first) || ownSwitches.has(first)) return true
  // A mistyped command is told so; a file's name has a dot or a slash, or exists.
  return /^[a-z][a-z-]*$/.test(first) && !existsSync(resolve(workingFolder, first))
}
