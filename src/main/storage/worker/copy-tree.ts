import { lstat, mkdir, rm, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { toFileError } from '../../../shared/errors/index.ts'
import { copyFresh, syncFile } from '../../platform/pure/atomic-file.ts'
import { listFiles } from './list-files.ts'
import type { TaskRunners } from './task.ts'

/** Copies folders and files by name, each synced, with its time. Stopped or failed, what was copied is removed again. */
export const copyTree: TaskRunners['copy'] = async ({ from, to, names }, { signal, progress }) => {
  const files: string[] = []
  for (const name of names) for await (const file of listFiles(join(from, name), signal)) files.push(file)
  try {
    for (const [at, file] of files.entries()) {
      signal.throwIfAborted()
      await copyOne(file, join(to, relative(from, file)))
      progress(at + 1, files.length)
    }
    return null
  } catch (thrown) {
    for (const name of names) await rm(join(to, name), { recursive: true, force: true }).catch(() => undefined)
    if (signal.aborted) throw thrown
    throw toFileError(thrown, `copy the library to ${to}`)
  }
}

async function copyOne(source: string, target: string): Promise<void> {
  const facts = await lstat(source).catch(() => null)
  // Deleted in the meantime: the start that finishes the move looks again.
  if (facts === null) return
  await mkdir(dirname(target), { recursive: true })
  await rm(target, { force: true })
  await copyFresh(source, target)
  await utimes(target, facts.atime, facts.mtime)
  await syncFile(target)
}
