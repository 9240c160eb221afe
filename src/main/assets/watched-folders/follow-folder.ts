import type { Stats } from 'node:fs'
import { basename } from 'node:path'
import { watch } from 'chokidar'
import { isOpenFolder, isImageName } from '../imports/collect-images.ts'

interface FollowOptions {
  /** An image file that exists at the start, was added or was written to; it may still be incomplete. */
  readonly onFile: (path: string, facts: Stats) => void
  readonly onTrouble: (thrown: unknown) => void
  /** Called once all existing files have been reported. */
  readonly onReady?: () => void
  /** Looks for changes itself, where the system does not report them. */
  readonly isPolled?: boolean
}

const pollEveryMs = 2_000

/** Reports every existing and future image in a folder, at any depth. Returns the function that stops it. */
export function followFolder(
  root: string,
  { onFile, onTrouble, onReady, isPolled = false }: FollowOptions,
): () => Promise<void> {
  const watcher = watch(root, {
    followSymlinks: false,
    usePolling: isPolled,
    interval: pollEveryMs,
    binaryInterval: pollEveryMs,
    ignorePermissionErrors: true,
    alwaysStat: true,
    ignored: (path, facts) => path !== root && isIgnored(basename(path), facts),
  })
  const report = (path: string, facts?: Stats) => {
    if (facts?.isFile()) onFile(path, facts)
  }
  watcher.on('add', report).on('change', report).on('error', onTrouble)
  if (onReady !== undefined) watcher.on('ready', onReady)
  return () => watcher.close()
}

/** Called first with the name alone, then with the file's stats. */
function isIgnored(name: string, facts: Stats | undefined): boolean {
  if (facts === undefined) return name.startsWith('.')
  return facts.isDirectory() ? !isOpenFolder(name) : !facts.isFile() || !isImageName(name)
}
