import { randomBytes } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { AssetRecord } from '../../../src/main/database/index.ts'
import { newId } from '../../../src/main/platform/pure/new-id.ts'
import type { DocumentState, LayerInfo, StoredTile } from '../../../src/shared/domain/canvas-document.ts'
import type { AssetId, DocumentId } from '../../../src/shared/domain/ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { flatTile } from '../../support/older-database.ts'
import { withDatabase } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const home = withHome()

const database = withDatabase(home)

const edge = { growPx: 4, featherPx: 4 }

async function addImage(changes: Partial<AssetRecord> = {}): Promise<AssetId> {
  const record = buildAsset({ widthPx: 600, heightPx: 400, ...changes })
  await database.call('assets.add', { record })
  return record.id
}

async function openDocument(baseId: AssetId, openedAtMs = 1) {
  return database.call('documents.open', { id: newId<DocumentId>(), baseId, edge, openedAtMs })
}

function tile(surfaceId: string, row: number, column: number, value: number | null): StoredTile {
  const channels = surfaceId.startsWith('paint') ? 4 : 1
  return { surfaceId, row, column, deflated: value === null ? null : flatTile(value, channels) }
}

test('a document opened from an image says so until it is saved; one from a file only if the file does', async () => {
  const base = await addImage()
  const { id } = await openDocument(base)
  const load = async (of = id) => (await database.call('documents.load', { id: of })).state
  expect((await load()).isFresh).toBe(true)
  expect((await load()).isFresh).toBe(true)
  const { isFresh: _, ...state } = await load()
  await database.call('documents.save', { id, baseId: base, state, tiles: [], isWhole: false })
  expect(await load()).toEqual(state)
  const file = newId<DocumentId>()
  await database.call('documents.create', { id: file, baseId: base, openedAtMs: 2, state, tiles: [] })
  expect(await load(file)).toEqual(state)
})

const paintLayer: LayerInfo = { id: 'paint-1', kind: 'paint', name: 'Guide', isVisible: true, opacity: 0.5 }

test('restores base, state, and tiles as saved', async () => {
  const [first, second] = [await addImage(), await addImage()]
  const { id } = await openDocument(first)
  const opened = await database.call('documents.load', { id })
  expect(opened.tiles).toEqual([])
  const state: DocumentState = {
    ...opened.state,
    layers: [paintLayer],
    frame: { x: -10, y: 0, widthPx: 620, heightPx: 400 },
    words: { prompt: 'a red kite “über” 🪁', negativePrompt: '' },
  }
  const tiles = [tile('mask-1', 0, 1, 7), tile('paint-1', 1, 2, 9), tile('sampling', 0, 0, 11)]
  await database.call('documents.save', { id, baseId: second, state, tiles, isWhole: false })
  expect(await database.call('documents.load', { id })).toEqual({ state, tiles })
  expect(await database.call('documents.require', { id })).toMatchObject({ baseId: second })
  await database.call('documents.save', {
    id,
    baseId: second,
    state,
    tiles: [tile('mask-1', 0, 1, null)],
    isWhole: false,
  })
  expect((await database.call('documents.load', { id })).tiles).toEqual(tiles.slice(1))
  const whole = [tile('mask-1', 0, 0, 3)]
  await database.call('documents.save', { id, baseId: first, state, tiles: whole, isWhole: true })
  expect((await database.call('documents.load', { id })).tiles).toEqual(whole)
})

test('a save that cannot be completed changes nothing', async () => {
  const [base, wider] = [await addImage(), await addImage({ widthPx: 601 })]
  const { id } = await openDocument(base)
  const before = await database.call('documents.load', { id })
  const state = { ...before.state, words: { prompt: 'other', negativePrompt: '' } }
  const tiles = [tile('mask-1', 0, 0, 5)]
  const save = (change: object) =>
    database.call('documents.save', { id, baseId: base, state, tiles, isWhole: true, ...change })
  await expect(save({ baseId: wider })).rejects.toMatchObject({ code: 'request/invalid' })
  await expect(save({ baseId: newId<AssetId>() })).rejects.toMatchObject({ code: 'storage/not-found' })
  await expect(save({ tiles: [...tiles, tile('mask-1', 64, 0, 5)] })).rejects.toMatchObject({ code: 'internal/bug' })
  expect(await database.call('documents.load', { id })).toEqual(before)
  await database.call('documents.close', { id })
  await expect(save({})).rejects.toMatchObject({ code: 'storage/not-found' })
})

test('keeps tiles of a removed surface until the document is loaded again', async () => {
  const base = await addImage()
  const { id } = await openDocument(base)
  const { state } = await database.call('documents.load', { id })
  const tiles = [tile('mask-1', 0, 0, 5), tile('paint-1', 0, 0, 6)]
  const withLayer = { ...state, layers: [paintLayer] }
  await database.call('documents.save', { id, baseId: base, state: withLayer, tiles, isWhole: true })
  await database.call('documents.save', { id, baseId: base, state, tiles: [], isWhole: false })
  await database.call('documents.save', { id, baseId: base, state: withLayer, tiles: [], isWhole: false })
  expect((await database.call('documents.read', { id })).tiles).toEqual(tiles)
  await database.call('documents.save', { id, baseId: base, state, tiles: [], isWhole: false })
  expect((await database.call('documents.load', { id })).tiles).toEqual(tiles.slice(0, 1))
  await database.call('documents.save', { id, baseId: base, state: withLayer, tiles: [], isWhole: false })
  expect((await database.call('documents.load', { id })).tiles).toEqual(tiles.slice(0, 1))
})

test('a base file changed by another program updates the document size', async () => {
  const record = buildAsset({ widthPx: 600, heightPx: 400 })
  await database.call('assets.add', { record })
  const { id } = await openDocument(record.id)
  const { state } = await database.call('documents.load', { id })
  const framed = { ...state, frame: { x: 0, y: 0, widthPx: 300, heightPx: 300 } }
  const tiles = [tile('mask-1', 0, 0, 5), tile('mask-1', 1, 2, 5)]
  await database.call('documents.save', { id, baseId: record.id, state: framed, tiles, isWhole: true })
  await database.call('assets.updateFile', { record: { ...record, widthPx: 500, heightPx: 256 } })
  const after = await database.call('documents.load', { id })
  expect(after.state).toMatchObject({ size: { widthPx: 500, heightPx: 256 }, frame: null })
  expect(after.tiles).toEqual(tiles.slice(0, 1))
})

test('opening an image again activates its document; closing it activates its neighbor', async () => {
  const [a, b, c] = [await addImage(), await addImage(), await addImage()]
  const [first, second, third] = [await openDocument(a, 1), await openDocument(b, 2), await openDocument(c, 3)]
  expect(await openDocument(b, 9)).toEqual({ ...second, isActive: true })
  await database.call('documents.close', { id: second.id })
  const listed = await database.call('documents.list', null)
  expect(listed.map(({ id, isActive }) => [id, isActive])).toEqual([
    [first.id, false],
    [third.id, true],
  ])
})

test('the overlay key depends only on visible pixels', async () => {
  const base = await addImage()
  const { id } = await openDocument(base)
  const { state } = await database.call('documents.load', { id })
  const keyOf = async (changes: Partial<DocumentState>, tiles: StoredTile[] = []) => {
    await database.call('documents.save', { id, baseId: base, state: { ...state, ...changes }, tiles, isWhole: false })
    return database.call('documents.overlay', { id })
  }
  expect((await keyOf({})).layers).toEqual([])
  expect((await keyOf({ layers: [paintLayer] })).layers).toEqual([])
  const painted = await keyOf({ layers: [paintLayer] }, [tile('paint-1', 0, 0, 6)])
  expect(painted.layers).toEqual([paintLayer])
  expect(painted.tiles).toHaveLength(1)
  const renamed = await keyOf({
    layers: [{ ...paintLayer, name: 'Other' }],
    words: { prompt: 'x', negativePrompt: '' },
  })
  expect(renamed.key).toBe(painted.key)
  expect((await keyOf({ layers: [{ ...paintLayer, opacity: 0.6 }] })).key).not.toBe(painted.key)
  expect((await keyOf({ layers: [paintLayer] }, [tile('paint-1', 0, 0, 7)])).key).not.toBe(painted.key)
  expect((await keyOf({ layers: [{ ...paintLayer, isVisible: false }] })).layers).toEqual([])
})

test('remembers a composed image while it is not in the trash', async () => {
  const [base, composedId] = [await addImage(), await addImage()]
  const { id } = await openDocument(base)
  const { state } = await database.call('documents.load', { id })
  const layers = [paintLayer]
  const tiles = [tile('paint-1', 0, 0, 6)]
  await database.call('documents.save', { id, baseId: base, state: { ...state, layers }, tiles, isWhole: false })
  const { key } = await database.call('documents.overlay', { id })
  await database.call('documents.rememberComposed', { id, key, composedId })
  expect(await database.call('documents.overlay', { id })).toMatchObject({ composedId, tiles: [] })
  await database.call('assets.setTrashed', { ids: [composedId], trashedAtMs: 1 })
  expect(await database.call('documents.overlay', { id })).toMatchObject({ composedId: null })
  await database.call('assets.setTrashed', { ids: [composedId], trashedAtMs: null })
  expect(await database.call('documents.overlay', { id })).toMatchObject({ composedId })
})

const createNoise = () => Uint8Array.from(randomBytes(20_000))
const databaseBytes = async () => (await stat(home.paths.databaseFile)).size

test('frees the space of a document with 200 strokes when it is closed', async () => {
  const base = await addImage({ widthPx: 8_192, heightPx: 8_192 })
  const { id } = await openDocument(base)
  const { state } = await database.call('documents.load', { id })
  for (let stroke = 0; stroke < 200; stroke++) {
    const tiles = Array.from({ length: 6 }, (_, n) => ({
      surfaceId: 'mask-1',
      row: stroke % 30,
      column: n,
      deflated: createNoise(),
    }))
    await database.call('documents.save', { id, baseId: base, state, tiles, isWhole: false })
  }
  // The file contains only the painted tiles, 30 × 6, however many strokes it took.
  expect(await databaseBytes()).toBeLessThan(9e6)
  for (let mask = 0; mask < 6; mask++) {
    const tiles = Array.from({ length: 200 }, (_, n) => ({
      surfaceId: `mask-${mask}`,
      row: 31,
      column: n % 32,
      deflated: createNoise(),
    }))
    const spread = tiles.map((entry, n) => ({ ...entry, row: Math.floor(n / 32) }))
    await database.call('documents.save', { id, baseId: base, state, tiles: spread, isWhole: false })
  }
  await database.call('documents.close', { id })
  await expect.poll(databaseBytes, { timeout: 20_000 }).toBeLessThan(12e6)
})
