import { copyFile, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inflateSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createImaging } from '../../../src/main/imaging/index.ts'
import type { Imaging } from '../../../src/main/imaging/imaging.ts'
import { startForkedChild } from '../../../src/main/platform/process/start-forked-child.ts'
import type { DocumentState, StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../src/shared/domain/ids.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { flatTile } from '../../support/older-database.ts'
import { openTestLibrary, withLibrary } from '../../support/open-library.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, withHome } from '../../support/temporary-home.ts'

const child = fileURLToPath(builtProgram(new URL('../../../src/main/imaging/child/imaging-child.ts', import.meta.url)))
let imaging: Imaging
const home = withHome()

beforeAll(() => {
  imaging = createImaging({ start: () => startForkedChild(child) })
})
afterAll(() => imaging.dispose())
const opened = withLibrary(home, () => ({ imaging }))

const size = { widthPx: 300, heightPx: 270 }
const painted: StoredTile[] = [
  { surfaceId: 'mask-1', row: 0, column: 0, deflated: flatTile(90) },
  { surfaceId: 'paint-1', row: 0, column: 1, deflated: flatTile(200, 4) },
  { surfaceId: 'sampling', row: 1, column: 0, deflated: flatTile(255) },
]

async function importImage(seed: number, widthPx = size.widthPx, heightPx = size.heightPx, name = `kite ${seed}`) {
  const { imported } = await opened.assets.imports.addBytes(name, smallPng(seed, widthPx, heightPx))
  return imported[0]!.id
}

/** A document with a base, a paint layer, a placed image, a mask, words and a frame. */
async function openPainted(changes: Partial<DocumentState> = {}) {
  const { documents } = opened
  const baseId = await importImage(1)
  const assetId = await importImage(2, 40, 30, 'bird')
  const { id } = await documents.open(baseId)
  const { state } = await documents.load(id)
  const placement = {
    centreX: 60,
    centreY: 50,
    scaleX: 1,
    scaleY: 1,
    rotationDeg: 0,
    isFlippedX: true,
    isFlippedY: false,
  }
  const whole: DocumentState = {
    ...state,
    layers: [
      { id: 'paint-1', kind: 'paint', name: 'Guide', isVisible: true, opacity: 0.5 },
      {
        id: 'layer-1',
        kind: 'picture',
        name: 'Bird',
        isVisible: true,
        opacity: 1,
        assetId,
        pictureSize: { widthPx: 40, heightPx: 30 },
        placement,
      },
    ],
    frame: { x: -5, y: 0, widthPx: 310, heightPx: 270 },
    words: { prompt: 'a kite', negativePrompt: '' },
    ...changes,
  }
  await documents.save(id, { baseId, state: whole, tiles: painted, isWhole: true })
  return { id, baseId, assetId, state: whole }
}

const pixelsOf = (tiles: readonly StoredTile[]) =>
  tiles.map(({ surfaceId, row, column, deflated }) => [surfaceId, row, column, inflateSync(deflated!)[5]])

const originalOf = async (id: AssetId) => readFile((await opened.assets.files.locate(id, 'original')).path)

test('composes base and layers into one image, once per visible state', async () => {
  const { assets, documents } = opened
  const { id, baseId, state } = await openPainted()
  const [first, second] = await Promise.all([documents.compose(id), documents.compose(id)])
  expect(second).toBe(first)
  expect(await assets.records.require(first)).toMatchObject({
    parentId: baseId,
    name: 'kite 1 – composite 1',
    ...size,
    recipe: { operation: 'compose', provider: null },
  })
  const renamed = {
    ...state,
    layers: state.layers.map((layer) => ({ ...layer, name: 'Other' })),
    words: { prompt: 'x', negativePrompt: '' },
  }
  await documents.save(id, { baseId, state: renamed, tiles: [], isWhole: false })
  expect(await documents.compose(id)).toBe(first)
  await assets.trash.add([first])
  const recomposed = await documents.compose(id)
  expect(recomposed).not.toBe(first)
  expect((await originalOf(recomposed)).equals(await originalOf(first))).toBe(true)
  const hidden = { ...state, layers: state.layers.map((layer) => ({ ...layer, isVisible: false })) }
  await documents.save(id, { baseId, state: hidden, tiles: [], isWhole: false })
  expect(await documents.compose(id)).toBe(baseId)
  expect(await readdir(home.paths.temporary)).toEqual([])
})

test('crops the base into a new image that records its offset in the parent', async () => {
  const { assets, documents } = opened
  const { id, baseId } = await openPainted()
  const part = await documents.crop(id, { x: 30, y: 7, widthPx: 101, heightPx: 53 })
  expect(await assets.records.require(part)).toMatchObject({
    parentId: baseId,
    widthPx: 101,
    heightPx: 53,
    hasMask: false,
    recipe: { operation: 'crop', parentAt: { x: -30, y: -7 } },
  })
  for (const rect of [
    { x: 250, y: 0, widthPx: 60, heightPx: 10 },
    { x: 0, y: 0, widthPx: 0, heightPx: 10 },
  ]) {
    await expect(documents.crop(id, rect)).rejects.toMatchObject({ code: 'request/invalid' })
  }
  expect((await documents.list())[0]).toMatchObject({ baseId })
  expect(await readdir(home.paths.temporary)).toEqual([])
})

test('a project file restores the document in this library and in another', async () => {
  const { documents } = opened
  const { id, baseId, assetId, state } = await openPainted()
  const path = join(home.paths.root, 'kite.atelier')
  await documents.saveProject(id, path, 'atelier')
  const openedHere = await documents.openProjects([path])
  expect(openedHere).toMatchObject({ failed: [], notes: [], opened: [{ baseId, isActive: true }] })
  expect(openedHere.opened[0]!.id).not.toBe(id)
  const loaded = await documents.load(openedHere.opened[0]!.id)
  expect(loaded.state).toEqual(state)
  expect(pixelsOf(loaded.tiles)).toEqual(pixelsOf(painted))
  const [base, bird] = [await originalOf(baseId), await originalOf(assetId)]

  const otherHome = await createTemporaryHome()
  const otherLibrary = openTestLibrary(otherHome.paths, { imaging })
  try {
    const openedThere = await otherLibrary.documents.openProjects([path])
    expect(openedThere.failed).toEqual([])
    const restored = await otherLibrary.documents.load(openedThere.opened[0]!.id)
    expect(pixelsOf(restored.tiles)).toEqual(pixelsOf(painted))
    const layer = restored.state.layers[1]
    const birdId = layer?.kind === 'picture' ? layer.assetId : null
    expect(birdId).not.toBe(assetId)
    expect({ ...restored.state, layers: [] }).toEqual({ ...state, layers: [] })
    const bytesOf = async (asset: AssetId) => readFile((await otherLibrary.assets.files.locate(asset, 'original')).path)
    expect((await bytesOf(openedThere.opened[0]!.baseId)).equals(base)).toBe(true)
    expect((await bytesOf(birdId!)).equals(bird)).toBe(true)
    expect(
      (await otherLibrary.assets.records.load(await findAssetIds(otherLibrary.database)))
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(['bird', 'kite 1'])
  } finally {
    await otherLibrary.close()
    await otherHome.remove()
  }
})

test('a project keeps the recipe, mask, and service response of an edit', async () => {
  const { assets, documents } = opened
  const parentId = await importImage(5)
  const temporary = (name: string) => join(home.paths.temporary, name)
  for (const [n, name] of ['picture', 'mask', 'answer'].entries())
    await writeFile(temporary(name), smallPng(60 + n, 300, 270))
  const recipe = {
    ...(await assets.records.require(parentId)).recipe,
    operation: 'edit',
    provider: 'fake',
    model: 'demo',
    prompt: 'a kite',
  } as const
  const edit = await assets.results.add({
    temporaryPath: temporary('picture'),
    temporaryMaskPath: temporary('mask'),
    rawAnswer: { temporaryPath: temporary('answer'), mime: 'image/png' },
    parentId,
    name: 'kite edited',
    mime: 'image/png',
    ...size,
    hasAlpha: false,
    recipe,
  })
  const { id } = await documents.open(edit.id)
  const path = join(home.paths.root, 'edit.atelier')
  await documents.saveProject(id, path, 'atelier')
  await assets.trash.purge([edit.id])
  const { opened: documentsOpened } = await documents.openProjects([path])
  const reopened = await assets.records.require(documentsOpened[0]!.baseId)
  expect(reopened).toMatchObject({ name: 'kite edited', parentId, recipe, hasMask: true, hasRawAnswer: true })
  expect(
    (await readFile((await assets.files.locate(reopened.id, 'answer')).path)).equals(
      Buffer.from(smallPng(62, 300, 270)),
    ),
  ).toBe(true)
  expect(
    (await readFile((await assets.files.locate(reopened.id, 'mask')).path)).equals(Buffer.from(smallPng(61, 300, 270))),
  ).toBe(true)
})

test.each(['psd', 'ora'] as const)('a %s file opens as a document with its layers in place', async (format) => {
  const { assets, documents } = opened
  const { id } = await openPainted()
  const path = join(home.paths.root, `Drachen ü.${format}`)
  expect(await documents.saveProject(id, path, format)).toEqual({ notes: [] })
  const { opened: recomposed, failed } = await documents.openProjects([path])
  expect(failed).toEqual([])
  expect(recomposed[0]).toMatchObject({ name: 'Drachen ü', ...size })
  const { state, tiles } = await documents.load(recomposed[0]!.id)
  expect(state.layers.map(({ name, isVisible, opacity }) => [name, isVisible, Math.round(opacity * 10)])).toEqual([
    ['Guide', true, 5],
    ['Bird', true, 10],
  ])
  expect(pixelsOf(tiles)).toEqual([['mask-1', 0, 0, 90]])
  const names = (await assets.records.load(await findAssetIds(opened.database))).map(({ name }) => name)
  expect(names).toEqual(expect.arrayContaining(['Drachen ü', 'Guide', 'Bird']))
  expect(await readdir(home.paths.temporary)).toEqual([])
})

test('reports each file that cannot be opened and leaves nothing of it behind', async () => {
  const { documents } = opened
  const { id } = await openPainted()
  const good = join(home.paths.root, 'good.atelier')
  const bad = join(home.paths.root, 'bad.atelier')
  await documents.saveProject(id, good, 'atelier')
  await writeFile(bad, (await readFile(good)).subarray(0, 5_000))
  const before = [await findAssetIds(opened.database), (await documents.list()).length]
  const { opened: openedProjects, failed } = await documents.openProjects([
    bad,
    good,
    join(home.paths.root, 'none.psd'),
  ])
  expect(openedProjects).toHaveLength(1)
  expect(failed.map(({ file, error }) => [file, error.code])).toEqual([
    [bad, 'media/undecodable'],
    [join(home.paths.root, 'none.psd'), 'storage/not-found'],
  ])
  expect([await findAssetIds(opened.database), (await documents.list()).length - 1]).toEqual(before)
  expect(await readdir(home.paths.temporary)).toEqual([])
})

test('removes everything imported from a project when one of its images is corrupt', async () => {
  const { assets, documents } = opened
  const { id, baseId } = await openPainted()
  const path = join(home.paths.root, 'half.atelier')
  const file = (await assets.files.locate(baseId, 'original')).path
  const whole = await readFile(file)
  // Header and size are right; the rows end early.
  await writeFile(file, Buffer.concat([whole.subarray(0, Math.floor(whole.length / 2))]))
  await documents.saveProject(id, path, 'atelier')
  await copyFile(path, `${path}.copy`)
  const otherHome = await createTemporaryHome()
  const otherLibrary = openTestLibrary(otherHome.paths, { imaging })
  try {
    const { failed } = await otherLibrary.documents.openProjects([path])
    expect(failed.map(({ error }) => error.code)).toEqual(['media/undecodable'])
    expect(await findAssetIds(otherLibrary.database)).toEqual([])
    expect(await otherLibrary.documents.list()).toEqual([])
  } finally {
    await otherLibrary.close()
    await otherHome.remove()
  }
})

test('refuses to save into the library folder, and replaces existing files completely', async () => {
  const { documents } = opened
  const { id } = await openPainted()
  const inside = join(home.paths.library, 'a.atelier')
  await expect(documents.saveProject(id, inside, 'atelier')).rejects.toMatchObject({ code: 'request/invalid' })
  await expect(documents.saveMaskFile(join(home.paths.library, 'a.png'), smallPng(1))).rejects.toMatchObject({
    code: 'request/invalid',
  })
  const path = join(home.paths.root, 'a.atelier')
  await writeFile(path, 'older')
  await documents.saveProject(id, path, 'atelier')
  expect((await stat(path)).size).toBeGreaterThan(1_000)
  await documents.saveMaskFile(join(home.paths.root, 'mask.png'), smallPng(1))
  expect((await readFile(join(home.paths.root, 'mask.png'))).equals(Buffer.from(smallPng(1)))).toBe(true)
})

test('reads a mask from a library image and from a file', async () => {
  const { documents } = opened
  const { id, assetId } = await openPainted()
  const fromLibrary = await documents.readMask(id, { assetId })
  expect(fromLibrary).toMatchObject({ name: 'bird', wasScaled: true })
  expect(fromLibrary.share).toBeGreaterThan(0.3)
  const path = join(home.paths.root, 'Wolken.png')
  await writeFile(path, smallPng(9, 300, 270))
  expect(await documents.readMask(id, { path })).toMatchObject({ name: 'Wolken', wasScaled: false })
  const unknown = '01JD3Q0000000000000000000A' as DocumentId
  await expect(documents.readMask(unknown, { path })).rejects.toMatchObject({ code: 'storage/not-found' })
})
