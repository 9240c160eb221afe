import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { createFakeClock } from '../../support/fake-clock.ts'
import { failureOf } from '../../support/failure-of.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const clock = createFakeClock()
let home: TemporaryHome
let shared: TemporaryHome
/** With shared originals; null = they are kept in the library. */
let folder: string | null
let library: TestLibrary

beforeEach(async () => {
  home = await createTemporaryHome()
  shared = await createTemporaryHome()
  folder = shared.paths.root
  library = openTestLibrary(home.paths, { clock, originalsFolder: () => folder })
})
afterEach(async () => {
  await library.assets.originals.dispose({ isFinishing: false })
  await library.close()
  await home.remove()
  await shared.remove()
})

const inFolder = (...names: string[]) => join(shared.paths.root, 'atelier-originals', ...names)
const state = async () => library.assets.originals.view()
const pathOf = async ({ id }: Asset) => (await library.assets.files.locate(id, 'original')).path

async function add(): Promise<Asset> {
  const path = join(home.paths.root, 'kite.png')
  await writeFile(path, smallPng(1))
  return (await library.assets.imports.addFiles([path])).imported[0]!
}

it('a folder that cannot hold them is not taken', async () => {
  const taken = join(shared.paths.root, 'taken')
  await mkdir(taken)
  await writeFile(join(taken, 'atelier-originals'), 'a file')
  expect((await failureOf(library.assets.originals.prepare(taken))).message).toContain(taken)
})

it('an original that cannot be moved stays in the library, with the reason, until it can', async () => {
  const asset = await add()
  await library.assets.originals.prepare(shared.paths.root)
  await writeFile(inFolder('files'), 'a file')
  await library.assets.originals.run()
  expect(await state()).toMatchObject({
    waiting: 1,
    problem: null,
    waitingWhy: expect.stringContaining(shared.paths.root),
  })
  expect(await readFile(await pathOf(asset))).toEqual(smallPng(1))
  await rm(inFolder('files'))
  await library.assets.originals.run()
  expect(await state()).toMatchObject({ waiting: 0, problem: null, waitingWhy: null })
  expect(await pathOf(asset)).toContain(inFolder('files'))
})

it('one that cannot be moved back stays in the folder, with the reason, until it can', async () => {
  const asset = await add()
  await library.assets.originals.run()
  clock.advance(3_600_001)
  await library.assets.originals.run()
  const place = dirname(join(home.paths.library, ...asset.relativePath.split('/')))
  await rename(place, `${place}-away`).catch(() => undefined)
  await writeFile(place, 'a file')
  folder = null
  const { moved, failed } = await library.assets.originals.moveBack({})
  expect({ moved, failed }).toMatchObject({ moved: 0, failed: [{ id: asset.id, message: expect.stringMatching(/./) }] })
  expect(await readFile(await pathOf(asset))).toEqual(smallPng(1))
  await rm(place)
  expect(await library.assets.originals.moveBack({})).toEqual({ moved: 1, failed: [] })
  expect(await readFile(await pathOf(asset))).toEqual(smallPng(1))
})

it('a member whose record cannot be read is listed without a name', async () => {
  await library.assets.originals.prepare(shared.paths.root)
  await mkdir(inFolder('members', 'abcdef012345'))
  expect((await state()).members).toContainEqual({ name: '?', computer: '?', isSelf: false })
})
