import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { afterEach, beforeEach, expect } from 'vitest'
import { automaticBlend } from '../../src/shared/domain/edit.ts'
import type { AssetId } from '../../src/shared/domain/ids.ts'
import type { Rendition } from '../../src/shared/domain/image-url.ts'
import type { Rect, Size } from '../../src/shared/util/geometry.ts'
import { fakeCard } from './fake-providers.ts'
import { maskPng, photoPng } from './small-images.ts'
import { done, requestOf } from './generation-studio.ts'
import { openRealStudio, type RealStudio } from './real-studio.ts'
import { createTemporaryHome, type TemporaryHome } from './temporary-home.ts'

/** So small that all of it is sent: each pixel costs several times. */
export const size = { widthPx: 480, heightPx: 360 }
export const hole: Rect = { x: 200, y: 147, widthPx: 80, heightPx: 66 }
/** So large that a part of it is. */
export const large = { widthPx: 900, heightPx: 700 }
export const largeHole: Rect = { x: 300, y: 250, widthPx: 120, heightPx: 90 }
export const edge = { growPx: 6, featherPx: 12 }
export const reach = 18

export const reachOf = ({ x, y, widthPx, heightPx }: Rect): Rect => ({
  x: x - reach,
  y: y - reach,
  widthPx: widthPx + 2 * reach,
  heightPx: heightPx + 2 * reach,
})
export const reached = reachOf(hole)

/** What the service makes of the image that it receives. */
type Draw = (sent: Sharp, frame: Size) => Promise<Sharp> | Sharp

/** Where what is painted goes: by default the middle of what is sent. */
type Middle = Readonly<Record<'cx' | 'cy', string | number>>
const middle: Middle = { cx: '50%', cy: '50%' }

/** The sent image with a red disc. */
export async function withDisc(sent: Sharp, { widthPx, heightPx }: Size, { cx, cy } = middle): Promise<Sharp> {
  const disc = `<svg width="${widthPx}" height="${heightPx}"><circle cx="${cx}" cy="${cy}" r="30" fill="#e01010"/></svg>`
  return sharp(
    await sent
      .composite([{ input: Buffer.from(disc) }])
      .png()
      .toBuffer(),
  )
}

/** The same, slightly darker and yellower, shifted 4 px right and 3 px up. */
export async function shiftedAndTinted(sent: Sharp, frame: Size, at = middle): Promise<Sharp> {
  const drawn = await (await withDisc(sent, frame, at)).linear([0.92, 0.92, 0.8], [4, 2, 0]).png().toBuffer()
  // sharp always extracts before it extends, so this takes two passes.
  const wide = await sharp(drawn).extend({ bottom: 3, left: 4, extendWith: 'copy' }).png().toBuffer()
  const part = { left: 0, top: 3, width: frame.widthPx, height: frame.heightPx }
  return sharp(await sharp(wide).extract(part).png().toBuffer())
}

/** Another image altogether. */
export const unrelated: Draw = (_sent, frame) =>
  sharp(photoPng({ widthPx: frame.heightPx, heightPx: frame.widthPx }))
    .rotate(90)
    .negate()

/** Without looking for the place of the response, which takes longer than all the rest. */
export const inPlace = { ...automaticBlend('fill', edge), isAligned: false }

export const request = (sourceId: AssetId, change = {}) =>
  requestOf({ operation: 'edit', sourceId, maskPng: new Uint8Array(maskPng(size, hole)), ...edge, ...change })

/** A studio with a library of its own for each test, and a service that paints as `paint` says. */
export function withEditStudio() {
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

  return {
    get home() {
      return home
    },
    get studio() {
      return studio
    },
    importImage,
    paint,
    run,
    pathOf,
    pixelsOf,
    differences,
  }
}
