import type { ImportReport } from '../../../shared/contract/index.ts'
import { importedDamaged } from '../../../shared/messages/en/library.ts'
import * as messages from '../../../shared/messages/en/window.ts'

/** The name of a file without its folders, on any system. */
function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
}

/** The folders of a path; null if it is a name alone. */
function folderOf(path: string): string | null {
  const folder = path.slice(0, path.length - baseName(path).length).replace(/[/\\]$/, '')
  return folder === '' ? null : folder
}

/** What is wrong with a file, by its name. Most problems name it: then it is not named again. */
export function describeFileProblem(file: string, problem: string): string {
  const name = baseName(file)
  return problem.includes(name) ? problem : messages.fileProblem({ file: name, problem })
}

/** Where a file is, for a list of problems: its path, or only the folder where the problem names the file. */
export function whereInList(file: string, problem: string): string | null {
  return problem.includes(baseName(file)) ? folderOf(file) : file
}

/** Of files that were not read, or not wholly: the first one. */
export function describeFirstProblem(failed: ImportReport['failed'], damaged: ImportReport['damaged']): string {
  const [first] = failed
  return first === undefined
    ? importedDamaged({ name: damaged[0] ?? '' })
    : describeFileProblem(first.file, first.error.message)
}
