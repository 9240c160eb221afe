import { DatabaseSync } from 'node:sqlite'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { copyDatabase } from '../../../src/main/database/index.ts'
import { finishPending } from '../../../src/main/pending-changes/index.ts'
import { temporaryNameFor } from '../../../src/main/platform/pure/temporary-name.ts'
import type { Storage } from '../../../src/main/storage/index.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { smallPng } from '../../support/small-images.ts'
import { folderInMemory, withHome } from '../../support/temporary-home.ts'

const home = withHome()
let outside: string
let file: string
let opened: TestLibrary
let storage: Storage
let kite: Asset
let pear: Asset

const fileOf = (asset: Asset) => join(home.paths.library, ...asset.relativePath.split('/'))

beforeEach(async () => {
  outside = await mkdtemp(join(folderInMemory(), 'atelier-outside-'))
  file = join(outside, 'mine.zip')
  opened = openTestLibrary(home.paths)
  storage = openTestStorage(home.paths, opened)
  const paths = ['kite', 'pear'].map((name) => join(outside, `${name}.png`))
  for (const [index, path] of paths.entries()) await writeFile(path, smallPng(index + 5, 120, 80))
  const { imported } = await opened.assets.imports.addFiles(paths)
  kite = imported.find(({ name }) => name === 'kite')!
  pear = imported.find(({ name }) => name === 'pear')!
})

afterEach(async () => {
  await opened.close()
  await rm(outside, { recursive: true, force: true })
})

describe('a backup', () => {
  it('copies the whole database while another connection keeps writing', async () => {
    const path = join(outside, 'busy.db')
    const writer = new DatabaseSync(path)
    writer.exec('PRAGMA journal_mode = WAL; CREATE TABLE assets (is_purging INTEGER, bytes BLOB)')
    writer.exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000)
      INSERT INTO assets SELECT 0, zeroblob(4000) FROM n`)
    const insert = writer.prepare('INSERT INTO assets VALUES (0, zeroblob(10))')
    // Writes continuously: a stepwise copy would start again after each write.
    let isDone = false
    const write = () => {
      if (isDone) return
      insert.run()
      setImmediate(write)
    }
    write()
    try {
      expect(await copyDatabase(path, join(outside, 'copy.db'))).toBeGreaterThanOrEqual(9_000)
    } finally {
      isDone = true
      writer.close()
    }
  }, 20_000)

  it('is refused inside the library', async () => {
    for (const folder of [home.paths.library, join(home.paths.library, '2026')]) {
      expect(await failureOf(storage.backUp(join(folder, 'mine.zip')))).toMatchObject({ code: 'request/invalid' })
    }
  })

  it('names the folder that cannot be written, not the library', async () => {
    const missingFolder = join(outside, 'gone')
    const failure = await failureOf(storage.backUp(join(missingFolder, 'mine.zip')))
    expect(failure).toMatchObject({ code: 'storage/read-only' })
    expect(failure.message).toMatch(`Could not write to ${missingFolder}. Check that the folder exists`)
    expect(failure.message).not.toContain('ATELIER_HOME')
  })

  it('pauses the restored queue so that nothing is sent again', async () => {
    await opened.database.call('queue.add', {
      calls: [
        { callId: 'one', lane: 'fake', position: 1, hasOwnKey: false, body: '{}', maskKey: null, createdAtMs: 1 },
      ],
      jobs: [],
      owner: { pid: process.pid, atMs: 1 },
      instead: null,
    })
    await storage.backUp(file)
    expect(await storage.prepareRestore(file)).toMatchObject({ held: 1 })
    expect((await storage.usage()).pending).toMatchObject({ type: 'restore', held: 1 })
    expect(await opened.database.call('queue.pauses', null)).toEqual([])
    await opened.close()
    finishPending(home.paths.root)
    opened = openTestLibrary(home.paths)
    expect(await opened.database.call('queue.pauses', null)).toEqual(['*'])
  })

  it('with one damaged image still restores the others', async () => {
    await storage.backUp(file)
    const bytes = await readFile(file)
    const offset = bytes.indexOf(await readFile(fileOf(kite)))
    bytes[offset + 100]! ^= 1
    await writeFile(file, bytes)
    await rm(fileOf(kite))
    await rm(fileOf(pear))
    expect(await storage.repair([kite.id, pear.id], file)).toEqual([pear.id])
    expect([existsSync(fileOf(kite)), existsSync(fileOf(pear))]).toEqual([false, true])
    expect(await readdir(join(fileOf(kite), '..'))).toEqual([fileOf(pear).split('/').at(-1)])
  })
})

describe('reclaiming disk space', () => {
  it('keeps files still being written, and removes those of ended processes', async () => {
    const { temporary, working, thumbnails } = home.paths
    const living = [temporaryNameFor(join(temporary, 'answer.png')), temporaryNameFor(join(working, 'copy.png'))]
    const dead = living.map((path) => path.replace(`.${process.pid}.`, '.4194305.'))
    const sheet = join(temporary, 'page 1.png')
    for (const path of [...living, ...dead, sheet]) await writeFile(path, 'half of it')
    await storage.reclaim(['working', 'thumbnails'])
    expect(living.map((path) => existsSync(path))).toEqual([true, true])
    expect(dead.map((path) => existsSync(path))).toEqual([false, false])
    expect(existsSync(sheet)).toBe(true)
    expect(await readdir(join(thumbnails, '256'))).toEqual([])
  })
})

describe('verify', () => {
  it('checks response files of every format', async () => {
    const db = new DatabaseSync(home.paths.databaseFile)
    db.prepare(`UPDATE assets SET raw_answer_mime = 'image/tiff' WHERE id = ?`).run(kite.id)
    db.prepare(`UPDATE assets SET raw_answer_mime = 'image/jpeg' WHERE id = ?`).run(pear.id)
    db.close()
    expect((await storage.verify()).lostCompanions).toBe(2)
    const answers = join(home.paths.library, '.answers')
    await mkdir(answers, { recursive: true })
    await writeFile(join(answers, `${kite.id}.tif`), 'as it came')
    await writeFile(join(answers, `${pear.id}.jpg`), 'as it came')
    expect((await storage.verify()).lostCompanions).toBe(0)
  })

  it('ignores an image that is purged while it is read', async () => {
    await rm(fileOf(pear))
    const beforeTask = () => opened.assets.trash.purge([kite.id])
    const { problems } = await openTestStorage(home.paths, opened, beforeTask).verify()
    expect(problems.map(({ id }) => id)).toEqual([pear.id])
  })
})
