import { lstat } from 'node:fs/promises'
import * as messages from '../../../shared/messages/en/library.ts'
import type { CallHandlers, HandlerContext } from '../../platform/pure/call-map.ts'
import { hashFile } from '../../platform/pure/hash-file.ts'
import { openThreadChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import { copyTree } from './copy-tree.ts'
import { listFiles } from './list-files.ts'
import { locateMissingFiles } from './locate-files.ts'
import { packBackup } from './pack-backup.ts'
import { takeFromBackup } from './take-from-backup.ts'
import { storageTasks, type StorageTasks, type TaskContext, type TaskRunners } from './task.ts'
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

/** Posting every file of a million would cost more than some of them do. */
function throttled(onProgress: (progress: { done: number; total: number }) => void) {
  let toldAtMs = 0
  return (done: number, total: number): void => {
    const nowMs = performance.now()
    if (nowMs - toldAtMs < progressEveryMs && done !== total) return
    toldAtMs = nowMs
    onProgress({ done, total })
  }
}

function handlerOf(name: keyof StorageTasks) {
  const run = runners[name] as (input: unknown, context: TaskContext) => Promise<unknown>
  return (input: unknown, { signal, onProgress }: HandlerContext<StorageTasks[keyof StorageTasks]>) =>
    run(input, { signal, progress: throttled(onProgress) })
}

async function measureFolders(
  { folders }: StorageTasks['measure']['parsed'],
  { signal }: { readonly signal: AbortSignal },
): Promise<StorageTasks['measure']['output']> {
  const totals: Record<string, { files: number; bytes: number }> = {}
  for (const [kind, paths] of Object.entries(folders)) {
    const total = (totals[kind] = { files: 0, bytes: 0 })
    for (const path of paths) {
      for await (const file of listFiles(path, { signal, onUnreadable: () => undefined })) {
        const facts = await lstat(file).catch(() => null)
        if (facts === null) continue
        total.files++
        total.bytes += facts.size
      }
    }
  }
  return totals
}

const handlers = Object.fromEntries(Object.keys(runners).map((name) => [name, handlerOf(name as keyof StorageTasks)]))
serveCalls<StorageTasks>(openThreadChannel(), handlers as CallHandlers<StorageTasks>, {
  calls: storageTasks,
  who: messages.libraryWork,
})
