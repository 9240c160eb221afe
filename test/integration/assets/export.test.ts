import { copyFile, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { type ExportOptions, defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { createFakeImaging, type FakeImaging } from '../../support/fake-imaging.ts'
import { nothingExported } from '../../support/fake-assets.ts'
import { withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()
let imaging: FakeImaging

beforeEach(() => {
  imaging = createFakeImaging()
})
const opened = withLibrary(home, () => ({ imaging }))

const at = (...parts: string[]) => join(home.paths.root, ...parts)

async function importOne(name: string, seed: number): Promise<Asset> {
  const { imported } = await opened.assets.imports.addBytes(name.replace('.png', ''), smallPng(seed))
  return imported[0]!
}

async function fill(parent: Asset): Promise<Asset> {
  const temporaryPath = join(home.paths.temporary, 'result.png')
  await writeFile(temporaryPath, smallPng(77))
  const facts = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false, recipe: fillRecipe }
  const name = 'coffee filled'
  return opened.assets.results.add({
    ...facts,
    name,
    parentId: parent.id,
    temporaryPath,
    temporaryMaskPath: null,
    rawAnswer: null,
  })
}

const exportAll = (ids: AssetId[], changes: Partial<ExportOptions> = {}) =>
  opened.exports.run({ ids, folder: at('out'), options: { ...defaultExportOptions, ...changes } })

describe('export', () => {
  test('numbers duplicate names, reports conflicts, and skips, replaces, or keeps both as chosen', async () => {
    const [a, b] = [await importOne('coffee.png', 1), await importOne('coffee.png', 2)]
    const first = await exportAll([a.id, b.id])
    expect(first.written.map(({ path }) => path)).toEqual([at('out', 'coffee.png'), at('out', 'coffee 2.png')])
    const conflicting = await exportAll([b.id])
    expect(conflicting).toEqual({ ...nothingExported, conflicts: [{ id: b.id, path: at('out', 'coffee.png') }] })
    expect(Buffer.compare(await readFile(at('out', 'coffee.png')), smallPng(1))).toBe(0)
    const skipping = await exportAll([b.id], { onConflict: 'skip' })
    expect(skipping).toEqual({ ...nothingExported, skipped: [{ id: b.id, path: at('out', 'coffee.png') }] })
    expect(Buffer.compare(await readFile(at('out', 'coffee.png')), smallPng(1))).toBe(0)
    await exportAll([b.id], { onConflict: 'replace' })
    expect(Buffer.compare(await readFile(at('out', 'coffee.png')), smallPng(2))).toBe(0)
    const both = await exportAll([a.id, b.id], { onConflict: 'number' })
    expect(both.written.map(({ path }) => path).toSorted()).toEqual([
      at('out', 'coffee 3.png'),
      at('out', 'coffee 4.png'),
    ])
    expect(await readdir(at('out'))).toHaveLength(4)
  })

  test('a file is measured before it is written, and nothing of it stays', async () => {
    const image = await importOne('coffee.png', 1)
    const bytes = await opened.exports.measure(image.id, { ...defaultExportOptions, credentials: 'sign' })
    const { written } = await exportAll([image.id])
    expect(bytes).toBe((await readFile(written[0]!.path)).length)
    expect(await readdir(home.paths.temporary)).toEqual([])
    const whole = { ...defaultExportOptions, format: 'original', metadata: 'all' } as const
    expect(await opened.exports.measure(image.id, whole)).toBe(smallPng(1).length)
    await rm(at('library', image.relativePath))
    await expect(opened.exports.measure(image.id, defaultExportOptions)).rejects.toMatchObject({
      code: expect.stringMatching(/^storage/) as string,
    })
  })

  test('how an image was exported is remembered, also as an older version stored it', async () => {
    const image = await importOne('coffee.png', 1)
    expect(await opened.exports.remembered([image.id])).toBeNull()
    const { folder: _folder, ...options } = { ...defaultExportOptions, quality: 70 }
    const remembered = { presetId: 'web', options }
    await opened.exports.remember([image.id], remembered)
    expect(await opened.exports.remembered([image.id])).toEqual(remembered)
    const { keepLocation: _, ...older } = remembered.options
    const store = (json: unknown) =>
      opened.database.call('exports.remember', { ids: [image.id], json: JSON.stringify(json) })
    await store({ presetId: 'web', options: older })
    expect(await opened.exports.remembered([image.id])).toEqual(remembered)
    await store({ presetId: 'web', options: { format: 'bmp' } })
    expect(await opened.exports.remembered([image.id])).toBeNull()
  })

  test('one failure does not stop the others and leaves no file', async () => {
    const images = [await importOne('a.png', 1), await importOne('b.png', 2), await importOne('c.png', 3)]
    await rm(at('library', images[1]!.relativePath))
    const unknown = newId<AssetId>()
    const report = await exportAll([...images.map(({ id }) => id), unknown])
    expect(report.written).toHaveLength(2)
    expect(new Set(report.failed.map(({ id }) => id))).toEqual(new Set([images[1]!.id, unknown]))
    expect((await readdir(at('out'))).toSorted()).toEqual(['a.png', 'c.png'])
  })

  test('passes the recipe to the encoder only when all metadata is included', async () => {
    const asset = await fill(await importOne('coffee.png', 1))
    const records: unknown[] = []
    imaging.beforeExport = async ({ metadata }) => void records.push(metadata?.record)
    await exportAll([asset.id], { template: 'with' })
    await exportAll([asset.id], { template: 'label', metadata: 'label' })
    expect(records[0]).toMatchObject({
      assetId: asset.id,
      parentId: asset.parentId,
      recipe: fillRecipe,
      appVersion: '0.1.0',
    })
    expect(records[1]).toBeNull()
    await exportAll([asset.id], { template: 'nothing', metadata: 'none' })
    expect(records[2]).toBeUndefined()
  })

  test('numbers the rest of a batch as the full batch would have', async () => {
    const images = [await importOne('a.png', 1), await importOne('a.png', 2), await importOne('a.png', 3)]
    const of = images.map(({ id }) => id)
    const options = { ...defaultExportOptions, template: '{n} {name}' }
    const rest = await opened.exports.run({ ids: of.slice(1), of, folder: at('out'), options })
    expect(rest.written.map(({ path }) => path)).toEqual([at('out', '2 a.png'), at('out', '3 a.png')])
    const plain = { ...defaultExportOptions, template: '{name}' }
    const last = await opened.exports.run({ ids: of.slice(2), of, folder: at('out'), options: plain })
    expect(last).toEqual({ ...nothingExported, written: [{ id: of[2], path: at('out', 'a 3.png') }] })
  })

  test('names files by the collections of the image', async () => {
    const [a, b] = [await importOne('a.png', 1), await importOne('b.png', 2)]
    const { collections } = opened.assets
    const make = (name: string) => collections.create({ parentId: null, name, kind: 'manual', query: null })
    const [kites, sea] = [await make('Kites'), await make('Sea: side')]
    await collections.add(kites.id, [a.id])
    await collections.add(sea.id, [a.id])
    const options = { ...defaultExportOptions, template: '{collection} {name}' }
    expect((await opened.exports.example(a.id, options)).fileName).toBe('Kites Sea- side a.png')
    expect(await opened.exports.caption(a.id, '{collection}')).toBe('Kites Sea: side')
    const { written } = await exportAll([a.id, b.id], { template: '{collection} {name}' })
    expect(written.map(({ path }) => path)).toEqual([at('out', 'Kites Sea- side a.png'), at('out', 'b.png')])
    await collections.remove(sea.id)
    expect(await opened.exports.caption(a.id, '{collection}')).toBe('Kites')
  })

  test('refuses unknown template fields and targets inside the library folder', async () => {
    const asset = await importOne('coffee.png', 1)
    const { failed, written } = await exportAll([asset.id], { template: '{nmae}' })
    expect([failed[0]?.error.code, written]).toEqual(['request/invalid', []])
    const inside = { ids: [asset.id], folder: at('library', 'exports'), options: defaultExportOptions }
    await expect(opened.exports.run(inside)).rejects.toMatchObject({ code: 'request/invalid' })
    const options = { ...defaultExportOptions, onConflict: 'replace' } as const
    const overwriting = opened.exports.to(asset.id, at('library', asset.relativePath), options)
    await expect(overwriting).rejects.toMatchObject({ code: 'request/invalid' })
  })

  test('to one path: takes the format from the extension and overwrites only when allowed', async () => {
    const asset = await importOne('coffee.png', 1)
    const options = defaultExportOptions
    await copyFile(at('library', asset.relativePath), at('there.jpg'))
    await expect(opened.exports.to(asset.id, at('there.jpg'), options)).rejects.toMatchObject({
      code: 'storage/exists',
    })
    await expect(opened.exports.to(asset.id, at('x.psd'), options)).rejects.toMatchObject({
      code: 'media/unsupported',
    })
    const nowhere = opened.exports.to(asset.id, at('no such folder', 'x.png'), options)
    await expect(nowhere).rejects.toMatchObject({ code: 'storage/not-found' })
    const formats: string[] = []
    imaging.beforeExport = async ({ format }) => void formats.push(format)
    await opened.exports.to(asset.id, at('there.jpg'), { ...options, onConflict: 'replace' })
    await opened.exports.to(asset.id, at('new.TIFF'), options)
    expect(formats).toEqual(['jpeg', 'tiff'])
  })
})
