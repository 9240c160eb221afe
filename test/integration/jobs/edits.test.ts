import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { automaticBlend } from '../../../src/shared/domain/edit-defaults.ts'
import type { AssetId } from '../../../src/shared/domain/ids.ts'
import type { Rendition } from '../../../src/shared/domain/image-url.ts'
import type { Rect, Size } from '../../../src/shared/util/geometry.ts'
import { fakeCard } from '../../support/fake-providers.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import { done, requestOf } from '../../support/generation-studio.ts'
import { openRealStudio, type RealStudio } from '../../support/real-studio.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'
import { isMyTurn } from '../../support/turn.ts'

/** So small that all of it is sent: each pixel costs several times. */
const size = { widthPx: 480, heightPx: 360 }
const hole: Rect = { x: 200, y: 147, widthPx: 80, heightPx: 66 }
/** So large that a part of it is. */
const large = { widthPx: 900, heightPx: 700 }
const largeHole: Rect = { x: 300, y: 250, widthPx: 120, heightPx: 90 }
const edge = { growPx: 6, featherPx: 12 }
const reach = 18

let home: TemporaryHome
let studio: RealStudio
beforeEach(async () => {
  home = await createTemporaryHome()
  studio = openRealStudio(home.paths)
  studio.providers.service('openai').card = fakeCard('openai-1', { sizes: { kind: 'source' } })
})
afterEach(async () => {
  await studio.close()
  await home.remove()
})

async function importImage(bytes: Uint8Array = photoPng(size), name = 'photo.png'): Promise<AssetId> {
  const path = join(home.paths.root, name)
  await writeFile(path, bytes)
  const { imported } = await studio.store.assets.imports.addFiles([path])
  return imported[0]!.id
}

type Draw = (sent: Sharp, frame: Size) => Promise<Sharp> | Sharp

/** The service responds with what `draw` makes of the image it receives. */
function paint(draw: Draw, format: 'png' | 'jpeg' | 'webp' = 'png'): void {
  const service = studio.providers.service('openai')
  let count = 0
  service.submits = [
    async ({ onSending }, { source }) => {
      onSending()
      const { bytes, widthPx, heightPx } = source!
      const drawn = await draw(sharp(bytes), { widthPx, heightPx })
      const url = `answer ${++count}`
      service.images.set(url, Uint8Array.from(await drawn.toFormat(format, { quality: 92 }).toBuffer()))
      return done([url], { costUsd: 0.04 })
    },
  ]
}

/** The middle of the hole in what is sent. */
let middle: Readonly<Record<'cx' | 'cy', string | number>>
beforeEach(() => {
  middle = { cx: '50%', cy: '50%' }
})

/** The sent image with a red disc where the hole is. */
const withDisc: Draw = async (sent, { widthPx, heightPx }) => {
  const { cx, cy } = middle
  const disc = `<svg width="${widthPx}" height="${heightPx}"><circle cx="${cx}" cy="${cy}" r="30" fill="#e01010"/></svg>`
  return sharp(
    await sent
      .composite([{ input: Buffer.from(disc) }])
      .png()
      .toBuffer(),
  )
}

/** The same, slightly darker and yellower, shifted 4 px right and 3 px up. */
const shiftedAndTinted: Draw = async (sent, frame) => {
  const drawn = await (await withDisc(sent, frame)).linear([0.92, 0.92, 0.8], [4, 2, 0]).png().toBuffer()
  // sharp always extracts before it extends, so this takes two passes.
  const wide = await sharp(drawn).extend({ bottom: 3, left: 4, extendWith: 'copy' }).png().toBuffer()
  const part = { left: 0, top: 3, width: frame.widthPx, height: frame.heightPx }
  return sharp(await sharp(wide).extract(part).png().toBuffer())
}

/** Another image altogether. */
const unrelated: Draw = (_sent, frame) =>
  sharp(photoPng({ widthPx: frame.heightPx, heightPx: frame.widthPx }))
    .rotate(90)
    .negate()

/** Without looking for the place of the response, which takes longer than all the rest. */
const inPlace = { ...automaticBlend('fill', edge), isAligned: false }

const request = (sourceId: AssetId, change = {}) =>
  requestOf({ operation: 'edit', sourceId, maskPng: new Uint8Array(maskPng(size, hole)), ...edge, ...change })

async function run(change: ReturnType<typeof requestOf>) {
  const { ids } = await studio.jobs.generate(change)
  const [job] = await Promise.all(ids.map((id) => studio.jobs.finished(id)))
  expect(job).toMatchObject({ state: 'done', error: null })
  return { job: job!, asset: await studio.store.assets.records.require(job!.resultId!) }
}

async function pathOf(id: AssetId, rendition: Rendition): Promise<string> {
  return (await studio.store.assets.files.locate(id, rendition)).path
}

/** Values as stored in the file, at its own depth. */
async function pixelsOf(id: AssetId) {
  const { data, info } = await sharp(await pathOf(id, 'original'))
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  return { data: new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2), ...info }
}

/** Counts the pixels that differ inside and outside a rectangle. */
async function differences(a: AssetId, b: AssetId, within: Rect) {
  const [first, second] = [await pixelsOf(a), await pixelsOf(b)]
  expect([first.width, first.height, first.channels]).toEqual([second.width, second.height, second.channels])
  const found = { inside: 0, outside: 0 }
  let last = -1
  for (let n = 0; n < first.data.length; n++) {
    const pixel = Math.floor(n / first.channels)
    if (pixel === last || first.data[n] === second.data[n]) continue
    last = pixel
    const [x, y] = [pixel % first.width, Math.floor(pixel / first.width)]
    const isInside = x >= within.x && y >= within.y && x < within.x + within.widthPx && y < within.y + within.heightPx
    found[isInside ? 'inside' : 'outside']++
  }
  return found
}

const reachOf = ({ x, y, widthPx, heightPx }: Rect): Rect => ({
  x: x - reach,
  y: y - reach,
  widthPx: widthPx + 2 * reach,
  heightPx: heightPx + 2 * reach,
})
const reached = reachOf(hole)

describe('a shifted and tinted response', () => {
  it('is aligned and color-matched, and changes no pixel outside the mask', async () => {
    const sourceId = await importImage(photoPng(large))
    paint(shiftedAndTinted)
    const { job, asset } = await run(request(sourceId, { maskPng: new Uint8Array(maskPng(large, largeHole)) }))
    expect(job).toMatchObject({ isBilled: 'yes', costUsd: 0.04, warnings: [] })
    const { changedInside, changedOutside, edit } = asset.recipe
    expect(await differences(sourceId, asset.id, reachOf(largeHole))).toEqual({ inside: changedInside, outside: 0 })
    expect(changedOutside).toBe(0)
    expect(edit).toMatchObject({ intent: 'fill', maskVerdict: 'kept', isRefused: false, reblendOf: null })
    expect(edit!.insidePx + edit!.outsidePx).toBe(large.widthPx * large.heightPx)
    expect(edit!.insidePx).toBeGreaterThan(largeHole.widthPx * largeHole.heightPx)
    expect(edit!.alignment).toMatchObject({ basis: 'measured' })
    expect(Math.abs(edit!.alignment!.shiftXPx)).toBeGreaterThan(3)
    expect(edit!.alignment!.correlation).toBeGreaterThan(0.9)
    // Only the part around the mask was sent, without scaling.
    expect(edit!.sent.crop).toMatchObject({ widthPx: 512, heightPx: 512 })
    expect(edit!.sent.frame).toEqual({ widthPx: 512, heightPx: 512 })
    expect(studio.providers.service('openai').seen.submitted[0]?.source).toMatchObject({ widthPx: 512, heightPx: 512 })
  })

  const sizes = [
    ['jpeg', 1.5],
    ['webp', 0.5],
  ] as const
  it.each(sizes.filter(([format]) => format === 'webp' || isMyTurn(format)))(
    'as %s in another size (× %d) is accepted with a warning',
    async (format, factor) => {
      const sourceId = await importImage()
      paint(async (sent, frame) => (await withDisc(sent, frame)).resize(Math.round(frame.widthPx * factor)), format)
      const { job, asset } = await run(request(sourceId))
      expect(job.warnings.map(({ code }) => code)).toEqual(['answer-resized'])
      expect(asset.recipe.edit?.answer).toEqual({ widthPx: size.widthPx * factor, heightPx: size.heightPx * factor })
      expect(asset.recipe.changedOutside).toBe(0)
      expect((await differences(sourceId, asset.id, reached)).outside).toBe(0)
    },
  )

  const originals = [
    ['of 16 bits', (image: Sharp) => image.toColourspace('rgb16').png()],
    ['rotated by its EXIF tag', (image: Sharp) => image.withMetadata({ orientation: 6 }).jpeg({ quality: 95 })],
    ['with transparency', (image: Sharp) => image.ensureAlpha(0.6).png()],
  ] as const
  // Of each kind of file, imaging/outside-mask.test.ts shows the same in every run.
  it.each(originals.filter(([kind]) => kind === 'of 16 bits' || isMyTurn(kind)))(
    'is composited into an original %s at its full depth',
    async (_name, make) => {
      const sourceId = await importImage(await make(sharp(photoPng(size))).toBuffer())
      const source = await studio.store.assets.records.require(sourceId)
      const { widthPx, heightPx } = source
      paint(withDisc)
      const { asset } = await run(
        request(sourceId, { maskPng: new Uint8Array(maskPng({ widthPx, heightPx }, hole)), blend: inPlace }),
      )
      expect(asset).toMatchObject({ widthPx, heightPx, recipe: { changedOutside: 0 } })
      expect(asset.recipe.changedInside).toBeGreaterThan(1_000)
      const before = await sharp(await pathOf(sourceId, 'original')).metadata()
      const after = await sharp(await pathOf(asset.id, 'original')).metadata()
      expect(after.depth).toBe(before.depth === 'ushort' ? 'ushort' : 'uchar')
    },
  )
})

describe('a response that ignores the mask', () => {
  it('of another image is not pasted but kept, and can be pasted later for free', async () => {
    const sourceId = await importImage()
    paint(unrelated)
    const { job, asset } = await run(request(sourceId))
    expect(job.warnings.map(({ code }) => code)).toContain('layout-changed')
    expect(asset).toMatchObject({
      parentId: sourceId,
      hasRawAnswer: true,
      hasMask: false,
      widthPx: size.widthPx,
      recipe: { changedOutside: null, edit: { isRefused: true, maskVerdict: 'ignored' } },
    })
    const bytes = await readFile(await pathOf(asset.id, 'original'))
    expect(await readFile(await pathOf(asset.id, 'answer'))).toEqual(bytes)

    const blend = { ...asset.recipe.edit!.blend, isForced: true }
    const reblending = { documentId: null, assetId: asset.id, ...edge, blend, maskPng: null }
    const { id } = await studio.jobs.edits.reblend(reblending)
    const pasted = await studio.store.assets.records.require((await studio.jobs.finished(id)).resultId!)
    expect(pasted).toMatchObject({
      ...size,
      parentId: sourceId,
      recipe: { changedOutside: 0, costUsd: 0, edit: { isRefused: false, maskVerdict: 'ignored' } },
    })
    // The warning of the first attempt does not apply to this one.
    expect(asset.recipe.generation!.warnings.map(({ code }) => code)).toContain('layout-changed')
    expect(pasted.recipe.generation!.warnings.map(({ code }) => code)).not.toContain('layout-changed')
    const found = await differences(sourceId, pasted.id, reached)
    expect(found).toEqual({ inside: pasted.recipe.changedInside, outside: 0 })
    expect(found.inside).toBeGreaterThan(hole.widthPx * hole.heightPx * 0.9)
  })

  it('of the same image changes nothing and adds a warning', async () => {
    const sourceId = await importImage()
    paint((sent) => sent)
    const { job, asset } = await run(request(sourceId))
    expect(job.warnings).toMatchObject([{ code: 'mask-ignored' }])
    expect(asset.recipe).toMatchObject({ changedOutside: 0, edit: { maskVerdict: 'nothing' } })
  })
})

describe('a kept response', () => {
  it('can be reblended any number of times for free, and stays unchanged', async () => {
    const sourceId = await importImage()
    paint(shiftedAndTinted)
    const { asset: first } = await run(request(sourceId))
    const raw = await readFile(await pathOf(first.id, 'answer'))
    const painted = await readFile(await pathOf(first.id, 'painted'))
    let last = first
    for (const [round, match] of [0, 0.5, 1].entries()) {
      const blend = { ...last.recipe.edit!.blend, match, softenPx: 4 * round }
      const reblending = {
        documentId: null,
        assetId: last.id,
        growPx: round,
        featherPx: 4 * round,
        blend,
        maskPng: null,
      }
      const { url, box } = await studio.jobs.edits.preview(reblending, new AbortController().signal)
      expect(box.x).toBeLessThanOrEqual(hole.x)
      const [, previewId, revision] = /preview\/([^/]+)\/(\d+)$/.exec(url)!
      const rendered = studio.jobs.preview(previewId as never, Number(revision))!
      expect((await sharp(rendered.bytes).metadata()).width).toBeGreaterThan(0)
      const { id } = await studio.jobs.edits.reblend(reblending)
      const job = await studio.jobs.finished(id)
      expect(job).toMatchObject({ state: 'done', provider: 'reblend', wasSent: false, isBilled: 'no', costUsd: 0 })
      const next = await studio.store.assets.records.require(job.resultId!)
      expect(next).toMatchObject({
        parentId: sourceId,
        hasRawAnswer: true,
        recipe: { provider: 'openai', changedOutside: 0, edit: { reblendOf: first.id, blend: { match } } },
      })
      expect((await differences(sourceId, next.id, reached)).outside).toBe(0)
      expect(await readFile(await pathOf(next.id, 'answer'))).toEqual(raw)
      expect(await readFile(await pathOf(next.id, 'painted'))).toEqual(painted)
      last = next
    }
    expect(studio.providers.service('openai').seen.submitted).toHaveLength(1)
    // The first result may be purged: the response has its own file for each result.
    await studio.store.assets.trash.purge([first.id])
    await studio.store.assets.files.sweep()
    expect(await readFile(await pathOf(last.id, 'answer'))).toEqual(raw)
    expect(await readFile(await pathOf(last.id, 'painted'))).toEqual(painted)
  })

  it('is saved in a project file, and can be reblended in another library', { tags: 'full' }, async () => {
    const sourceId = await importImage()
    paint(shiftedAndTinted)
    const { asset: edit } = await run(request(sourceId))
    const file = join(home.paths.root, 'edit.atelier')
    const document = await studio.store.documents.open(edit.id)
    await studio.store.documents.saveProject(document.id, file, 'atelier')
    const painted = await readFile(await pathOf(edit.id, 'painted'))

    const otherHome = await createTemporaryHome()
    const otherStudio = openRealStudio(otherHome.paths)
    try {
      const { opened, failed } = await otherStudio.store.documents.openProjects([file])
      expect(failed).toEqual([])
      const { assets } = otherStudio.store
      const importedEdit = await assets.records.require(opened[0]!.baseId)
      expect(await assets.records.require(importedEdit.parentId!)).toMatchObject({ name: 'photo', ...size })
      expect(await readFile((await assets.files.locate(importedEdit.id, 'painted')).path)).toEqual(painted)
      const blend = { ...edit.recipe.edit!.blend, match: 0 }
      const reblending = { documentId: null, assetId: importedEdit.id, ...edge, blend, maskPng: null }
      const { id } = await otherStudio.jobs.edits.reblend(reblending)
      expect(await otherStudio.jobs.finished(id)).toMatchObject({ state: 'done', costUsd: 0 })
      const [reblended] = await assets.records.children(importedEdit.parentId!)
      expect(reblended).toMatchObject({ recipe: { changedOutside: 0, edit: { reblendOf: importedEdit.id } } })
      expect(reblended!.recipe.changedInside).toBeGreaterThan(hole.widthPx * hole.heightPx * 0.9)
    } finally {
      await otherStudio.close()
      await otherHome.remove()
    }
  })

  it('of a model without mask input is never reported as ignoring the mask', async () => {
    const sourceId = await importImage()
    studio.providers.service('openai').card = fakeCard('openai-1', { sizes: { kind: 'source' }, mask: 'no' })
    paint(unrelated)
    const { asset } = await run(request(sourceId))
    expect(asset.recipe.edit).toMatchObject({ maskVerdict: 'unknown' })
    const blend = { ...asset.recipe.edit!.blend, isForced: true }
    const { id } = await studio.jobs.edits.reblend({
      documentId: null,
      assetId: asset.id,
      ...edge,
      blend,
      maskPng: null,
    })
    const pasted = await studio.store.assets.records.require((await studio.jobs.finished(id)).resultId!)
    expect(pasted.recipe.edit).toMatchObject({ maskVerdict: 'unknown' })
  })

  it('has a heat map of its changes', async () => {
    const sourceId = await importImage()
    paint(withDisc)
    const { asset } = await run(request(sourceId, { blend: inPlace }))
    const { data, info } = await sharp(await pathOf(asset.id, 'heat'))
      .ensureAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true })
    expect([info.width, info.height]).toEqual([size.widthPx, size.heightPx])
    const alphaAt = (x: number, y: number) => data[(y * info.width + x) * 4 + 3]!
    expect([alphaAt(10, 10) === 0, alphaAt(240, 180) > 0]).toEqual([true, true])
    await expect(pathOf(sourceId, 'heat')).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

it('consecutive edits leave an untouched corner exactly as in the original', { tags: 'full' }, async () => {
  const sourceId = await importImage()
  paint(shiftedAndTinted)
  let last = sourceId
  for (const round of isMyTurn('ten consecutive edits') ? Array(10).keys() : [0, 1, 9]) {
    const spot: Rect = { x: 100 + 50 * (round % 5), y: 120 + 50 * Math.floor(round / 5), widthPx: 80, heightPx: 66 }
    middle = { cx: spot.x + spot.widthPx / 2, cy: spot.y + spot.heightPx / 2 }
    const { asset } = await run(request(last, { maskPng: new Uint8Array(maskPng(size, spot)) }))
    expect(asset.recipe.changedOutside).toBe(0)
    last = asset.id
  }
  const touched = reachOf({ x: 100, y: 120, widthPx: 280, heightPx: 116 })
  expect((await differences(sourceId, last, touched)).outside).toBe(0)
})

describe('an expansion', () => {
  it(
    'fills the new area locally, then repaints it, and keeps the pixels of the old part',
    { tags: 'full' },
    async () => {
      const sourceId = await importImage()
      paint(withDisc)
      const frame = { x: -60, y: 0, widthPx: 540, heightPx: 360 }
      const blend = { ...automaticBlend('expand', { growPx: 0, featherPx: 0 }), isForced: true }
      const changes = { frame, maskPng: null, growPx: 0, featherPx: 0, prompt: '', blend }
      const { asset } = await run(request(sourceId, changes))
      const parent = await studio.store.assets.records.require(asset.parentId!)
      expect(parent).toMatchObject({
        widthPx: 540,
        parentId: sourceId,
        recipe: { operation: 'expand', parentAt: { x: 60, y: 0 }, changedOutside: 0 },
      })
      expect(asset).toMatchObject({
        widthPx: 540,
        heightPx: 360,
        recipe: { changedOutside: 0, edit: { intent: 'expand' } },
      })
      const { insidePx } = asset.recipe.edit!
      expect(insidePx).toBe(60 * 360)
      const [before, after] = [await pixelsOf(sourceId), await pixelsOf(asset.id)]
      for (const y of [0, 180, 359]) {
        const row = (image: typeof before, from: number) => {
          const offset = (y * image.width + from) * image.channels
          return Buffer.from(image.data.slice(offset, offset + 480 * image.channels).buffer)
        }
        expect(row(after, 60).equals(row(before, 0))).toBe(true)
      }
    },
  )
})

it('merges part of one image into another and changes nothing else', async () => {
  const sourceId = await importImage()
  paint(withDisc)
  const { asset: disc } = await run(request(sourceId, { blend: inPlace }))
  const merge = { documentId: null, onto: sourceId, from: disc.id, ...edge }
  const { id } = await studio.jobs.edits.merge({ ...merge, maskPng: new Uint8Array(maskPng(size, hole)) })
  const job = await studio.jobs.finished(id)
  expect(job).toMatchObject({ state: 'done', operation: 'merge', isBilled: 'no' })
  const asset = await studio.store.assets.records.require(job.resultId!)
  expect(asset.recipe).toMatchObject({ operation: 'merge', takenFromId: disc.id, changedOutside: 0 })
  const found = await differences(sourceId, asset.id, reached)
  expect(found).toEqual({ inside: asset.recipe.changedInside, outside: 0 })
  expect(found.inside).toBeGreaterThan(1_000)
})
