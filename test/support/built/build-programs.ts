import type { TestProject } from 'vitest/node'
import packageFile from '../../../package.json' with { type: 'json' }
import { buildForTests, type BuiltForTests } from './build-for-tests.ts'
import { builtFolderVariable } from './built-program.ts'

/** Programs that tests repeatedly start as a thread or process. */
const entries = [
  'src/main/database/worker/database-worker.ts',
  'src/main/engine/host/engine-host.ts',
  'src/main/imaging/child/imaging-child.ts',
  'src/main/imaging/child/credentials/credentials-worker.ts',
  'src/main/imaging/child/fill/fill-worker.ts',
  'src/main/vision/child/vision-child.ts',
  'src/main/vision/map/map-worker.ts',
  'test/support/kill/kill-driver.ts',
  'test/support/kill/killed-migrations-worker.ts',
  'test/support/kill/long-migrations-worker.ts',
  'test/support/kill/queue-driver.ts',
  'test/support/zone-driver.ts',
  'test/support/failing-migration-worker.ts',
  'test/support/net/socket-driver.ts',
  'test/integration/secrets/secrets-driver.ts',
]

let built: BuiltForTests | null = null

/**
 * Builds them once per run: loaded from about a hundred source files each, they would take several times as long to
 * start, and startup dominates test time. In watch mode they run from source.
 */
export async function setup({ config }: TestProject): Promise<void> {
  if (config.watch) return
  const packages = [...Object.keys(packageFile.dependencies), 'vitest']
  built = await buildForTests(
    entries,
    packages.map((name) => new RegExp(`^${name}(/|$)`)),
  )
  process.env[builtFolderVariable] = built.folder
}

export async function teardown(): Promise<void> {
  await built?.remove()
}
