import { expect, it } from 'vitest'
import reference from '../../../../../test/support/vision/inpainting-reference.json' with { type: 'json' }
import { enlargeByPixel } from './enlarged.ts'
import { takeModelOutput, toModelInput } from './model-input.ts'
import { shrinkCrop } from './shrink-crop.ts'
import { regionAround } from './plan-regions.ts'

const model = { widthPx: 64, heightPx: 64 }

/** The same formula as in inpainting_reference.py. */
function referenceImage(widthPx: number, heightPx: number): Uint8Array {
  const rgba = new Uint8Array(widthPx * heightPx * 4).fill(255)
  for (let at = 0; at < widthPx * heightPx; at++) {
    for (let k = 0; k < 3; k++) {
      const noise = Math.imul(at * 3 + k, 2654435761) >>> 24
      rgba[at * 4 + k] = Math.round(0.3 * noise + 70 * (1 + Math.sin((at % widthPx) / 9)))
    }
  }
  return rgba
}

const worst = (a: Uint8Array, b: Uint8Array) => a.reduce((most, each, at) => Math.max(most, Math.abs(each - b[at]!)), 0)
const withoutOpacity = (rgba: Uint8Array) => rgba.filter((_, at) => at % 4 !== 3)

it.each(reference.cases)('a crop of $size is shrunk, filled and enlarged as in the reference', async (each) => {
  const [widthPx, heightPx] = each.size as [number, number]
  const [left, top, holeWidthPx, holeHeightPx] = each.hole as [number, number, number, number]
  const rgba = referenceImage(widthPx, heightPx)
  const isHole = (x: number, y: number) => x >= left && x < left + holeWidthPx && y >= top && y < top + holeHeightPx
  const { small: size } = regionAround(
    { x: left, y: top, widthPx: holeWidthPx, heightPx: holeHeightPx },
    Math.max(widthPx, heightPx),
    { widthPx, heightPx },
    model,
  )
  const small = await shrinkCrop(
    { x: 0, y: 0, widthPx, heightPx },
    size,
    (y) => {
      const mask = Uint8Array.from({ length: widthPx }, (_, x) => (isHole(x, y) ? 255 : 0))
      return { rgba: rgba.slice(y * widthPx * 4, (y + 1) * widthPx * 4), mask, pending: mask }
    },
    async () => undefined,
  )
  expect(worst(withoutOpacity(small.rgba), Buffer.from(each.cells, 'base64'))).toBeLessThanOrEqual(1)
  const filled = Buffer.from(each.filled, 'base64')
  const input = toModelInput(small, model, 'colors')
  expect([input.rgb.length, input.hole.length]).toEqual([64 * 64 * 3, 64 * 64])
  const answer = input.rgb.slice()
  for (let y = 0; y < size.heightPx; y++) {
    answer.set(filled.subarray(y * size.widthPx * 3, (y + 1) * size.widthPx * 3), y * 64 * 3)
  }
  takeModelOutput(small, model, 'colors', answer)
  const enlarged = enlargeByPixel(small.rgba, small, { widthPx, heightPx })
  const color = new Float32Array(4)
  const made = new Uint8Array(holeWidthPx * holeHeightPx * 3)
  for (let y = 0, to = 0; y < holeHeightPx; y++) {
    for (let x = 0; x < holeWidthPx; x++) {
      enlarged.read(left + x, top + y, color)
      for (let k = 0; k < 3; k++) made[to++] = Math.round(Math.min(255, Math.max(0, color[k]!)))
    }
  }
  expect(worst(made, Buffer.from(each.enlarged, 'base64'))).toBeLessThanOrEqual(1)
})

it('colors of the hole reach nothing outside of it, and transparent ones count for nothing', async () => {
  const row = { rgba: new Uint8Array(8 * 4), mask: new Uint8Array(8), pending: new Uint8Array(8) }
  for (let x = 0; x < 8; x++) row.rgba.set(x < 3 ? [255, 0, 0, 255] : x < 4 ? [9, 9, 9, 0] : [0, 0, 200, 255], x * 4)
  row.mask.fill(255, 0, 3)
  row.pending.fill(255, 0, 3)
  const small = await shrinkCrop(
    { x: 0, y: 0, widthPx: 8, heightPx: 8 },
    { widthPx: 4, heightPx: 4 },
    () => row,
    async () => undefined,
  )
  expect([...small.hole.subarray(0, 4)]).toEqual([255, 255, 0, 0])
  expect([...small.sources.subarray(0, 4)]).toEqual([0, 0, 255, 255])
  // Nothing is known of the first: the mean of all. Of the second only that it is transparent.
  expect([...small.rgba.subarray(0, 16)]).toEqual([0, 0, 200, 255, 0, 0, 200, 0, 0, 0, 200, 255, 0, 0, 200, 255])
  expect(small).toMatchObject({ isOpaque: false, hasKnown: true })
})
