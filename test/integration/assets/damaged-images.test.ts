import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { beforeAll, expect, test } from 'vitest'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { withLibrary } from '../../support/open-library.ts'
import { openTestStorage } from '../../support/open-storage.ts'
import { withHome } from '../../support/temporary-home.ts'
import { texture, open as openTexture } from '../../fixtures/images/make-image.ts'

const [widthPx, heightPx] = [120, 80]

const home = withHome(beforeAll)
let whole: Buffer
let cut: Buffer
let damaged: Asset
const at = (name: string) => join(home.paths.root, name)

beforeAll(async () => {
  whole = await openTexture(texture(widthPx, heightPx)).png().toBuffer()
  cut = whole.subarray(0, Math.floor(whole.length * 0.6))
  await writeFile(at('cut.png'), cut)
  await writeFile(at('header.png'), whole.subarray(0, 60))
  await writeFile(at('whole.png'), whole)
})
const opened = withLibrary(home, () => ({ imaging: sharedImagingProcess.imaging }), beforeAll)

const rowsOf = async (file: string | Uint8Array, rows: number) =>
  sharp(file).ensureAlpha().extract({ left: 0, top: 0, width: widthPx, height: rows }).raw().toBuffer()

test('what is left of a damaged image is imported and marked; a header alone is refused', async () => {
  const names = ['cut.png', 'header.png', 'whole.png'].map(at)
  const { imported, failed } = await opened.assets.imports.addFiles(names)
  expect(imported.map(({ name, isDamaged }) => ({ name, isDamaged }))).toEqual([
    { name: 'cut', isDamaged: true },
    { name: 'whole', isDamaged: false },
  ])
  expect(failed).toMatchObject([{ file: at('header.png'), error: { code: 'media/undecodable' } }])
  damaged = imported[0]!
  // The file is kept as it came.
  const { path } = await opened.assets.files.locateFile(damaged.id)
  expect(await readFile(path)).toEqual(cut)
})

test('its pixels are those that could be read, wherever the image is used', async () => {
  const right = await rowsOf(whole, 20)
  for (const rendition of ['full', 'original'] as const) {
    const { path, mime } = await opened.assets.files.locate(damaged.id, rendition)
    expect(mime).toBe('image/png')
    expect(await rowsOf(path, 20)).toEqual(right)
  }
  const { path } = await opened.assets.files.locate(damaged.id, 'full')
  // Caches may be deleted at any time.
  await rm(path)
  expect(await rowsOf((await opened.assets.files.locate(damaged.id, 'original')).path, 20)).toEqual(right)
})

test('it is found by a search, and by the check of the library', async () => {
  const find = async (query: string) => {
    const scope = { section: 'library', collectionId: null, query } as const
    return unpackIds(
      (await opened.assets.search.find(scope, { sort: 'newest', isStacked: false, withShapes: false })).order,
    )
  }
  expect(await find('is:damaged')).toEqual([damaged.id])
  expect(await find('-is:damaged')).toHaveLength(1)
  const { problems } = await openTestStorage(home.paths, opened).verify()
  expect(problems).toEqual([{ id: damaged.id, name: 'cut', relativePath: damaged.relativePath, type: 'incomplete' }])
})

async function exported(format: 'png' | 'original') {
  const options = { ...defaultExportOptions, format, metadata: 'all' as const }
  const { written } = await opened.exports.run({ ids: [damaged.id], folder: at(format), options })
  return readFile(written[0]!.path)
}

test('it is exported as what could be read, or as the file that it is', async () => {
  expect(await rowsOf(await exported('png'), 20)).toEqual(await rowsOf(whole, 20))
  expect(await exported('original')).toEqual(cut)
})

test('a file that was half-written in the library folder becomes whole with its rest', async () => {
  const path = join(home.paths.library, 'copied.png')
  const bytes = await openTexture(texture(widthPx + 8, heightPx))
    .png()
    .toBuffer()
  const find = async () =>
    (await opened.assets.records.load(await findAssetIds(opened.database))).filter(({ name }) => name === 'copied')
  await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * 0.6)))
  await opened.assets.files.sweep()
  const [half, ...others] = await find()
  expect([half?.isDamaged, others]).toEqual([true, []])
  await writeFile(path, bytes)
  await opened.assets.files.sweep()
  expect(await find()).toMatchObject([{ id: half!.id, isDamaged: false, fileBytes: bytes.length }])
  expect(await rowsOf((await opened.assets.files.locate(half!.id, 'full')).path, heightPx)).toEqual(
    await rowsOf(bytes, heightPx),
  )
})
