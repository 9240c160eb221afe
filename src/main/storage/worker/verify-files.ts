import { stat } from 'node:fs/promises'
import type { FileProblem } from '../../../shared/domain/storage.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import type { FiledFile, TaskRunners } from './task.ts'

/** Reads every byte of every file. */
export const verifyFiles: TaskRunners['verify'] = async ({ files }, { signal, progress }) => {
  const report: Awaited<ReturnType<TaskRunners['verify']>> = { bytes: 0, problems: [] }
  for (const [at, file] of files.entries()) {
    signal.throwIfAborted()
    const is = await judge(file, signal)
    if (is === null) report.bytes += file.fileBytes
    else report.problems.push({ id: file.id, is })
    progress(at + 1, files.length)
  }
  return report
}

async function judge(file: FiledFile, signal: AbortSignal): Promise<FileProblem['is'] | null> {
  const facts = await stat(file.path).catch(() => null)
  if (facts === null) return 'missing'
  try {
    if ((await hashFile(file.path, signal)) === file.sha256) return null
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return 'unreadable'
  }
  const isUntouched = facts.size === file.fileBytes && Math.trunc(facts.mtimeMs) === file.modifiedAtMs
  return isUntouched ? 'damaged' : 'changed'
}
