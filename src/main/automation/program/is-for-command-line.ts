import { existsSync } from 'node:fs'
import { resolve } from 'node:path'

/** Not derived from the commands themselves, which the window does not load at startup. A test compares them. */
const commandNames: ReadonlySet<string> = new Set(
  (
    'fill expand edit background select control reblend merge upscale generate variations compile-prompt import list search organize reference embed describe show value verify backup restore ' +
    'export sheet gallery recipe run batch grid plan watch originals engine models providers keys config queue ledger mcp client schema completion help'
  ).split(' '),
)
const ownSwitches: ReadonlySet<string> = new Set(['--help', '-h', '--version', '-v'])

interface Start {
  readonly args: readonly string[]
  /** Started with `--ozone-platform=headless`: no window can open. */
  readonly isHeadless: boolean
  readonly workingFolder: string
}

/** Whether a start is meant for the command line; otherwise the arguments are files to open in the window. */
export function isForCommandLine({ args, isHeadless, workingFolder }: Start): boolean {
  const [first] = args
  if (isHeadless) return true
  if (first === undefined) return false
  if (commandNames.has(first) || ownSwitches.has(first)) return true
  // Treated as a mistyped command, so that it is reported; a file name has a dot or a slash, or exists.
  return /^[a-z][a-z-]*$/.test(first) && !existsSync(resolve(workingFolder, first))
}
