import { readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { expect, test } from 'vitest'
import { createFingerprintQueue } from '../../../src/main/assets/index.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { withLibrary } from '../../support/open-library.ts'
import { withHome } from '../../support/temporary-home.ts'

const { imaging } = sharedImagingProcess
const home = withHome()

const opened = withLibrary(home, () => ({ imaging }))

const sample = (name: string) => readFileSync(new URL(`../../../resources/samples/${name}`, import.meta.url))

async function importImage(name: string, bytes: Uint8Array): Promise<AssetId> {
  const path = join(home.paths.root, name)
  writeFileSync(path, bytes)
  const { imported, failed } = await opened.assets.imports.addFiles([path])
  expect(failed).toEqual([])
  return imported[0]!.id
}

async function computeFingerprints(): Promise<void> {
  const queue = createFingerprintQueue({ ...opened, imaging, isOn: true, pauseMs: 0, delayMs: 0 })
  queue.wake()
  await queue.idle()
  await queue.dispose()
}

test('finds similar images once they have fingerprints', async () => {
  const cup = await importImage('cup.png', sample('coffee.png'))
  const small = await importImage(
    'small.jpg',
    await sharp(sample('coffee.png')).resize(200).jpeg({ quality: 60 }).toBuffer(),
  )
  // The same structure in other colors is another image.
  const blue = await importImage(
    'blue.png',
    await sharp(sample('coffee.png')).modulate({ hue: 150, saturation: 3 }).png().toBuffer(),
  )
  const cat = await importImage('cat.png', sample('chelsea.png'))
  const red = { create: { width: 40, height: 30, channels: 3, background: '#c01020' } } as const
  await importImage('red.png', await sharp(red).png().toBuffer())
  const { assets, database } = opened
  expect(await assets.similarity.find(cup, 10)).toEqual({ matches: [], pending: 5, model: null })
  expect(await assets.similarity.duplicates(6)).toEqual({ groups: [], analyzed: 0, pending: 5, model: null })

  await computeFingerprints()
  expect(await assets.similarity.duplicates(6)).toMatchObject({ groups: [[cup, small]], pending: 0 })
  const similar = await assets.similarity.find(cup, 10)
  expect(similar.matches.map(({ id }) => id)).toContain(small)
  expect(similar.matches.map(({ id }) => id)).not.toContain(cat)
  await assets.trash.add([small])
  expect(await assets.similarity.duplicates(6)).toMatchObject({ groups: [] })
  expect((await assets.similarity.find(cup, 10)).matches.map(({ id }) => id)).toEqual([blue])
  expect(await database.call('looks.pending', { limit: 5 })).toEqual([])
})

test('recomputes the fingerprint of a changed file and does not wait for a missing one', async () => {
  const cup = await importImage('cup.png', sample('coffee.png'))
  const removed = await importImage('cat.png', sample('chelsea.png'))
  await computeFingerprints()
  const previousHash = await opened.database.call('looks.hashOf', { id: cup })
  const [changed, missing] = await opened.assets.records.load([cup, removed])
  writeFileSync(
    join(home.paths.library, changed!.relativePath),
    await sharp(sample('coffee.png')).flop().png().toBuffer(),
  )
  await rm(join(home.paths.library, missing!.relativePath))
  await opened.assets.files.sweep()
  expect((await opened.assets.similarity.duplicates(4)).pending).toBe(1)
  await computeFingerprints()
  expect((await opened.assets.similarity.duplicates(4)).pending).toBe(0)
  expect(await opened.database.call('looks.hashOf', { id: cup })).not.toBe(previousHash)
})

test('groups images by what they show, one of each family, until canceled', async () => {
  const { assets, database } = opened
  const cup = await importImage('cup.png', sample('coffee.png'))
  const cat = await importImage('cat.png', sample('chelsea.png'))
  const mug = await importImage('mug.jpg', await sharp(sample('coffee.png')).jpeg({ quality: 60 }).toBuffer())
  const record = buildAsset({ parentId: cup })
  await database.call('assets.add', { record })
  const vectors = [
    { id: cup, vector: Float32Array.of(1, 0, 0) },
    { id: record.id, vector: Float32Array.of(1, 0, 0) },
    { id: mug, vector: Float32Array.of(1, 0.1, 0) },
    { id: cat, vector: Float32Array.of(0, 0, 1) },
  ]
  await assets.vectors.put('clip', vectors)
  const { signal } = new AbortController()
  const groups = (await assets.vectors.groups('clip', 0.95, signal)).map((group) => new Set(group))
  expect(groups).toHaveLength(1)
  expect(groups[0]).toContain(mug)
  expect(groups[0]!.size).toBe(2)
  expect(await assets.vectors.groups('other', 0.95, signal)).toEqual([])
  await expect(assets.vectors.groups('clip', 0.95, AbortSignal.abort())).rejects.toMatchObject({
    code: 'request/cancelled',
  })
})
