import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createHomeFolders, resolveHome, type HomePaths } from '../../src/main/platform/home-paths.ts'

export interface TemporaryHome {
  readonly paths: HomePaths
  remove(): Promise<void>
}

/** A home folder of its own for one test. */
export async function createTemporaryHome(): Promise<TemporaryHome> {
  const root = await mkdtemp(join(tmpdir(), 'atelier-home-'))
  const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
  await createHomeFolders(paths)
  return { paths, remove: () => rm(root, { recursive: true, force: true, maxRetries: 5 }) }
}
