import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** Returns the files among the command-line arguments as absolute paths. Everything else is ignored. */
export function givenFiles(args: readonly string[], workingFolder: string): string[] {
  return args
    .filter((word) => !word.startsWith('-'))
    .map((word) => resolve(workingFolder, word))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
}
