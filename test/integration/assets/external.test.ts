import { appendFile, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createExternalEdits } from '../../../src/main/assets/index.ts'
import type { ExternalEdits } from '../../../src/main/assets/external-edits.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { AppError } from '../../../src/shared/errors/index.ts'
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts'
import { createFakeImaging } from '../../support/fake-imaging.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const timing = { settleMs: 60, pollMs: 120, goneMs: 300, brokenMs: 1_200 }

let home: TemporaryHome
let opened: TestLibrary
let edits: ExternalEdits
let taken: Asset[]
let noticed: AppError[]
let asset: Asset
let clock: FakeClock

const onNoticed = (error: AppError) => void noticed.push(error)

/** The program starts anew on the same home. */
function start(): void {
  const imaging = createFakeImaging()
  const { assets, logger } = opened
  edits = createExternalEdits({ assets, imaging, paths: home.paths, clock, logger, onNoticed, timing })
  edits.onTaken((each) => void taken.push(each))
}

beforeEach(async () => {
  home = await createTemporaryHome()
  opened = openTestLibrary(home.paths)
  taken = []
  noticed = []
  // Stands still while a test writes.
  clock = createFakeClock(Date.now())
  const source = join(home.paths.root, 'kite.png')
  await writeFile(source, smallPng(1))
  asset = (await opened.assets.imports.addFiles([source])).imported[0]!
  start()
})
afterEach(async () => {
  await edits.dispose()
  await opened.close()
  await home.remove()
})

const fileOf = async (each: Asset) => readFile((await opened.assets.files.locate(each.id, 'original')).path)
/** Time passes until it is so. */
const eventually = (check: () => unknown) =>
  vi.waitFor(
    async () => {
      clock.advance(20)
      await check()
    },
    { timeout: 10_000, interval: 20 },
  )
const isTaken = (count: number) => eventually(() => expect(taken).toHaveLength(count))
/** How often content could not be taken. */
const failures = () => opened.logger.entries.filter(({ event }) => event === 'external.not-taken').length

describe('an image in another program', () => {
  it('is a copy with every byte, outside of the library', async () => {
    const { path } = await edits.begin(asset.id)
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(1)))
    expect(path.startsWith(home.paths.library)).toBe(false)
    // Asked for again while nothing has been done to it: no second copy.
    expect(await edits.begin(asset.id)).toEqual({ path })
  })

  it('comes back as a child with each version that is saved', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, smallPng(2))
    await isTaken(1)
    await writeFile(path, smallPng(3))
    await isTaken(2)
    expect(taken.map(({ parentId, recipe, name }) => [parentId, recipe.operation, name])).toEqual([
      [asset.id, 'external', 'kite – edit 1'],
      [asset.id, 'external', 'kite – edit 2'],
    ])
    expect(await fileOf(taken[1]!)).toEqual(Buffer.from(smallPng(3)))
    // The image itself and the program's copy are theirs.
    expect(await fileOf(asset)).toEqual(Buffer.from(smallPng(1)))
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(3)))
  })

  it('saved by a program that replaces the file is taken, again and again', async () => {
    const { path } = await edits.begin(asset.id)
    for (const seed of [4, 5, 6]) {
      await writeFile(`${path}.tmp`, smallPng(seed))
      await rename(`${path}.tmp`, path)
      await isTaken(seed - 3)
    }
    expect(await fileOf(taken[2]!)).toEqual(Buffer.from(smallPng(6)))
  })

  it('saved by a program that deletes it first is taken, and nothing is told', async () => {
    const { path } = await edits.begin(asset.id)
    await rm(path)
    await writeFile(path, smallPng(7))
    await isTaken(1)
    expect(noticed).toEqual([])
  })

  it('saved slowly is taken whole, and its half is not reported', async () => {
    const { path } = await edits.begin(asset.id)
    const whole = smallPng(8, 64, 64)
    const half = Math.floor(whole.length / 2)
    await writeFile(path, whole.subarray(0, half))
    // The program pauses for longer than a file takes to settle.
    await eventually(() => expect(failures()).toBeGreaterThan(0))
    clock.advance(timing.brokenMs / 2)
    await eventually(() => expect(failures()).toBeGreaterThan(1))
    await appendFile(path, whole.subarray(half))
    await isTaken(1)
    expect(await fileOf(taken[0]!)).toEqual(Buffer.from(whole))
    expect(noticed).toEqual([])
  })

  it('that was only written again with the same bytes is no new version', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, smallPng(1))
    await writeFile(path, smallPng(9))
    await isTaken(1)
    expect(await opened.assets.records.children(asset.id)).toHaveLength(1)
  })
})

describe('trouble', () => {
  it('garbage is told once, and the next whole image is taken', async () => {
    const { path } = await edits.begin(asset.id)
    await writeFile(path, 'no image at all')
    await eventually(() => expect(failures()).toBeGreaterThan(0))
    expect(noticed).toEqual([])
    await eventually(() => expect(noticed.map(({ code }) => code)).toEqual(['media/undecodable']))
    expect(noticed[0]?.message).toContain('The library is unchanged')
    await writeFile(path, smallPng(10))
    await isTaken(1)
    expect(noticed).toHaveLength(1)
    expect(await readdir(home.paths.temporary)).toEqual([])
  })

  it('a file that is gone is told, and taken when it is back', async () => {
    const { path } = await edits.begin(asset.id)
    await rm(path)
    await eventually(() => expect(noticed.map(({ code }) => code)).toEqual(['storage/not-found']))
    await writeFile(path, smallPng(11))
    await isTaken(1)
  })

  it('an image that was deleted for good meanwhile leaves the edit alone in the library', async () => {
    const { path } = await edits.begin(asset.id)
    await opened.assets.trash.add([asset.id])
    await opened.assets.trash.purge([asset.id])
    await writeFile(path, smallPng(12))
    await isTaken(1)
    expect([taken[0]?.parentId, taken[0]?.name]).toEqual([null, 'kite.png'])
  })

  it('an image that is not there is not given out', async () => {
    await opened.assets.trash.purge([asset.id])
    await expect(edits.begin(asset.id)).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(readdir(join(home.paths.root, 'external'))).rejects.toThrow('ENOENT')
  })
})

describe('after a restart', () => {
  it('what was saved meanwhile is taken, and what is saved then', async () => {
    const { path } = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(path, smallPng(13))
    start()
    await edits.resume()
    await isTaken(1)
    await writeFile(path, smallPng(14))
    await isTaken(2)
    await edits.dispose()
    start()
    await edits.resume()
    await writeFile(path, smallPng(15))
    await isTaken(3)
  })

  it('a copy nobody has touched for a month is given up, one with news is not', async () => {
    const first = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(first.path, smallPng(16))
    clock.advance(40 * 86_400_000)
    start()
    await edits.resume()
    await isTaken(1)
    await edits.dispose()
    start()
    await edits.resume()
    await expect(stat(dirname(first.path))).rejects.toThrow('ENOENT')
  })

  it('folders that tell nothing are left alone', async () => {
    const { path } = await edits.begin(asset.id)
    await edits.dispose()
    await writeFile(join(dirname(path), '.atelier-edit.json'), '{"version":1,"fileName":"../../../etc/passwd"}')
    start()
    await edits.resume()
    expect(await readFile(path)).toEqual(Buffer.from(smallPng(1)))
  })
})
