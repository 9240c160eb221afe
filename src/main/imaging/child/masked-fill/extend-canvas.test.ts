import { expect, it } from 'vitest'
import type { FillEngineInput, FillPatch } from '../fill/index.ts'
import type { PixelPatch } from '../verify/composite-pixels.ts'
import { extendCanvas } from './extend-canvas.ts'

const widthPx = 2_400
const keptPx = 400
/** The new part is slightly larger than what is filled at full size. */
const frame = { x: 0, y: 0, widthPx, heightPx: 3_000 }

/** Broad waves with a fine grain that disappears at half size. */
function source() {
  const rgba = new Uint8Array(widthPx * keptPx * 4)
  for (let y = 0, at = 0; y < keptPx; y++) {
    for (let x = 0; x < widthPx; x++, at += 4) {
      const broad = 128 + 60 * Math.sin(x / 40) * Math.cos(y / 31)
      const grain = (x + y) % 2 === 0 ? 30 : -30
      rgba.set([broad + grain, broad - grain, broad, 255], at)
    }
  }
  return { widthPx, heightPx: keptPx, hasAlpha: false, rgba }
}

/** Copies from directly above, by the number of kept rows. */
async function rowsAgain({ widthPx: width, heightPx: height, rgba, mask }: FillEngineInput): Promise<FillPatch> {
  const pixels = new Uint32Array(rgba.slice().buffer)
  const origins = new Int32Array(width * height).fill(-1)
  const period = Math.floor(mask.findIndex((value) => value > 0) / width / 10) * 10
  for (let n = 0; n < mask.length; n++) {
    if (mask[n] === 0) continue
    origins[n] = (Math.floor(n / width) % period) * width + (n % width)
    pixels[n] = pixels[origins[n]!]!
  }
  return { x: 0, y: 0, widthPx: width, heightPx: height, rgba: new Uint8Array(pixels.buffer), origins }
}

/** Mean difference between horizontal neighbors. */
function fineness({ rgba }: Pick<PixelPatch, 'rgba'>, from: number, to: number): number {
  let sum = 0
  for (let n = from * widthPx; n < to * widthPx - 1; n++) sum += Math.abs(rgba[n * 4]! - rgba[n * 4 + 4]!)
  return sum / ((to - from) * widthPx)
}

it('keeps the detail of the source in a very large new area that is filled at reduced size', async () => {
  const effective = new Uint8Array(frame.widthPx * frame.heightPx).fill(255, keptPx * widthPx)
  const context = { signal: new AbortController().signal, onProgress: () => undefined, onPreview: () => undefined }
  const kept = { x: 0, y: 0, widthPx, heightPx: keptPx }
  const image = source()
  const canvas = { source: image, frame, kept, effective, seed: 1 }
  const inputs: FillEngineInput[] = []
  const engine = async (input: FillEngineInput): Promise<FillPatch> => {
    inputs.push(input)
    return rowsAgain(input)
  }
  const whole = await extendCanvas(canvas, context, engine)
  expect(inputs[0]).toMatchObject({ widthPx: widthPx / 2, heightPx: 1_500, wantsOrigins: true })
  const truth = fineness(image, 0, keptPx)
  for (const [from, to] of [
    [500, 700],
    [2_700, 2_900],
  ] as const) {
    expect(fineness(whole, from, to)).toBeGreaterThan(0.9 * truth)
    expect(fineness(whole, from, to)).toBeLessThan(1.1 * truth)
  }
}, 60_000)
