import { lstat } from 'node:fs/promises'
import { listFiles } from './list-files.ts'
import type { TaskRunners } from './task.ts'

export const measureFolders: TaskRunners['measure'] = async ({ folders }, { signal }) => {
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
