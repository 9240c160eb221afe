import { statSync } from 'node:fs'
import { resolve } from 'node:path'

/** The files among the words a start was given, as absolute paths. Anything else in them is ignored. */
export function givenFiles(words: readonly string[], workingFolder: string): string[] {
  return words
    .filter((word) => !word.startsWith('-'))
    .map((word) => resolve(workingFolder, word))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false)
}
