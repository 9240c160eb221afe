import { readFile } from 'node:fs/promises'
import type { Sharp } from 'sharp'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { automaticBlend } from '../../../src/shared/domain/edit.ts'
import type { Rect } from '../../../src/shared/util/geometry.ts'
import { maskPng, photoPng } from '../../support/small-images.ts'
import {
  edge,
  hole,
  inPlace,
  large,
  largeHole,
  reached,
  reachOf,
  request,
  shiftedAndTinted,
  size,
  unrelated,
  withDisc,
  withEditStudio,
} from '../../support/edit-studio.ts'
import { isMyTurn } from '../../support/turn.ts'

const edits = withEditStudio()
const { importImage, paint, run, pathOf, pixelsOf, differences } = edits

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
    expect(edits.studio.providers.service('openai').seen.submitted[0]?.source).toMatchObject({
      widthPx: 512,
      heightPx: 512,
    })
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
      const source = await edits.studio.store.assets.records.require(sourceId)
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
    const { id } = await edits.studio.jobs.edits.reblend(reblending)
    const pasted = await edits.studio.store.assets.records.require((await edits.studio.jobs.finished(id)).resultId!)
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

it('consecutive edits leave an untouched corner exactly as in the original', { tags: 'full' }, async () => {
  const sourceId = await importImage()
  let last = sourceId
  for (const round of isMyTurn('ten consecutive edits') ? Array(10).keys() : [0, 1, 9]) {
    const spot: Rect = { x: 100 + 50 * (round % 5), y: 120 + 50 * Math.floor(round / 5), widthPx: 80, heightPx: 66 }
    const at = { cx: spot.x + spot.widthPx / 2, cy: spot.y + spot.heightPx / 2 }
    paint((sent, frame) => shiftedAndTinted(sent, frame, at))
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
      const parent = await edits.studio.store.assets.records.require(asset.parentId!)
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
  const { id } = await edits.studio.jobs.edits.merge({ ...merge, maskPng: new Uint8Array(maskPng(size, hole)) })
  const job = await edits.studio.jobs.finished(id)
  expect(job).toMatchObject({ state: 'done', operation: 'merge', isBilled: 'no' })
  const asset = await edits.studio.store.assets.records.require(job.resultId!)
  expect(asset.recipe).toMatchObject({ operation: 'merge', takenFromId: disc.id, changedOutside: 0 })
  const found = await differences(sourceId, asset.id, reached)
  expect(found).toEqual({ inside: asset.recipe.changedInside, outside: 0 })
  expect(found.inside).toBeGreaterThan(1_000)
})
