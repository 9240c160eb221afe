import { createWriteStream } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ZipFile } from 'yazl'
import type { AssetId, NamedReferenceId } from '../../../src/shared/domain/ids.ts'
import type { ReferenceDraft } from '../../../src/shared/domain/named-reference.ts'
import { failureOf } from '../../support/failure-of.ts'
import { smallPng } from '../../support/small-images.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { createTemporaryHome, type TemporaryHome, folderInMemory } from '../../support/temporary-home.ts'

let home: TemporaryHome
let other: TemporaryHome
let outside: string
let library: TestLibrary
let images: AssetId[]

beforeEach(async () => {
  home = await createTemporaryHome()
  other = await createTemporaryHome()
  outside = await mkdtemp(join(folderInMemory(), 'atelier-references-'))
  library = openTestLibrary(home.paths)
  images = []
  for (const name of ['first', 'second', 'the third']) images.push(await addImage(name))
})
afterEach(async () => {
  await library.close()
  for (const { remove } of [home, other]) await remove()
  await rm(outside, { recursive: true, force: true })
})

async function addImage(name: string): Promise<AssetId> {
  const path = join(outside, `${name}.png`)
  await writeFile(path, smallPng(name.length))
  const { imported } = await library.assets.imports.addFiles([path])
  return imported[0]!.id
}

const draftOf = (facts: Partial<ReferenceDraft> = {}): ReferenceDraft => ({
  name: 'Anna',
  kind: 'person',
  imageIds: images.slice(0, 2),
  note: 'freckles',
  description: 'a woman with short red hair',
  rights: 'model release of 2026-03-01',
  ...facts,
})

describe('named references', () => {
  it('are listed by name, keep the order of their images, and can be changed', async () => {
    const { references } = library.assets
    const heard: number[] = []
    references.onChanged(() => heard.push(heard.length))
    const anna = await references.create(draftOf({ imageIds: [images[1]!, images[0]!, images[1]!] }))
    expect(anna).toMatchObject({ name: 'Anna', imageIds: [images[1], images[0]], uses: 0 })
    const lamp = await references.create(draftOf({ name: 'a-lamp', kind: 'thing', imageIds: [] }))
    expect((await references.list()).map(({ name }) => name)).toEqual(['a-lamp', 'Anna'])
    const changed = await references.change(lamp.id, { name: 'brass-lamp', imageIds: [images[2]!], note: undefined })
    expect(changed).toMatchObject({ name: 'brass-lamp', kind: 'thing', note: 'freckles', imageIds: [images[2]] })
    expect(heard).toHaveLength(3)
    const unknown = '01JD3Q0000000000000000000F' as NamedReferenceId
    expect(await failureOf(references.change(unknown, { note: '' }))).toMatchObject({ code: 'storage/not-found' })
  })

  it('have names of their own, whatever the case and composition of the letters', async () => {
    const { references } = library.assets
    await references.create(draftOf({ name: 'zoë' }))
    for (const name of ['ZOË', 'zoe\u0308']) {
      expect(await failureOf(references.create(draftOf({ name })))).toMatchObject({ code: 'request/invalid' })
    }
    const bob = await references.create(draftOf({ name: 'bob' }))
    expect(await failureOf(references.change(bob.id, { name: 'Zoë' }))).toMatchObject({ code: 'request/invalid' })
    expect(await references.change(bob.id, { name: 'Bob' })).toMatchObject({ name: 'Bob' })
  })

  it('can be removed and restored, unless another has their name', async () => {
    const { references } = library.assets
    const anna = await references.create(draftOf())
    await references.remove(anna.id)
    expect(await references.list()).toEqual([])
    expect(await references.restore(anna.id)).toEqual(anna)
    await references.remove(anna.id)
    await references.create(draftOf({ name: 'ANNA' }))
    expect(await failureOf(references.restore(anna.id))).toMatchObject({ code: 'request/invalid' })
  })

  it('are without images that are in the trash, and get them back with them', async () => {
    const { references, trash } = library.assets
    await references.create(draftOf())
    await trash.add([images[0]!])
    expect((await references.list())[0]!.imageIds).toEqual([images[1]])
    await trash.restore([images[0]!])
    expect((await references.list())[0]!.imageIds).toEqual([images[0], images[1]])
    await trash.add([images[1]!])
    await trash.purge([images[1]!])
    expect((await references.list())[0]!.imageIds).toEqual([images[0]])
  })
})

describe('the file of a reference', () => {
  it('brings the reference and its images to another library', async () => {
    const path = join(outside, 'anna.atelier-reference')
    const anna = await library.assets.references.create(draftOf())
    await library.assets.references.exportTo(anna.id, path)
    const elsewhere = openTestLibrary(other.paths)
    try {
      const { reference, nameInFile } = await elsewhere.assets.references.importFrom(path)
      expect(nameInFile).toBeNull()
      const { id: _id, imageIds, createdAtMs: _createdAt, changedAtMs: _changedAt, ...facts } = reference
      expect(facts).toEqual({ ...draftOf(), imageIds: undefined, uses: 0 })
      const imported = await elsewhere.assets.records.load(imageIds)
      expect(imported.map(({ name }) => name)).toEqual(['first', 'second'])
      const first = await elsewhere.assets.files.locate(imageIds[0]!, 'original')
      expect((await readFile(first.path)).equals(Buffer.from(smallPng(5)))).toBe(true)
      expect(await readdir(other.paths.temporary)).toEqual([])
    } finally {
      await elsewhere.close()
    }
  })

  it('gets a number where its name is taken, and no second copy of its images', async () => {
    const { references } = library.assets
    const path = join(outside, 'anna.atelier-reference')
    const anna = await references.create(draftOf())
    await references.exportTo(anna.id, path)
    const names = []
    for (let round = 0; round < 2; round++) {
      const { reference, nameInFile } = await references.importFrom(path)
      expect(reference.imageIds).toEqual(anna.imageIds)
      names.push([reference.name, nameInFile])
    }
    expect(names).toEqual([
      ['Anna-2', 'Anna'],
      ['Anna-3', 'Anna'],
    ])
  })

  it('gets a number within the length of a name', async () => {
    const { references } = library.assets
    const path = join(outside, 'long.atelier-reference')
    const name = 'x'.repeat(40)
    await references.exportTo((await references.create(draftOf({ name }))).id, path)
    expect((await references.importFrom(path)).reference.name).toBe(`${'x'.repeat(38)}-2`)
  })

  it('is not written when an image is missing, and leaves an earlier file as it is', async () => {
    const { references, files } = library.assets
    const path = join(outside, 'anna.atelier-reference')
    await writeFile(path, 'before')
    const anna = await references.create(draftOf())
    await rm((await files.locate(images[0]!, 'original')).path)
    expect(await failureOf(references.exportTo(anna.id, path))).toMatchObject({ code: 'storage/not-found' })
    expect(await readFile(path, 'utf8')).toBe('before')
  })
})

const manifest = { version: 1, name: 'anna', kind: 'person', note: '', description: '', rights: '', images: ['a.png'] }

async function pack(json: unknown, files: Readonly<Record<string, Buffer>> = {}, compress = false): Promise<string> {
  const zip = new ZipFile()
  if (json !== undefined) zip.addBuffer(Buffer.from(JSON.stringify(json)), 'reference.json')
  for (const [name, bytes] of Object.entries(files)) zip.addBuffer(bytes, name, { compress })
  zip.end()
  const path = join(outside, 'theirs.atelier-reference')
  await pipeline(zip.outputStream, createWriteStream(path))
  return path
}

/** Replaces text in a finished archive, as the zip writer refuses bad names. */
async function patch(path: string, from: string, to: string): Promise<string> {
  await writeFile(path, (await readFile(path, 'latin1')).replaceAll(from, to), 'latin1')
  return path
}

async function expectRefusal(path: string, code = 'media/undecodable'): Promise<void> {
  const imagesBefore = await readdir(home.paths.library, { recursive: true })
  expect(await failureOf(library.assets.references.importFrom(path))).toMatchObject({ code })
  expect(await library.assets.references.list()).toEqual([])
  expect(await readdir(home.paths.library, { recursive: true })).toEqual(imagesBefore)
  expect(await readdir(home.paths.temporary)).toEqual([])
}

describe('a hostile or foreign file', () => {
  it.each([
    ['without a manifest', undefined],
    ['with a manifest of another kind', { hello: 1 }],
    ['with a name that no prompt can write', { ...manifest, name: 'a b' }],
    ['that names images in folders', { ...manifest, images: ['../a.png'] }],
    ['that names an image it lacks', { ...manifest, images: ['b.png'] }],
    ['with more images than a reference has', { ...manifest, images: Array.from({ length: 21 }, () => 'a.png') }],
    ['with a manifest beyond all measure', { ...manifest, note: 'x'.repeat(200_000) }],
  ])('%s is refused', async (_how, json) => {
    await expectRefusal(await pack(json, { 'a.png': Buffer.from(smallPng(1)) }))
  })

  it('of a newer version asks for an update', async () => {
    await expectRefusal(await pack({ ...manifest, version: 2 }), 'media/unsupported')
  })

  it.each(['../../a.png', '/tmp/aa.png', '..\\..\\a.png'])('with the entry %s is refused', async (name) => {
    const path = await pack(manifest, { 'a.png': Buffer.from(smallPng(1)), '123456aaaaa': Buffer.from('x') })
    await expectRefusal(await patch(path, '123456aaaaa', name.padEnd(11, 'g')))
  })

  it('with something that is no image is refused', async () => {
    await expectRefusal(await pack(manifest, { 'a.png': Buffer.from('text') }))
  })

  it('with a damaged image is refused', async () => {
    await expectRefusal(await patch(await pack(manifest, { 'a.png': Buffer.from('imagine') }), 'imagine', 'imagina'))
  })

  it('that unpacks to far more than it is, is refused before anything is unpacked', async () => {
    const zeros = { 'a.png': Buffer.alloc(80 * 2 ** 20) }
    await expectRefusal(await pack(manifest, zeros, true), 'media/too-large')
    const often = { ...manifest, images: Array<string>(20).fill('a.png') }
    await expectRefusal(await pack(often, { 'a.png': Buffer.alloc(8 * 2 ** 20) }, true), 'media/too-large')
  })

  it('that is no archive, or too many files, or missing, is refused', async () => {
    const text = join(outside, 'text.atelier-reference')
    await writeFile(text, 'hello')
    await expectRefusal(text)
    const many = Object.fromEntries(Array.from({ length: 120 }, (_, at) => [`${at}.png`, Buffer.from('x')]))
    await expectRefusal(await pack(manifest, many))
    await expectRefusal(join(outside, 'none.atelier-reference'), 'storage/not-found')
  })
})
