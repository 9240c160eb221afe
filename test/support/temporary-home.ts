import { statfsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHomeFolders } from '../../src/main/platform/create-home-folders.ts'
import { resolveHome, type HomePaths } from '../../src/main/platform/home-paths.ts'
import { anew, type Before } from './anew.ts'

export interface TemporaryHome {
  readonly paths: HomePaths
  remove(): Promise<void>
}

/** Creates a home folder for one test, in memory where there is room: the disk takes longer to flush it than a test. */
export async function createTemporaryHome(parent: string = folderInMemory()): Promise<TemporaryHome> {
  const root = await mkdtemp(join(parent, 'atelier-home-'))
  const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
  await createHomeFolders(paths)
  return { paths, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) }
}

/** A home for each test. */
export const withHome = (before?: Before): TemporaryHome =>
  anew(async () => {
    const home = await createTemporaryHome()
    return [home, home.remove]
  }, before)

/** A killed process loses nothing that it wrote on either, and without waiting for the disk more kills hit the work. */
export function folderInMemory(): string {
  try {
    const { bavail, bsize } = statfsSync('/dev/shm')
    return bavail * bsize > 256 * 2 ** 20 ? '/dev/shm' : tmpdir()
  } catch {
    return tmpdir()
  }
}
