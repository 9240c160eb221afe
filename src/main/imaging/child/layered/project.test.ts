import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync, inflateSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type DocumentState, type StoredTile, newDocumentState } from '../../../../shared/domain/canvas-document.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import { newId } from '../../../platform/pure/new-id.ts'
import type { OpenedProject, ProjectImage, SaveProjectRequest } from '../../imaging.ts'
import { ByteBudget } from '../source/byte-budget.ts'
import { sharp } from '../source/sharp-engine.ts'
import { openProject } from './open-project.ts'
import { saveProject } from './save-project.ts'
import { encodeStrip } from './strip-png.ts'
import { ZipReader } from './zip/zip-reader.ts'
import { ZipWriter } from './zip/zip-writer.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-project-'))
})
afterEach(() => rm(folder, { recursive: true }))

const signal = new AbortController().signal
const size = { widthPx: 700, heightPx: 300 }
const projectPath = () => join(folder, 'kite.atelier')
const [baseId, layerId] = [newId<AssetId>(), newId<AssetId>()]

const recipe = {
  operation: 'edit',
  provider: 'fake',
  model: 'demo',
  seed: 7,
  prompt: 'a red kite',
  growPx: 4,
  featherPx: 4,
  changedInside: 10,
  changedOutside: 0,
  timingMs: 12,
  costUsd: 0.04,
} as const

const state: DocumentState = {
  ...newDocumentState(size),
  masks: [
    { id: 'mask-1', name: 'Sky “über” 🪁', tint: '#00ff88', strength: 0.5, isOn: true },
    { id: 'mask-2', name: 'Other', tint: '#ff0000', strength: 1, isOn: false },
  ],
  layers: [
    { id: 'paint-1', kind: 'paint', name: 'Guide', isVisible: false, opacity: 0.25 },
    {
      id: 'layer-1',
      kind: 'picture',
      name: 'Bird',
      isVisible: true,
      opacity: 1,
      assetId: layerId,
      pictureSize: { widthPx: 5, heightPx: 4 },
      placement: {
        centreX: 1.5,
        centreY: -3,
        scaleX: 2,
        scaleY: 0.5,
        rotationDeg: 33,
        isFlippedX: true,
        isFlippedY: false,
      },
    },
  ],
  targetId: 'paint-1',
  sampling: 'painted',
  frame: { x: -20, y: 0, widthPx: 740, heightPx: 300 },
  words: { prompt: 'a kite over the sea', negativePrompt: 'birds' },
}

/** Values that depend on all arguments, some of them zero. */
function tile(surfaceId: string, row: number, column: number, channels: number): StoredTile {
  const seed = surfaceId.length * 31 + row * 7 + column
  const pixels = Uint8Array.from({ length: 65_536 * channels }, (_, n) =>
    n % 97 < 50 ? 0 : Math.imul(n + seed, 0x9e3779b1) >>> 24,
  )
  return { surfaceId, row, column, deflated: Uint8Array.from(deflateSync(pixels, { level: 1 })) }
}
const tiles = [
  tile('mask-1', 0, 0, 1),
  tile('mask-1', 0, 2, 1),
  tile('mask-1', 1, 1, 1),
  tile('paint-1', 1, 2, 4),
  tile('sampling', 0, 1, 1),
]

async function image(id: AssetId, widthPx: number, heightPx: number, more: Partial<ProjectImage> = {}) {
  const path = join(folder, `${id}.png`)
  const values = Uint8Array.from({ length: widthPx * heightPx * 3 }, (_, n) => (n * 37) % 251)
  await sharp(values, { raw: { width: widthPx, height: heightPx, channels: 3 } })
    .png()
    .toFile(path)
  return {
    id,
    name: 'kite',
    path,
    mime: 'image/png',
    recipe: null,
    parentId: null,
    maskPath: null,
    paintPath: null,
    answer: null,
    ...more,
  }
}

async function request(changes: Partial<SaveProjectRequest> = {}): Promise<SaveProjectRequest> {
  const response = await image(newId<AssetId>(), 64, 64)
  const mask = await image(newId<AssetId>(), 700, 300)
  const paint = await image(newId<AssetId>(), 700, 300)
  const base = await image(baseId, 700, 300, {
    recipe,
    parentId: newId<AssetId>(),
    maskPath: mask.path,
    paintPath: paint.path,
    answer: { path: response.path, mime: 'image/png' },
  })
  return {
    targetPath: projectPath(),
    appVersion: '0.2.0',
    savedAtMs: 1_795_176_000_000,
    name: 'Kite 🪁',
    baseId,
    state,
    tiles,
    images: [base, await image(layerId, 5, 4)],
    ...changes,
  }
}

async function open(path = projectPath()): Promise<OpenedProject> {
  const into = await mkdtemp(join(folder, 'opened-'))
  return openProject({ path, folder: into }, new ByteBudget(1e9), signal)
}

const pixelsOf = (list: readonly StoredTile[]) =>
  list
    .map(({ surfaceId, row, column, deflated }) => ({
      at: `${surfaceId} ${row} ${column}`,
      bytes: inflateSync(deflated!),
    }))
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))

it('restores the same state, pixels and images', async () => {
  const saved = await request()
  await saveProject(saved, signal)
  const opened = await open()
  expect({ ...opened, tiles: [], images: [] }).toEqual({
    name: 'Kite 🪁',
    baseId,
    state,
    tiles: [],
    images: [],
    notes: [],
  })
  const [before, after] = [pixelsOf(tiles), pixelsOf(opened.tiles)]
  expect(after.map(({ at }) => at)).toEqual(before.map(({ at }) => at))
  expect(after.every(({ bytes }, n) => bytes.equals(before[n]!.bytes))).toBe(true)
  const [base, layer] = opened.images
  expect(base).toMatchObject({ id: baseId, name: 'kite', recipe, widthPx: 700, heightPx: 300, hasAlpha: false })
  expect(base!.parentId).toBe(saved.images[0]!.parentId)
  expect(layer).toMatchObject({ id: layerId, recipe: null, maskPath: null, paintPath: null, answer: null })
  for (const [path, from] of [
    [base!.path, saved.images[0]!.path],
    [base!.maskPath, saved.images[0]!.maskPath],
    [base!.paintPath, saved.images[0]!.paintPath],
    [base!.answer!.path, saved.images[0]!.answer!.path],
    [layer!.path, saved.images[1]!.path],
  ]) {
    expect((await readFile(path!)).equals(await readFile(from!))).toBe(true)
  }
})

it('is a plain ZIP of JSON and images, identified by its first bytes', async () => {
  await saveProject(await request(), signal)
  const bytes = await readFile(projectPath())
  expect(bytes.toString('latin1', 30, 68)).toBe('mimetypeapplication/vnd.atelier.docume')
  const strip = await ZipReader.open(projectPath(), (zip) => zip.read('surfaces/mask-1/row-00.png', 1e7))
  expect(await sharp(strip).metadata()).toMatchObject({ width: 768, height: 256, channels: 1, depth: 'uchar' })
  expect((await readdir(folder)).filter((name) => name.includes('tmp'))).toEqual([])
})

it('replaces an older file only with a complete one', async () => {
  await writeFile(projectPath(), 'what was there')
  const broken = await request()
  await expect(
    saveProject({ ...broken, images: [{ ...broken.images[0]!, path: join(folder, 'gone.png') }] }, signal),
  ).rejects.toMatchObject({ code: 'storage/not-found' })
  expect(await readFile(projectPath(), 'utf8')).toBe('what was there')
  expect((await readdir(folder)).filter((name) => name.includes('tmp'))).toEqual([])
})

/** The parts of `document.json` that the tests corrupt. */
interface Spoilable {
  [field: string]: unknown
  baseId: string
  state: { size: { widthPx: number }; masks: { id: string }[]; laterField?: number }
  surfaces: { id: string; channels: number; strips: { row: number; column: number }[] }[]
  pictures: { file: string; recipe: { operation: string } }[]
}

/** Saves a valid project, lets `change` corrupt its document or entries, and writes it again. */
async function spoilt(change: (document: Spoilable, entries: Map<string, Uint8Array>) => void): Promise<OpenedProject> {
  await saveProject(await request(), signal)
  const entries = new Map<string, Uint8Array>()
  await ZipReader.open(projectPath(), async (zip) => {
    for (const name of zip.entries.keys()) entries.set(name, await zip.read(name, 1e8))
  })
  const document = JSON.parse(Buffer.from(entries.get('document.json')!).toString()) as Spoilable
  change(document, entries)
  if (entries.has('document.json')) entries.set('document.json', Buffer.from(JSON.stringify(document)))
  const path = join(folder, 'spoilt.atelier')
  await ZipWriter.create(path, async (zip) => {
    for (const [name, bytes] of entries) await zip.addDeflated(name, bytes)
  })
  return open(path)
}

it('ignores unknown fields and entries, and recipes of unknown operations', async () => {
  const opened = await spoilt((document, entries) => {
    document['laterField'] = { a: 1 }
    document.state.laterField = 2
    document.pictures[0]!.recipe.operation = 'dream'
    entries.set('later/thing.bin', Buffer.from('x'))
  })
  expect(opened.state).toEqual(state)
  expect(opened.images[0]?.recipe).toBeNull()
})

it('opens an older file without painted masks', async () => {
  const opened = await spoilt((document) => Reflect.deleteProperty(document.pictures[0]!, 'paint'))
  expect(opened.images[0]).toMatchObject({ paintPath: null, maskPath: expect.any(String) })
})

it('names the version that can open a newer file', async () => {
  await expect(
    spoilt((document) => Object.assign(document, { version: 2, appVersion: '9.1.0', state: null })),
  ).rejects.toMatchObject({
    code: 'media/unsupported',
    message: expect.stringContaining('newer version of Atelier (9.1.0)'),
  })
})

describe('refuses a file when', () => {
  it.each<[string, Parameters<typeof spoilt>[0]]>([
    ['the document is missing', (_document, entries) => entries.delete('document.json')],
    ['the state is missing', (document) => Reflect.deleteProperty(document, 'state')],
    ['the size differs', (document) => (document.state.size.widthPx = 701)],
    ['there are a thousand masks', (document) => (document.state.masks = Array(1_000).fill(document.state.masks[0]))],
    ['two surfaces have the same name', (document) => (document.state.masks[1]!.id = 'mask-1')],
    ['the base is missing', (document) => (document.baseId = newId())],
    ['a layer’s image is missing', (document) => document.pictures.pop()],
    ['an image’s file is missing', (_document, entries) => entries.delete('pictures/2/picture.png')],
    [
      'an image is not an image',
      (_document, entries) => entries.set('pictures/2/picture.png', Buffer.from('no image')),
    ],
    [
      'a painted mask is not an image',
      (_document, entries) => entries.set('pictures/1/paint.png', Buffer.from('none')),
    ],
    ['a mask is not an image', (_document, entries) => entries.set('pictures/1/mask.png', Buffer.from('no image'))],
    ['a strip is missing', (_document, entries) => entries.delete('surfaces/mask-1/row-00.png')],
    [
      'a strip is truncated',
      (_document, entries) =>
        entries.set('surfaces/mask-1/row-00.png', entries.get('surfaces/mask-1/row-00.png')!.subarray(0, 900)),
    ],
    [
      'a mask strip has colors',
      (_document, entries) => entries.set('surfaces/mask-1/row-00.png', entries.get('surfaces/paint-1/row-01.png')!),
    ],
    ['a strip is below the image', (document) => (document.surfaces[1]!.strips[0]!.row = 2)],
    ['a strip is to the right of the image', (document) => (document.surfaces[1]!.strips[0]!.column = 1)],
    ['a strip is listed twice', (document) => document.surfaces[1]!.strips.push(document.surfaces[1]!.strips[0]!)],
    ['a surface belongs to nothing', (document) => (document.surfaces[1]!.id = 'mask-9')],
    ['a surface has the wrong channels', (document) => (document.surfaces[1]!.channels = 4)],
    ['a path leads out of the archive', (document) => (document.pictures[0]!.file = '../../../etc/passwd')],
    [
      'the document has another name',
      (document, entries) => {
        entries.delete('document.json')
        entries.set('document.json ', Buffer.from(JSON.stringify(document)))
      },
    ],
  ])('%s', async (_what, change) => {
    await expect(spoilt(change)).rejects.toMatchObject({ code: expect.stringMatching(/^media\//) })
  })

  it('a strip decodes to far more than it declares', async () => {
    const huge = await encodeStrip({ widthPx: 768, heightPx: 4_096, channels: 1, pixels: new Uint8Array(768 * 4_096) })
    await expect(spoilt((_document, entries) => entries.set('surfaces/mask-1/row-00.png', huge))).rejects.toMatchObject(
      {
        code: 'media/undecodable',
      },
    )
  })

  it.each([
    ['empty', Buffer.alloc(0)],
    ['text', Buffer.from('hello')],
    ['an image', Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')],
    ['the beginning of a ZIP', Buffer.from('PK\x03\x04 and no more')],
    ['the beginning of a PSD', Buffer.from('8BPS\0\x01 and no more')],
  ])('it is %s', async (_what, bytes) => {
    await writeFile(projectPath(), bytes)
    await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(/^media\//) })
  })

  it('it is a folder or missing', async () => {
    await mkdir(projectPath())
    await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(/^storage\//) })
    await expect(open(join(folder, 'none.atelier'))).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

it('refuses a file truncated anywhere without crashing', async () => {
  await saveProject(await request(), signal)
  const whole = await readFile(projectPath())
  for (let cut = 1; cut < 40; cut++) {
    await writeFile(projectPath(), whole.subarray(0, Math.floor((whole.length * cut) / 40)))
    await expect(open()).rejects.toMatchObject({ code: expect.stringMatching(/^media\//) })
  }
})
