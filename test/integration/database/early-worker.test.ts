import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { databaseWorkerUrl } from '../../support/open-database.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { withHome } from '../../support/temporary-home.ts'
import { openLibraryDatabase } from '../../../src/main/open-library-database.ts'
import { startDatabaseEarly } from '../../../src/main/start-database-early.ts'

let builtFolder: string
const home = withHome()

beforeEach(async () => {
  builtFolder = await mkdtemp(join(tmpdir(), 'atelier-early-'))
  await writeFile(join(builtFolder, 'database.js'), `import(${JSON.stringify(databaseWorkerUrl.href)})`)
})
afterEach(async () => {
  await rm(builtFolder, { recursive: true, force: true })
})

it('a worker that ends before anybody listens does not end the program: the library is opened by another one', async () => {
  const broken = join(builtFolder, 'broken.js')
  await writeFile(broken, 'throw new Error("out of memory")')
  const databaseWorker = startDatabaseEarly(broken)
  // `once` would listen for its error.
  await new Promise((resolve) => databaseWorker.on('exit', resolve))
  const logger = createRecordingLogger()
  const database = openLibraryDatabase({
    paths: home.paths,
    logger,
    builtFolder,
    databaseWorker,
    onOpening: () => undefined,
  })
  await database.opened()
  expect(await database.call('assets.findByContent', { sha256: '0'.repeat(64) })).toBeNull()
  await database.dispose()
  expect(JSON.stringify(logger.entries)).toContain('database.ended-early')
})
