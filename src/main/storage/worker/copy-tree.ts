import { lstat, mkdir, rm, utimes } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { AppError, toFileError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/library.ts'
import { copyFresh, syncFile } from '../../platform/pure/atomic-file.ts'
import { secondsOfMs } from '../../platform/pure/seconds-of-ms.ts'
import { listFiles } from './list-files.ts'
import type { TaskRunners } from './task.ts'

/** Copies folders and files by name, each synced, with its time. Stopped or failed, what was copied is removed again. */
export const copyTree: TaskRunners['copy'] = async ({ from, to, names }, { signal, progress }) => {
  const files: string[] = []
  try {
    for (const name of names) {
      for await (const file of listFiles(join(from, name), { signal, onUnreadable: orThrow })) files.push(file)
    }
    for (const [at, file] of files.entries()) {
      signal.throwIfAborted()
      await copyOne(file, join(to, relative(from, file)))
      progress(at + 1, files.length)
    }
    return null
  } catch (thrown) {
    for (const name of names) await rm(join(to, name), { recursive: true, force: true }).catch(() => undefined)
    if (signal.aborted) throw thrown
    throw toFileError(thrown, messages.copyLibrary({ to }))
  }
}

function orThrow(_folder: string, reason: unknown): never {
  throw reason
}

async function copyOne(source: string, target: string): Promise<void> {
  const facts = await lstat(source).catch(() => null)
  // Deleted in the meantime: the start that finishes the move looks again.
  if (facts === null) return
  await mkdir(dirname(target), { recursive: true })
  await copyFresh(source, target).catch((thrown: unknown) => {
    const { code } = toFileError(thrown, 'copy')
    if (code === 'storage/exists') throw sameName(target)
    throw thrown
  })
  await utimes(target, secondsOfMs(facts.atimeMs), secondsOfMs(facts.mtimeMs))
  await syncFile(target)
}

/** The folder was empty: only a disk that takes capitals for small letters has this name already. */
function sameName(target: string): AppError {
  return new AppError(
    'storage/exists',
    `That disk takes capitals and small letters for the same, and two of your files differ in nothing else: ${target}. Nothing was moved. Choose another disk, or rename one of them.`,
  )
}
