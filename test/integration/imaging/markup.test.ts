import { writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { coverMarkRegions } from '../../../src/shared/domain/mark-regions.ts'
import { sampleMarks } from '../../support/sample-marks.ts'
import { photoPng } from '../../support/small-images.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
beforeAll(async () => {
  real = await startRealImaging()
  await writeFile(real.at('photo.png'), photoPng({ widthPx: 400, heightPx: 300 }))
})
afterAll(() => real.close())

const size = { widthPx: 400, heightPx: 300 }
const whole = { frame: size, box: { x: 0, y: 0, ...size } }
const png = { formats: ['png'] as const, maxBytes: 9_000_000 }

async function pixels(bytes: Uint8Array): Promise<Uint8Array> {
  return Uint8Array.from(await sharp(bytes).removeAlpha().raw().toBuffer())
}

describe('a copy with marks', () => {
  it('comes with the image as it is without them, byte for byte', async () => {
    const request = { ...whole, ...png, sourcePath: real.at('photo.png') }
    const alone = await real.imaging.prepareInput(request)
    const { clean, marked } = await real.imaging.prepareMarked({ ...request, marks: [...sampleMarks] })
    expect(Buffer.compare(clean.bytes, alone.bytes)).toBe(0)
    expect(marked).toMatchObject({ ...size, mime: 'image/png' })
  })

  it('differs from it only where there are marks', async () => {
    const request = { ...whole, ...png, sourcePath: real.at('photo.png'), marks: [...sampleMarks] }
    const { clean, marked } = await real.imaging.prepareMarked(request)
    const [before, after] = [await pixels(clean.bytes), await pixels(marked.bytes)]
    const changed = Array.from({ length: 400 * 300 }, (_, at) =>
      [0, 1, 2].some((c) => before[at * 3 + c] !== after[at * 3 + c]),
    )
    const at = (x: number, y: number) => changed[y * 400 + x]
    // On the arrow's shaft, on the box's side, on its number; inside the box and far from all.
    expect([at(60, 76), at(300, 200), at(260, 200), at(300, 230), at(60, 250)]).toEqual([
      true,
      true,
      true,
      false,
      false,
    ])
    expect(after.subarray((200 * 400 + 300) * 3, (200 * 400 + 300) * 3 + 3)).toEqual(
      Uint8Array.from([0x16, 0x68, 0xff]),
    )
    expect(changed.filter(Boolean).length).toBeLessThan(400 * 300 * 0.06)
  })

  it('shows them at the place and scale of the part that is sent, and not those outside', async () => {
    const frame = { widthPx: 240, heightPx: 240 }
    const request = {
      ...png,
      frame,
      box: { x: 0, y: 0, ...frame },
      crop: { x: 240, y: 180, widthPx: 120, heightPx: 120 },
      sourcePath: real.at('photo.png'),
      marks: [...sampleMarks],
    }
    const { clean, marked } = await real.imaging.prepareMarked(request)
    const [before, after] = [await pixels(clean.bytes), await pixels(marked.bytes)]
    const isChanged = (x: number, y: number) => before[(y * 240 + x) * 3] !== after[(y * 240 + x) * 3]
    // The box from 260, 200 to 340, 260 is now from 40, 40 to 200, 160.
    expect([isChanged(120, 40), isChanged(200, 100), isChanged(120, 100), isChanged(20, 200)]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })

  it('is small in a format with loss, where the service takes one', async () => {
    const request = {
      ...whole,
      formats: ['png', 'jpeg'] as const,
      maxBytes: 9_000_000,
      sourcePath: real.at('photo.png'),
    }
    const { clean, marked } = await real.imaging.prepareMarked({ ...request, marks: [...sampleMarks] })
    expect([clean.mime, marked.mime]).toEqual(['image/png', 'image/jpeg'])
  })
})

it('a mask made from marks is what they touch, pixel for pixel', async () => {
  const file = await real.imaging.drawMarkupMask({ marks: [...sampleMarks], size })
  const { data, info } = await sharp(file).toColourspace('b-w').raw().toBuffer({ resolveWithObject: true })
  expect(info).toMatchObject({ width: 400, height: 300, channels: 1 })
  expect(Buffer.compare(data, coverMarkRegions(sampleMarks, size, { x: 0, y: 0, ...size }))).toBe(0)
})
