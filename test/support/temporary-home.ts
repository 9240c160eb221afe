import { statfsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHomeFolders } from '../../src/main/platform/create-home-folders.ts'
import { resolveHome, type HomePaths } from '../../src/main/platform/home-paths.ts'

export interface TemporaryHome {
  readonly paths: HomePaths
  remove(): Promise<void>
}

/** Creates a home folder for one test. */
export async function createTemporaryHome(parent: string = tmpdir()): Promise<TemporaryHome> {
  const root = await mkdtemp(join(parent, 'atelier-home-'))
  const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
  await createHomeFolders(paths)
  return { paths, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) }
}

/**
 * Returns a folder in memory if there is one with enough room: a killed process loses nothing it wrote on either, and
 * without waiting for the disk far more kills hit the work itself.
 */
export function folderInMemory(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 256 * 2 ** 20 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}
