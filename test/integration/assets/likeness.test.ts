import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { createFingerprintQueue } from '../../../src/main/assets/index.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { createImagingProcess } from '../../support/imaging-process.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const { imaging, dispose } = createImagingProcess()
let home: TemporaryHome
let opened: TestLibrary

beforeEach(async () => {
  home = await createTemporaryHome()
  opened = openTestLibrary(home.paths, { imaging })
})
afterEach(async () => {
  await opened.close()
  await home.remove()
})
afterAll(dispose)

const sample = (name: string) => readFileSync(new URL(`../../../resources/samples/${name}`, import.meta.url))

async function bringIn(name: string, bytes: Uint8Array): Promise<AssetId> {
  const path = join(home.paths.root, name)
  writeFileSync(path, bytes)
  const { imported, failed } = await opened.assets.imports.addFiles([path])
  expect(failed).toEqual([])
  return imported[0]!.id
}

async function lookAtAll(): Promise<void> {
  const watch = createFingerprintQueue({ ...opened, imaging, isOn: true, pauseMs: 0, delayMs: 0 })
  watch.wake()
  await watch.idle()
  await watch.dispose()
}

test('images that look the same are found once somebody has looked at them', async () => {
  const cup = await bringIn('cup.png', sample('coffee.png'))
  const small = await bringIn(
    'small.jpg',
    await sharp(sample('coffee.png')).resize(200).jpeg({ quality: 60 }).toBuffer(),
  )
  // The same structure in other colors is another image.
  const blue = await bringIn(
    'blue.png',
    await sharp(sample('coffee.png')).modulate({ hue: 150, saturation: 3 }).png().toBuffer(),
  )
  const cat = await bringIn('cat.png', sample('chelsea.png'))
  const red = { create: { width: 40, height: 30, channels: 3, background: '#c01020' } } as const
  await bringIn('red.png', await sharp(red).png().toBuffer())
  const { assets, database } = opened
  expect(await assets.similarity.find(cup, 10)).toEqual({ matches: [], pending: 5, model: null })
  expect(await assets.similarity.duplicates(6)).toEqual({ groups: [], pending: 5 })

  await lookAtAll()
  expect(await assets.similarity.duplicates(6)).toEqual({ groups: [[cup, small]], pending: 0 })
  const similar = await assets.similarity.find(cup, 10)
  expect(similar.matches.map(({ id }) => id)).toContain(small)
  expect(similar.matches.map(({ id }) => id)).not.toContain(cat)
  await assets.trash.add([small])
  expect(await assets.similarity.duplicates(6)).toMatchObject({ groups: [] })
  expect((await assets.similarity.find(cup, 10)).matches.map(({ id }) => id)).toEqual([blue])
  expect(await database.call('looks.pending', { limit: 5 })).toEqual([])
})

test('a file that was changed outside is looked at again; one that is gone is not waited for', async () => {
  const cup = await bringIn('cup.png', sample('coffee.png'))
  const gone = await bringIn('cat.png', sample('chelsea.png'))
  await lookAtAll()
  const before = await opened.database.call('looks.hashOf', { id: cup })
  const [changed, missing] = await opened.assets.records.load([cup, gone])
  writeFileSync(
    join(home.paths.library, changed!.relativePath),
    await sharp(sample('coffee.png')).flop().png().toBuffer(),
  )
  await rm(join(home.paths.library, missing!.relativePath))
  await opened.assets.files.sweep()
  expect((await opened.assets.similarity.duplicates(4)).pending).toBe(1)
  await lookAtAll()
  expect((await opened.assets.similarity.duplicates(4)).pending).toBe(0)
  expect(await opened.database.call('looks.hashOf', { id: cup })).not.toBe(before)
})
