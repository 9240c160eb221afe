import { statfsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHomeFolders, resolveHome, type HomePaths } from '../../src/main/platform/home-paths.ts'

export interface TemporaryHome {
  readonly paths: HomePaths
  remove(): Promise<void>
}

/** A home folder of its own for one test. */
export async function createTemporaryHome(parent: string = tmpdir()): Promise<TemporaryHome> {
  const root = await mkdtemp(join(parent, 'atelier-home-'))
  const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
  await createHomeFolders(paths)
  return { paths, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) }
}

/**
 * A folder in memory where there is a roomy one: a killed process loses nothing of what it wrote on either, and
 * without waiting for the disk far more kills fall into the work itself.
 */
export function folderInMemory(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 256 * 2 ** 20 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}
