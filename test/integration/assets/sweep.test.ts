import { spawn } from 'node:child_process'
import { utimesSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { resolveHome } from '../../../src/main/platform/home-paths.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { createFakeImaging, type FakeImaging } from '../../support/fake-imaging.ts'
import { fillDatabase, findAssetIds } from '../../support/open-database.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const day = '2026/2026-11-20'
const home = withHome()
let imaging: FakeImaging
let clock: FakeClock
let opened: TestLibrary

beforeEach(() => {
  imaging = createFakeImaging()
  clock = createFakeClock()
  opened = openTestLibrary(home.paths, { imaging, clock })
})
afterEach(async () => {
  await opened.close()
})

const at = (...parts: string[]) => join(home.paths.root, ...parts)

async function importOne(name: string, seed: number): Promise<Asset> {
  await mkdir(at('from'), { recursive: true })
  await writeFile(at('from', name), smallPng(seed))
  const { imported, failed } = await opened.assets.imports.addFiles([at('from', name)])
  expect(failed).toEqual([])
  return imported[0]!
}

describe('sweep', () => {
  test('marks missing files and finds them again, even in another folder', async () => {
    const [returned, moved] = [await importOne('back.png', 1), await importOne('moved.png', 2)]
    await rename(at('library', returned.relativePath), at('aside.png'))
    await mkdir(at('library', 'my own folder'))
    await rename(at('library', moved.relativePath), at('library', 'my own folder', 'renamed.png'))
    expect(await opened.assets.files.sweep()).toMatchObject({ missing: 2, adopted: 1 })
    await rename(at('aside.png'), at('library', returned.relativePath))
    expect(await opened.assets.files.sweep()).toMatchObject({ missing: 0, adopted: 0 })
    expect(await opened.assets.records.load([returned.id, moved.id])).toEqual([
      returned,
      { ...moved, relativePath: 'my own folder/renamed.png' },
    ])
  })

  test('adopts images without a record in place, and reads other files only once', async () => {
    await mkdir(at('library', 'from a friend'), { recursive: true })
    await writeFile(at('library', 'from a friend', 'beach.png'), smallPng(3))
    await writeFile(at('library', 'notes.txt'), 'buy coffee')
    await writeFile(at('library', 'half.png'), smallPng(4).subarray(0, 300))
    expect(await opened.assets.files.sweep()).toMatchObject({ adopted: 1, missing: 0 })
    const [id] = await findAssetIds(opened.database)
    expect(await opened.assets.records.require(id!)).toMatchObject({
      name: 'beach',
      relativePath: 'from a friend/beach.png',
    })
    imaging.calls.prepare = 0
    expect(await opened.assets.files.sweep()).toMatchObject({ adopted: 0 })
    expect(imaging.calls.prepare).toBe(0)
    await writeFile(at('library', 'half.png'), smallPng(4))
    expect(await opened.assets.files.sweep()).toMatchObject({ adopted: 1 })
  })

  test('rereads a file that another program changed', async () => {
    const asset = await importOne('coffee.png', 1)
    await writeFile(at('library', asset.relativePath), smallPng(2, 20, 10))
    await opened.assets.files.sweep()
    const reread = await opened.assets.records.require(asset.id)
    expect(reread).toMatchObject({ widthPx: 20, heightPx: 10, isMissing: false })
    expect(reread.sha256).not.toBe(asset.sha256)
  })

  test('deletes temporary files of ended processes and keeps the others', async () => {
    await importOne('coffee.png', 1)
    const dead = '.coffee.png.4194303.0123456789ab.atelier-tmp'
    const alive = `.coffee.png.${process.pid}.0123456789ab.atelier-tmp`
    const folders = [at('library', day), home.paths.masks, home.paths.temporary, at('cache', 'thumbnails', '256'), at()]
    for (const folder of folders) await writeFile(join(folder, dead), 'half')
    await writeFile(at('library', day, alive), 'half')
    expect(await opened.assets.files.sweep()).toMatchObject({ removedTemporaries: folders.length, adopted: 0 })
    expect((await readdir(at('library', day))).toSorted()).toEqual([alive, 'coffee.png'])
  })

  test('deletes a temporary file whose process ID was reused by a newer process', async () => {
    await importOne('coffee.png', 1)
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
    try {
      const path = at('library', day, `.coffee.png.${child.pid}.0123456789ab.atelier-tmp`)
      await writeFile(path, 'half')
      expect(await opened.assets.files.sweep()).toMatchObject({ removedTemporaries: 0 })
      const beforeItMs = Date.now() - 60_000
      utimesSync(path, beforeItMs / 1_000, beforeItMs / 1_000)
      expect(await opened.assets.files.sweep()).toMatchObject({
        removedTemporaries: process.platform === 'linux' ? 1 : 0,
      })
    } finally {
      child.kill('SIGKILL')
    }
  })

  test('rebuilds a damaged database from the files', async () => {
    const names = ['a', 'b', 'c']
    for (const [seed, name] of names.entries()) await importOne(`${name}.png`, seed)
    await opened.close()
    await writeFile(home.paths.databaseFile, 'ruined '.repeat(3_000))
    opened = openTestLibrary(home.paths, { imaging, clock })
    expect((await opened.database.opened()).rebuilt).toMatchObject({ salvaged: 0 })
    expect(await opened.assets.files.sweep()).toMatchObject({ adopted: 3 })
    const records = await opened.assets.records.load(await findAssetIds(opened.database))
    expect(records.map(({ name }) => name).toSorted()).toEqual(names)
  })
})

test('sweeps 10,000 known files without reading any of them', { tags: 'full' }, async () => {
  const paths = resolveHome({ ATELIER_HOME: at('large') }, { userHome: at() })
  const modifiedAtMs = 1_795_000_000_000
  const records = Array.from({ length: 10_000 }, (_, n) =>
    buildAsset({ relativePath: `2026/day ${n % 40}/${n}.png`, fileBytes: 1, modifiedAtMs }),
  )
  for (let folder = 0; folder < 40; folder++)
    await mkdir(join(paths.library, '2026', `day ${folder}`), { recursive: true })
  for (const { relativePath } of records) {
    writeFileSync(join(paths.library, relativePath), 'x')
    utimesSync(join(paths.library, relativePath), modifiedAtMs / 1_000, modifiedAtMs / 1_000)
  }
  fillDatabase(paths.databaseFile, records)
  const large = openTestLibrary(paths, { imaging })
  await large.database.opened()
  expect(await large.assets.files.sweep()).toEqual({ adopted: 0, missing: 0, removedTemporaries: 0, purged: 0 })
  expect(Object.values(imaging.calls).every((count) => count === 0)).toBe(true)
  await large.close()
})
