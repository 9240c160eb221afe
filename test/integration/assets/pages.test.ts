import { mkdir, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultGalleryOptions, defaultSheetOptions } from '../../../src/shared/domain/export-page-defaults.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { createFakeImaging, type FakeImaging } from '../../support/fake-imaging.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

// A contact sheet and a web gallery are there whole or not at all, whatever happens on the way.

const sheetBytes = 1_000_000
const printer = {
  toPdf: async () => Buffer.alloc(sheetBytes),
  toPngs: async (_html: string, _page: unknown, sheets: number) =>
    Array.from({ length: sheets }, () => Buffer.alloc(sheetBytes)),
  findMissingCharacters: async (texts: readonly string[]) => texts.filter((text) => /[赤\uE000]/.test(text)),
}

let home: TemporaryHome
let imaging: FakeImaging
let opened: TestLibrary
let disk: SmallDisk
let ids: AssetId[]

beforeEach(async () => {
  home = await createTemporaryHome()
  imaging = createFakeImaging()
  opened = openTestLibrary(home.paths, { imaging, printer })
  disk = mountSmallDisk(8)
  ids = []
  for (const seed of [1, 2, 3, 4]) {
    const { imported } = await opened.assets.imports.addBytes(`kite ${seed}`, smallPng(seed, 300, 300))
    ids.push(imported[0]!.id)
  }
})
afterEach(async () => {
  disk.free()
  await opened.close()
  disk.unmount()
  await home.remove()
})

const gallery = (signal?: AbortSignal) =>
  opened.exports.gallery({ ids, folder: disk.path, options: defaultGalleryOptions }, signal && { signal })
/** Two pages. */
const sheet = (kind: 'pdf' | 'png' = 'png', signal?: AbortSignal) => {
  const options = { ...defaultSheetOptions, kind, rows: 1, columns: 2, title: 'Kites' }
  return opened.exports.sheet({ ids, folder: disk.path, options }, signal && { signal })
}
const there = () => readdir(disk.path)

describe('a web gallery', () => {
  test('leaves out what cannot be read, and says so', async () => {
    const { relativePath } = (await opened.assets.records.load([ids[1]!]))[0]!
    await rm(join(home.paths.library, relativePath))
    const { paths, failed } = await gallery()
    expect(paths).toEqual([join(disk.path, 'Gallery', 'index.html')])
    expect(failed.map(({ id, error }) => [id, error.code])).toEqual([[ids[1], 'storage/not-found']])
    expect(await readdir(join(disk.path, 'Gallery', 'pictures'))).toHaveLength(3)
    expect(await readFile(paths[0]!, 'utf8')).not.toContain('kite 2')
    expect((await gallery()).paths[0]).toBe(join(disk.path, 'Gallery 2', 'index.html'))
  })

  test('of which no image can be read is not made', async () => {
    await rm(home.paths.library, { recursive: true })
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(await there()).toEqual([])
  })

  test('is not there where the disk is full or may not be written, and is when it may again', async () => {
    disk.fill(400_000)
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/full' })
    expect(await there()).toEqual(['filler'])
    disk.free()
    disk.setWritable(false)
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    expect(await there()).toEqual([])
    expect((await gallery()).failed).toEqual([])
  })

  test('that is stopped leaves nothing, however late', async () => {
    for (const at of [1, 4, 8]) {
      const stop = new AbortController()
      let written = 0
      imaging.beforeExport = async () => void (++written === at && stop.abort())
      await expect(gallery(stop.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
      expect(written).toBeLessThanOrEqual(at + 1)
      expect(await there()).toEqual([])
    }
  })

  test('takes away what a killed one has left', async () => {
    const left = join(disk.path, '.gallery.999999999.0123456789ab.atelier-tmp')
    await mkdir(join(left, 'pictures'), { recursive: true })
    await utimes(left, new Date(0), new Date(0))
    await gallery()
    expect(await there()).toEqual(['Gallery'])
  })
})

describe('a contact sheet', () => {
  test('is written beside what is there', async () => {
    expect((await sheet('pdf')).paths).toEqual([join(disk.path, 'Kites.pdf')])
    expect((await sheet('pdf')).paths).toEqual([join(disk.path, 'Kites 2.pdf')])
    expect((await sheet()).paths).toEqual([join(disk.path, 'Kites 1.png'), join(disk.path, 'Kites 2.png')])
  })

  test('names what no installed font has, in its title and in its captions', async () => {
    const options = { ...defaultSheetOptions, title: '赤 {name}', caption: '\uE000 {n}' }
    const { missingCharacters } = await opened.exports.sheet({ ids, folder: disk.path, options })
    expect(missingCharacters).toEqual(['赤 {name}', '\uE000 1', '\uE000 2', '\uE000 3', '\uE000 4'])
    expect((await sheet()).missingCharacters).toEqual([])
    expect((await gallery()).missingCharacters).toEqual([])
  })

  test('of which the second page has no room is not there at all', async () => {
    disk.fill(sheetBytes + 200_000)
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/full' })
    expect(await there()).toEqual(['filler'])
    disk.free()
    disk.setWritable(false)
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    expect((await sheet()).paths).toHaveLength(2)
  })

  test('that is stopped leaves nothing', async () => {
    const stop = new AbortController()
    imaging.beforeExport = async () => stop.abort()
    await expect(sheet('png', stop.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(await there()).toEqual([])
    expect((await readdir(home.paths.temporary)).filter((name) => name.startsWith('sheet-'))).toEqual([])
  })
})
