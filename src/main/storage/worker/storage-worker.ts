import { parentPort, workerData } from 'node:worker_threads'
import { toErrorData } from '../../../shared/errors/index.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { copyTree } from './copy-tree.ts'
import { locateMissingFiles } from './locate-files.ts'
import { measureFolders } from './measure-folders.ts'
import { packBackup } from './pack-backup.ts'
import { takeFromBackup } from './take-from-backup.ts'
import type { TaskMessage, TaskRunners, TaskStart } from './task.ts'
import { unpackBackup } from './unpack-backup.ts'
import { verifyFiles } from './verify-files.ts'

const runners: TaskRunners = {
  measure: measureFolders,
  verify: verifyFiles,
  locate: locateMissingFiles,
  pack: packBackup,
  unpack: unpackBackup,
  take: takeFromBackup,
  copy: copyTree,
  hash: ({ path }, { signal }) => hashFile(path, signal),
}

const progressEveryMs = 100

const send = (message: TaskMessage) => parentPort?.postMessage(message)

/** One task per thread: it ends with the task. Any message to it means: stop. */
async function runTask({ name, input }: TaskStart): Promise<void> {
  const abort = new AbortController()
  parentPort?.on('message', () => abort.abort())
  let toldAtMs = 0
  const progress = (done: number, total: number) => {
    const nowMs = performance.now()
    if (nowMs - toldAtMs < progressEveryMs && done !== total) return
    toldAtMs = nowMs
    send({ is: 'progress', done, total })
  }
  try {
    const value = await runners[name](input as never, { signal: abort.signal, progress })
    send({ is: 'done', value })
  } catch (thrown) {
    send({ is: 'failed', error: toErrorData(thrown) })
  } finally {
    parentPort?.close()
  }
}

void runTask(workerData as TaskStart)
