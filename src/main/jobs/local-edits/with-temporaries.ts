import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { HomePaths } from '../../platform/home-paths.ts'
import { temporaryNameFor } from '../../platform/pure/temporary-name.ts'

/** Provides names for temporary files of one piece of work. All are removed, however it ends. */
export async function withTemporaries<K extends string, T>(
  paths: Pick<HomePaths, 'temporary'>,
  id: string,
  kinds: readonly K[],
  work: (files: Readonly<Record<K, string>>) => Promise<T>,
): Promise<T> {
  const entries = kinds.map((kind) => [kind, temporaryNameFor(join(paths.temporary, `${id}-${kind}.png`))] as const)
  try {
    return await work(Object.fromEntries(entries) as Record<K, string>)
  } finally {
    await Promise.all(entries.map(([, path]) => rm(path, { force: true }).catch(() => undefined)))
  }
}
