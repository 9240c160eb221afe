import { mkdir, readdir, readFile, rm, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { defaultGalleryOptions, defaultSheetOptions } from '../../../src/shared/domain/export-pages.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { createFakeImaging, type FakeImaging } from '../../support/fake-imaging.ts'
import { withLibrary } from '../../support/open-library.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

// A contact sheet or web gallery is written completely or not at all, whatever happens on the way.

const sheetBytes = 1_000_000
const printer = {
  toPdf: async () => Buffer.alloc(sheetBytes),
  toPngs: async (_html: string, _page: unknown, sheets: number) =>
    Array.from({ length: sheets }, () => Buffer.alloc(sheetBytes)),
  toImage: async () => Buffer.alloc(sheetBytes),
  findMissingCharacters: async (texts: readonly string[]) => texts.filter((text) => /[赤\uE000]/.test(text)),
}

const home = withHome()
let imaging: FakeImaging
let disk: SmallDisk
let ids: AssetId[]

beforeEach(() => {
  imaging = createFakeImaging()
})
const opened = withLibrary(home, () => ({ imaging, printer }))
beforeEach(async () => {
  disk = mountSmallDisk(8)
  ids = []
  for (const seed of [1, 2, 3, 4]) {
    const { imported } = await opened.assets.imports.addBytes(`kite ${seed}`, smallPng(seed, 300, 300))
    ids.push(imported[0]!.id)
  }
})
afterEach(async () => {
  disk.free()
  disk.unmount()
})

const gallery = (signal?: AbortSignal) =>
  opened.exports.gallery({ ids, folder: disk.path, options: defaultGalleryOptions }, signal && { signal })
/** Two pages. */
const sheet = (kind: 'pdf' | 'png' = 'png', signal?: AbortSignal) => {
  const options = { ...defaultSheetOptions, kind, rows: 1, columns: 2, title: 'Kites' }
  return opened.exports.sheet({ ids, folder: disk.path, options }, signal && { signal })
}
const listDisk = () => readdir(disk.path)

describe('a web gallery', () => {
  test('leaves out unreadable images and reports them', async () => {
    const { relativePath } = (await opened.assets.records.load([ids[1]!]))[0]!
    await rm(join(home.paths.library, relativePath))
    const { paths, failed } = await gallery()
    expect(paths).toEqual([join(disk.path, 'Gallery', 'index.html')])
    expect(failed.map(({ id, error }) => [id, error.code])).toEqual([[ids[1], 'storage/not-found']])
    expect(await readdir(join(disk.path, 'Gallery', 'pictures'))).toHaveLength(3)
    expect(await readFile(paths[0]!, 'utf8')).not.toContain('kite 2')
    expect((await gallery()).paths[0]).toBe(join(disk.path, 'Gallery 2', 'index.html'))
  })

  test('has as alternative texts a person’s notes, else a model’s caption, else the name', async () => {
    await opened.assets.annotations.change([ids[0]!], { notes: 'My <red> kite' })
    const described = { model: 'florence-2', description: '', tags: [], describedAtMs: 0 }
    for (const id of ids.slice(0, 2)) {
      await opened.assets.descriptions.put(id, { ...described, caption: 'a kite over a beach' })
    }
    const page = await readFile((await gallery()).paths[0]!, 'utf8')
    const alts = Array.from(page.matchAll(/alt="([^"]*)"/g), ([, alt]) => alt)
    expect(alts).toEqual(['My &lt;red&gt; kite', 'a kite over a beach', 'kite 3', 'kite 4'])
  })

  test('is not created when no image can be read', async () => {
    await rm(home.paths.library, { recursive: true })
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/not-found' })
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/not-found' })
    expect(await listDisk()).toEqual([])
  })

  test('is not created on a full or read-only disk, and is once the disk is writable again', async () => {
    disk.fill(400_000)
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/full' })
    expect(await listDisk()).toEqual(['filler'])
    disk.free()
    disk.setWritable(false)
    await expect(gallery()).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    expect(await listDisk()).toEqual([])
    expect((await gallery()).failed).toEqual([])
  })

  test('leaves nothing when canceled at any point', async () => {
    for (const stopAt of [1, 4, 8]) {
      const stop = new AbortController()
      let written = 0
      imaging.beforeExport = async () => void (++written === stopAt && stop.abort())
      await expect(gallery(stop.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
      expect(written).toBeLessThanOrEqual(stopAt + 1)
      expect(await listDisk()).toEqual([])
    }
  })

  test('removes the temporary folder of a killed run', async () => {
    const staleFolder = join(disk.path, '.gallery.999999999.0123456789ab.atelier-tmp')
    await mkdir(join(staleFolder, 'pictures'), { recursive: true })
    await utimes(staleFolder, new Date(0), new Date(0))
    await gallery()
    expect(await listDisk()).toEqual(['Gallery'])
  })
})

describe('a contact sheet', () => {
  test('never overwrites existing files', async () => {
    expect((await sheet('pdf')).paths).toEqual([join(disk.path, 'Kites.pdf')])
    expect((await sheet('pdf')).paths).toEqual([join(disk.path, 'Kites 2.pdf')])
    expect((await sheet()).paths).toEqual([join(disk.path, 'Kites 1.png'), join(disk.path, 'Kites 2.png')])
  })

  test('reports characters of its title and captions that no installed font has', async () => {
    const options = { ...defaultSheetOptions, title: '赤 {name}', caption: '\uE000 {n}' }
    const { missingCharacters } = await opened.exports.sheet({ ids, folder: disk.path, options })
    expect(missingCharacters).toEqual(['赤 {name}', '\uE000 1', '\uE000 2', '\uE000 3', '\uE000 4'])
    expect((await sheet()).missingCharacters).toEqual([])
    expect((await gallery()).missingCharacters).toEqual([])
  })

  test('is not created at all when its second page does not fit on the disk', async () => {
    disk.fill(sheetBytes + 200_000)
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/full' })
    expect(await listDisk()).toEqual(['filler'])
    disk.free()
    disk.setWritable(false)
    await expect(sheet()).rejects.toMatchObject({ code: 'storage/read-only' })
    disk.setWritable(true)
    expect((await sheet()).paths).toHaveLength(2)
  })

  test('leaves nothing when canceled', async () => {
    const stop = new AbortController()
    imaging.beforeExport = async () => stop.abort()
    await expect(sheet('png', stop.signal)).rejects.toMatchObject({ code: 'request/cancelled' })
    expect(await listDisk()).toEqual([])
    expect((await readdir(home.paths.temporary)).filter((name) => name.startsWith('sheet-'))).toEqual([])
  })
})
