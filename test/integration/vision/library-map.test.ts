import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from 'vitest'
import { createEmbeddings, type Embeddings } from '../../../src/main/vision/embeddings.ts'
import { createLibraryMap } from '../../../src/main/vision/map/library-map.ts'
import type { MapWork } from '../../../src/main/vision/map/map-runner.ts'
import type { LibraryMap, MapSnapshot } from '../../../src/main/vision/map/library-map.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { imageColors, type ImageColor } from '../../../src/shared/domain/searched-values.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import { buildAsset } from '../../support/build-asset.ts'
import { builtProgram } from '../../support/built/built-program.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { createTemporaryHome, type TemporaryHome, folderInMemory } from '../../support/temporary-home.ts'
import { createVisionProcess } from '../../support/vision/vision-process.ts'
import { writeTinyClip } from '../../support/vision/write-tiny-clip.ts'

const workerUrl = builtProgram(new URL('../../../src/main/vision/map/map-worker.ts', import.meta.url))
const { imaging } = sharedImagingProcess
const { vision } = createVisionProcess()
const logger = createRecordingLogger()
let folder: string
let home: TemporaryHome
let library: TestLibrary
let embeddings: Embeddings
let maps: LibraryMap[]
let starts: number
let preferred: string | null
/** Red, green and blue of each image. */
const colors = new Map<AssetId, readonly number[]>()

beforeAll(async () => {
  folder = await mkdtemp(join(folderInMemory(), 'atelier-map-'))
  writeTinyClip(join(folder, 'models', 'tiny-clip'))
})
afterAll(async () => {
  await vision.dispose()
  await rm(folder, { recursive: true, force: true })
})
beforeEach(async () => {
  home = await createTemporaryHome()
  library = openTestLibrary(home.paths)
  maps = []
  starts = 0
  colors.clear()
  preferred = null
  embeddings = createEmbeddings({
    imaging: imaging,
    vision,
    library: { ...library.assets.vectors, locate: async (id) => ({ path: join(folder, `${id}.png`) }) },
    modelFolders: async () => [join(folder, 'models')],
    preferred: () => preferred,
    rescanMs: 0,
  })
})
afterEach(async () => {
  await Promise.all(maps.map((map) => map.dispose()))
  await library.close()
  await home.remove()
})

const mapFile = () => join(home.paths.root, 'cache', 'map.bin')
const startThread = () => new Worker(workerUrl)

function openMap(start = startThread): LibraryMap {
  const map = createLibraryMap({
    embeddings,
    library: library.assets.vectors,
    start: () => {
      starts++
      return start()
    },
    file: mapFile(),
    logger,
    restRatio: 0,
  })
  maps.push(map)
  return map
}

const hues = { red: [250, 20, 20], green: [20, 230, 30], blue: [30, 20, 240] } as const
type Hue = keyof typeof hues

/** Adds images that are nearly of one color. */
async function add(hue: Hue, count: number): Promise<AssetId[]> {
  const records = Array.from({ length: count }, () => buildAsset())
  for (const [at, record] of records.entries()) {
    colors.set(
      record.id,
      hues[hue].map((value) => Math.min(255, value + 4 * at)),
    )
    await library.database.call('assets.add', { record })
  }
  return records.map(({ id }) => id)
}

/** Embeds all images with the model, in its own process, which takes seconds to start. */
async function embedByModel(): Promise<void> {
  for (const [id, rgb] of colors) {
    const [r, g, b] = rgb
    const path = join(folder, `${id}.png`)
    await sharp({ create: { width: 8, height: 8, channels: 3, background: { r: r!, g: g!, b: b! } } })
      .png()
      .toFile(path)
  }
  await embeddings.index(await embeddings.model())
}

/** Gives all images the vectors that a model could have given them. */
async function embed(): Promise<void> {
  const { id: model } = await embeddings.model()
  const ids = await library.assets.vectors.pending(model, null, 1_000)
  const vectors = ids.map((id) => ({ id, vector: Float32Array.from([...colors.get(id)!, 60, 10]) }))
  await library.assets.vectors.put(model, vectors)
}

/** The map once nothing is computed for it any more. */
async function settled(map: LibraryMap): Promise<MapSnapshot> {
  await map.load(null)
  await vi.waitFor(() => expect(map.load(null)).resolves.toMatchObject({ work: { progress: null } }), 30_000)
  return map.load(null)
}

function placesOf({ points }: MapSnapshot): Map<AssetId, { readonly x: number; readonly y: number }> {
  const { ids, positions } = points!
  return new Map(unpackIds(ids).map((id, at) => [id, { x: positions[2 * at]!, y: positions[2 * at + 1]! }]))
}

/** IDs of the images nearest to one on the map. */
function nearest(view: MapSnapshot, id: AssetId, count: number): AssetId[] {
  const places = placesOf(view)
  const own = places.get(id)!
  const distance = (other: AssetId) => Math.hypot(places.get(other)!.x - own.x, places.get(other)!.y - own.y)
  return [...places.keys()]
    .filter((other) => other !== id)
    .toSorted((one, other) => distance(one) - distance(other))
    .slice(0, count)
}

test('without a model or with few images there is no map, with more there is, and it is kept', async () => {
  const none = createLibraryMap({
    embeddings: { searchModel: async () => null },
    library: library.assets.vectors,
    start: startThread,
    file: mapFile(),
    logger,
  })
  expect(await none.load(null)).toMatchObject({ model: null, points: null })

  const map = openMap()
  const reds = await add('red', 9)
  expect(await settled(map)).toMatchObject({ model: 'tiny-clip', embedded: 0, total: 9, points: { ids: '' } })
  expect(starts).toBe(0)

  const [greens, blues] = [await add('green', 9), await add('blue', 9)]
  expect(await map.load(null)).toMatchObject({ embedded: 0, total: 27, points: { ids: '' } })
  await embedByModel()
  const events: [MapWork, boolean][] = []
  map.onChanged((work, isStale) => events.push([work, isStale]))
  const view = await settled(map)
  expect(unpackIds(view.points!.ids)).toEqual([...reds, ...greens, ...blues].toSorted())
  for (const group of [reds, greens, blues]) {
    for (const id of group) expect(group).toEqual(expect.arrayContaining(nearest(view, id, 3)))
  }
  expect(events.at(0)).toEqual([{ progress: 0, isPaused: false, problem: null }, false])
  expect(events.at(-1)).toEqual([{ progress: null, isPaused: false, problem: null }, true])
  expect(await map.load(view.revision)).toMatchObject({ revision: view.revision, points: null })

  const next = openMap()
  expect((await settled(next)).points).toEqual(view.points)
  expect(starts).toBe(1)
})

test('new images are placed among those they resemble, deleted ones are gone, and the others stay', async () => {
  const [reds, greens] = [await add('red', 15), await add('green', 15)]
  await embed()
  const map = openMap()
  const before = placesOf(await settled(map))

  const newReds = await add('red', 2)
  await embed()
  const view = await settled(map)
  const after = placesOf(view)
  for (const [id, place] of before) expect(after.get(id)).toEqual(place)
  for (const id of newReds) expect([...reds, ...newReds]).toEqual(expect.arrayContaining(nearest(view, id, 3)))

  const trashed = reds[3]!
  const setTrashed = (trashedAtMs: number | null) =>
    library.database.call('assets.setTrashed', { ids: [trashed], trashedAtMs })
  await setTrashed(1)
  const without = await settled(map)
  expect(without.revision).toBeGreaterThan(view.revision)
  expect(placesOf(without).has(trashed)).toBe(false)
  expect(placesOf(without).size).toBe(31)
  await setTrashed(null)
  expect(placesOf(await settled(openMap())).get(trashed)).toEqual(before.get(trashed))
  expect(starts).toBe(2)

  // More than a fifth of those that were laid out together: all are laid out anew.
  const blues = await add('blue', 8)
  await embed()
  const anew = await settled(map)
  expect(placesOf(anew).size).toBe(40)
  expect(placesOf(anew).get(greens[0]!)).not.toEqual(before.get(greens[0]!))
  for (const id of blues) expect(blues).toEqual(expect.arrayContaining(nearest(anew, id, 2)))
})

test('main colors come along', async () => {
  const ids = await add('green', 12)
  const found: Readonly<Record<number, readonly ImageColor[]>> = { 0: ['green', 'red'], 1: ['gray'], 2: [] }
  await library.database.call('looks.set', {
    looks: ids.slice(0, 3).map((id, at) => ({ id, phash: null, colors: found[at]! })),
  })
  await embed()
  const { points } = await settled(openMap())
  const colorOf = (id: AssetId) => points!.colors[unpackIds(points!.ids).indexOf(id)]
  expect(ids.slice(0, 4).map(colorOf)).toEqual([imageColors.indexOf('green'), imageColors.indexOf('gray'), 255, 255])
})

test('with another model, the old map is shown until the new one is there', async () => {
  await add('red', 12)
  await embed()
  const map = openMap()
  const before = await settled(map)

  const second = join(folder, 'models', 'second-clip')
  writeTinyClip(second)
  const weights = join(second, 'onnx', 'vision_model.onnx')
  const bytes = await readFile(weights)
  // One bit of a weight: other weights, another model.
  bytes[bytes.length - 600]! ^= 1
  await writeFile(weights, bytes)
  try {
    preferred = (await embeddings.model('second-clip')).id
    const pending = await settled(map)
    expect(pending).toMatchObject({ model: 'tiny-clip', embedded: 12, total: 12 })
    expect(pending.points).toEqual(before.points)
    await embed()
    await map.load(null)
    expect(await settled(map)).toMatchObject({ model: 'second-clip', embedded: 12, total: 12 })
    expect(starts).toBe(2)
    preferred = null
  } finally {
    await rm(second, { recursive: true, force: true })
  }
})

test.each([
  ['damaged', async () => writeFile(mapFile(), (await readFile(mapFile())).fill(7, 40, 60))],
  ['missing', () => rm(mapFile())],
])('a %s file is computed again', async (_what, damage) => {
  await add('red', 12)
  await embed()
  const before = await settled(openMap())
  await damage()
  expect((await settled(openMap())).points).toEqual(before.points)
  expect(starts).toBe(2)
  await expect(access(mapFile())).resolves.toBeUndefined()
})

test('a thread that dies is reported once, and the map is computed when a person tries again', async () => {
  await add('red', 12)
  await embed()
  let isBroken = true
  const map = openMap(() => (isBroken ? new Worker('process.exit(7)', { eval: true }) : startThread()))
  const failed = await settled(map)
  expect(failed.work.problem).toContain('could not be computed')
  expect(failed.points?.ids).toBe('')
  expect(logger.entries.at(-1)).toMatchObject({ event: 'vision.map-failed' })
  await settled(map)
  expect(starts).toBe(1)
  isBroken = false
  await map.rebuild()
  expect(unpackIds((await settled(map)).points!.ids)).toHaveLength(12)
  expect((await map.load(null)).work.problem).toBeNull()
})

test('work stands still while it is paused, and ends with the program', async () => {
  await add('red', 40)
  await embed()
  const map = openMap()
  map.setPaused(true)
  const view = await map.load(null)
  expect(view.work).toMatchObject({ isPaused: true })
  // The same work, begun after it, is done three times meanwhile.
  const another = openMap()
  for (let times = 0; times < 3; times++) {
    expect(placesOf(await settled(another)).size).toBe(40)
    await another.rebuild()
  }
  await settled(another)
  expect(starts).toBe(5)
  expect((await map.load(null)).work.progress).not.toBeNull()
  map.setPaused(false)
  expect(placesOf(await settled(map)).size).toBe(40)

  await rm(mapFile())
  const other = openMap()
  other.setPaused(true)
  await other.load(null)
  await other.dispose()
  await expect(access(mapFile())).rejects.toThrow('ENOENT')
})
