import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { inputRule } from '../../../src/main/providers/core/define-model.ts'
import type { InputImage } from '../../../src/main/providers/core/adapter.ts'
import { automaticBlend } from '../../../src/shared/domain/edit.ts'
import { unpackIds } from '../../../src/shared/domain/packed-ids.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import { fakeCard } from '../../support/fake-providers.ts'
import { findPixels } from '../../support/find-pixels.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { done, requestOf } from '../../support/generation-studio.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { withHome } from '../../support/temporary-home.ts'

const size = { widthPx: 300, heightPx: 200 }
/** Asymmetric in both directions, so that a mirrored, rotated, or inverted mask would fail. */
const hole = { x: 30, y: 20, widthPx: 90, heightPx: 50 }

const home = withHome()
let studio: RealStudio
beforeEach(() => {
  studio = openRealStudio(home.paths)
})
afterEach(async () => {
  await studio.close()
})

async function importPhoto(): Promise<AssetId> {
  const path = join(home.paths.root, 'photo.png')
  await writeFile(path, photoPng(size))
  const { imported } = await studio.store.assets.imports.addFiles([path])
  return imported[0]!.id
}

/** Sets the image the service responds with. */
async function respondWith(image: Sharp, format: 'png' | 'jpeg' | 'webp' = 'png'): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = Uint8Array.from(await image.toFormat(format, { quality: 90 }).toBuffer())
  const service = studio.providers.service('openai')
  service.submits = [done(['answer'])]
  service.images.set('answer', bytes)
  return bytes
}

/** Pastes the response unchanged, even if it does not match. */
const pasteUnchanged = {
  ...automaticBlend('fill', { growPx: 0, featherPx: 0 }),
  match: 0,
  isAligned: false,
  isForced: true,
}

const plain = (background: string, { widthPx, heightPx } = size) =>
  sharp({ create: { width: widthPx, height: heightPx, channels: 3, background } })

async function run(change: Parameters<typeof requestOf>[0]) {
  const { ids } = await studio.jobs.generate(requestOf(change))
  return Promise.all(ids.map((id) => studio.jobs.finished(id)))
}

async function pixelsOf(image: string | Uint8Array) {
  const { data, info } = await sharp(image)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    at: (x: number, y: number) => [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)],
    info,
  }
}

const isInHole = (x: number, y: number) => x >= 30 && x < 120 && y >= 20 && y < 70
const isNearHole = (x: number, y: number) => x >= 22 && x < 128 && y >= 12 && y < 78
const locatePath = async (id: AssetId, rendition: 'original' | 'answer' | 'mask' | 'thumb-256') =>
  (await studio.store.assets.files.locate(id, rendition)).path
const responsesFolder = () => join(home.paths.library, '.answers')

it.each(['png', 'jpeg', 'webp'] as const)(
  'an image that is cut off (%s) is the fault of the service, and is kept',
  async (format) => {
    const whole = await respondWith(sharp(photoPng(size)), format)
    studio.providers.service('openai').images.set('answer', whole.slice(0, Math.floor(whole.length / 2)))
    const [job] = await run({})
    expect(job).toMatchObject({ state: 'failed', error: { code: 'provider/bad-reply' }, isBilled: 'yes' })
    const { message } = job!.error!
    // Of a WebP, nothing can be decoded.
    const kept =
      format === 'webp' ? 'The response is saved as ' : 'The image is in the library as the service returned it.'
    expect(message).toContain(`OpenAI sent a damaged image. It was billed. ${kept}`)
    expect(message).not.toContain('atelier-tmp')
    const scope = { section: 'library', collectionId: null, query: 'is:damaged' } as const
    const marked = await studio.store.assets.search.find(scope, { sort: 'newest', isStacked: false, withShapes: false })
    expect(unpackIds(marked.order)).toHaveLength(format === 'webp' ? 0 : 1)
  },
)

describe('an edit with a mask', () => {
  it('changes nothing outside the mask, and keeps the response unchanged', async () => {
    const sourceId = await importPhoto()
    const bytes = await respondWith(plain('#ff0000'), 'webp')
    const [job] = await run({
      operation: 'edit',
      sourceId,
      maskPng: new Uint8Array(maskPng(size, hole)),
      growPx: 0,
      featherPx: 0,
      blend: pasteUnchanged,
    })
    expect(job).toMatchObject({ state: 'done', isBilled: 'yes', error: null })
    const result = await studio.store.assets.records.require(job!.resultId!)
    expect(result).toMatchObject({
      ...size,
      mime: 'image/png',
      parentId: sourceId,
      hasMask: true,
      hasRawAnswer: true,
      name: 'photo – fill 1',
      recipe: { operation: 'edit', changedInside: 90 * 50, changedOutside: 0 },
    })
    const [before, after] = [
      await pixelsOf(await locatePath(sourceId, 'original')),
      await pixelsOf(await locatePath(result.id, 'original')),
    ]
    const isChanged = (x: number, y: number) => after.at(x, y).some((value, at) => value !== before.at(x, y)[at])
    expect(findPixels(size, (x, y) => !isInHole(x, y) && isChanged(x, y))).toEqual([])
    expect(findPixels(size, (x, y) => isInHole(x, y) && after.at(x, y)[0]! <= 250)).toEqual([])
    const response = await studio.store.assets.files.locate(result.id, 'answer')
    expect(response.mime).toBe('image/webp')
    expect(new Uint8Array(await readFile(response.path))).toEqual(bytes)
    expect(await readdir(home.paths.temporary)).toEqual([])
  })

  it('of another shape is padded for a model with one size, and cropped back from the padding', async () => {
    const sourceId = await importPhoto()
    const square = { widthPx: 256, heightPx: 256 }
    const service = studio.providers.service('openai')
    service.card = fakeCard('openai-1', {
      input: inputRule({ sizes: [square] }),
      sizes: { kind: 'list', sizes: [square] },
    })
    // Red where the image was (256 × 171 in the middle), blue in the padding; 512 px wide, twice the sent size.
    const red = await plain('#ff0000', { widthPx: 512, heightPx: 342 }).png().toBuffer()
    await respondWith(plain('#0000ff', { widthPx: 512, heightPx: 512 }).composite([{ input: red, left: 0, top: 84 }]))
    const edges = { x: 0, y: 0, widthPx: 300, heightPx: 30 }
    const [job] = await run({
      operation: 'edit',
      sourceId,
      maskPng: new Uint8Array(maskPng(size, edges)),
      growPx: 0,
      featherPx: 6,
      blend: pasteUnchanged,
    })
    expect(service.seen.submitted[0]).toMatchObject({ source: square, mask: square })
    const sent = await pixelsOf(service.seen.submitted[0]!.source!.bytes)
    const box = { top: 42, bottom: 42 + 171 }
    // The padding repeats the edge of the image.
    expect(sent.at(128, 0)).toEqual(sent.at(128, box.top))
    expect(sent.at(128, 255)).toEqual(sent.at(128, box.bottom - 1))
    const mask = await pixelsOf(service.seen.submitted[0]!.mask!.bytes)
    expect([mask.at(3, 0)[0], mask.at(3, box.top)[0], mask.at(3, box.top + 25)[0], mask.at(3, 255)[0]]).toEqual([
      0, 255, 255, 0,
    ])
    const result = await studio.store.assets.records.require(job!.resultId!)
    expect(result).toMatchObject({ ...size, recipe: { changedOutside: 0 } })
    const after = await pixelsOf(await locatePath(result.id, 'original'))
    for (const x of [0, 150, 299]) expect(after.at(x, 5)).toEqual([255, 0, 0])
  })

  it.each([
    ['white', (sent: Sent, x: number, y: number) => sent.gray(x, y) === 255],
    ['black', (sent: Sent, x: number, y: number) => sent.gray(x, y) === 0],
    ['transparent', (sent: Sent, x: number, y: number) => sent.alpha(x, y) === 0],
  ] as const)('sends a mask that is %s where the service is to repaint', async (maskPolarity, isRepainted) => {
    const sourceId = await importPhoto()
    const service = studio.providers.service('openai')
    service.card = fakeCard('openai-1', { maskPolarity, sizes: { kind: 'source' } })
    await respondWith(plain('#ff0000'))
    await run({ operation: 'edit', sourceId, maskPng: new Uint8Array(maskPng(size, hole)), growPx: 0, featherPx: 0 })
    const sent = await readMask(service.seen.submitted[0]!.mask!)
    expect(findPixels(size, (x, y) => isInHole(x, y) && !isRepainted(sent, x, y))).toEqual([])
    // The model gets a slightly larger mask than the composited area.
    expect(findPixels(size, (x, y) => !isNearHole(x, y) && isRepainted(sent, x, y))).toEqual([])
  })

  it('keeps its response through a sweep, and deletes it when purged', async () => {
    const sourceId = await importPhoto()
    await respondWith(plain('#ff0000'))
    const [job] = await run({ operation: 'edit', sourceId, maskPng: new Uint8Array(maskPng(size, hole)) })
    await studio.store.assets.files.sweep()
    const responseFiles = [`${job!.resultId}-paint.png`, `${job!.resultId}.png`]
    expect((await readdir(responsesFolder())).toSorted()).toEqual(responseFiles)
    await studio.store.assets.trash.purge([job!.resultId!])
    expect(await readdir(responsesFolder())).toEqual([])
  })
})

type Sent = Awaited<ReturnType<typeof readMask>>

async function readMask({ bytes }: InputImage) {
  const { data, info } = await sharp(bytes).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: size.widthPx, height: size.heightPx })
  const at = (x: number, y: number) => (y * info.width + x) * info.channels
  return {
    gray: (x: number, y: number) => data[at(x, y)]!,
    alpha: (x: number, y: number) => data[at(x, y) + info.channels - 1]!,
  }
}

describe('an image generated from a prompt', () => {
  it('has the bytes of the service, a thumbnail, and a record', async () => {
    const bytes = await respondWith(plain('#336699', { widthPx: 640, heightPx: 480 }), 'jpeg')
    const [job] = await run({ prompt: 'a red kite, over the sea' })
    const asset = await studio.store.assets.records.require(job!.resultId!)
    expect(asset).toMatchObject({
      name: 'a red kite, over the sea',
      mime: 'image/jpeg',
      widthPx: 640,
      parentId: null,
      hasMask: false,
      hasRawAnswer: false,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      recipe: { operation: 'generate', provider: 'openai', model: 'openai-1', seed: 7, costUsd: null },
    })
    expect(new Uint8Array(await readFile(await locatePath(asset.id, 'original')))).toEqual(bytes)
    expect((await stat(await locatePath(asset.id, 'thumb-256'))).size).toBeGreaterThan(100)
    expect(await studio.jobs.list(null)).toMatchObject([{ id: job!.id, state: 'done' }])
  })

  it('counts as refused when black, and is not kept', async () => {
    await respondWith(plain('#000000'))
    const [job] = await run({})
    expect(job).toMatchObject({ state: 'refused', refusal: { what: 'output' }, resultId: null })
    expect(await findAssetIds(studio.store.database)).toEqual([])
    expect(await readdir(home.paths.temporary)).toEqual([])
  })

  it('is also written to the configured folder, under a free name', async () => {
    await studio.close()
    const folder = join(home.paths.root, 'out')
    studio = openRealStudio(home.paths, {
      output: async () => ({ saveToDisk: true, folder, format: 'jpeg' }),
    })
    await respondWith(plain('#336699'))
    await run({ prompt: 'a kite' })
    await vi.waitFor(async () => expect(await readdir(folder)).toEqual(['a kite.jpg']), { timeout: 5_000 })
    await respondWith(plain('#996633'))
    await run({ prompt: 'a kite' })
    await vi.waitFor(async () => expect((await readdir(folder)).toSorted()).toEqual(['a kite 2.jpg', 'a kite.jpg']), {
      timeout: 5_000,
    })
    expect((await sharp(join(folder, 'a kite.jpg')).metadata()).format).toBe('jpeg')
  })
})
