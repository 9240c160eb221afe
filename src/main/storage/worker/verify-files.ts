import { access, stat } from 'node:fs/promises'
import type { FileProblem } from '../../../shared/domain/storage.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import type { FiledFile, TaskRunners } from './task.ts'

/** Reads every byte of every file. */
export const verifyFiles: TaskRunners['verify'] = async ({ files }, { signal, progress }) => {
  const report: Awaited<ReturnType<TaskRunners['verify']>> = { bytes: 0, problems: [], lostCompanions: 0 }
  for (const [at, file] of files.entries()) {
    signal.throwIfAborted()
    const is = await judge(file, signal)
    if (is === null) report.bytes += file.fileBytes
    else report.problems.push({ id: file.id, is })
    for (const companion of file.companions) if (!(await isThere(companion))) report.lostCompanions++
    progress(at + 1, files.length)
  }
  return report
}

async function judge(file: FiledFile, signal: AbortSignal): Promise<FileProblem['is'] | null> {
  try {
    const facts = await stat(file.path)
    if ((await hashFile(file.path, signal)) === file.sha256) return null
    const isUntouched = facts.size === file.fileBytes && Math.trunc(facts.mtimeMs) === file.modifiedAtMs
    return isUntouched ? 'damaged' : 'changed'
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return isNotThere(thrown) ? 'missing' : 'unreadable'
  }
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    (thrown: unknown) => !isNotThere(thrown),
  )
}

function isNotThere(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && (thrown.code === 'ENOENT' || thrown.code === 'ENOTDIR')
}
