import { dirname } from 'node:path'
import { watch } from 'chokidar'

interface WatchOptions {
  /** Called soon after one of the files has been written, replaced or deleted. */
  readonly onChanged: (path: string) => void
  readonly onTrouble: (thrown: unknown) => void
}

/** An editor may empty a file before it writes it. */
const settleMs = 150

/**
 * Watches single files by their folders, because programs replace a file rather than write into it. Returns the function
 * that stops it.
 */
export function watchFiles(paths: readonly string[], { onChanged, onTrouble }: WatchOptions): () => Promise<void> {
  const folders = new Set(paths.map((path) => dirname(path)))
  const timers = new Map<string, NodeJS.Timeout>()
  const watcher = watch([...folders], {
    depth: 0,
    ignoreInitial: true,
    ignorePermissionErrors: true,
    ignored: (path) => !folders.has(path) && !paths.includes(path),
  })
  watcher
    .on('all', (_event, path) => {
      if (!paths.includes(path)) return
      clearTimeout(timers.get(path))
      timers.set(path, setTimeout(onChanged, settleMs, path))
    })
    .on('error', onTrouble)
  return async () => {
    for (const timer of timers.values()) clearTimeout(timer)
    await watcher.close()
  }
}
