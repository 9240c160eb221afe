import { join } from 'node:path'
import { mainExternals } from '../../../scripts/setup/main-externals.mjs'
import { buildForTests } from '../built/build-for-tests.ts'

export interface BuiltHost {
  readonly entry: string
  remove(): Promise<void>
}

/**
 * Builds a host (an Electron program of the tests, with main built in), with the thread of its databases. Its children are
 * the built program's.
 */
export async function buildHost(name: string): Promise<BuiltHost> {
  const entries = [name, 'database-thread'].map((each) => `test/support/host/${each}.ts`)
  const { folder, remove } = await buildForTests(entries, mainExternals)
  return { entry: join(folder, `${name}.js`), remove }
}
