import { sharp } from '../../platform/pure/sharp.ts'
import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputImage } from '../../../../test/support/build-adapter-input.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import type { AdapterInput, RemoteImage, TaskState } from '../core/adapter.ts'
import { createFakeAdapter } from './create-fake-adapter.ts'
import { fake } from './fake.ts'

const size = { widthPx: 384, heightPx: 256 }
const noNetwork = () => {
  throw new Error('The fake asked for something.')
}

function input(overrides: Partial<AdapterInput> = {}, model = 'demo-waves'): AdapterInput {
  const card = fake.models.find((one) => one.id === model)!
  return buildAdapterInput(card, { size, seed: 7, ...overrides })
}

async function draw(overrides: Partial<AdapterInput> = {}, model?: string): Promise<readonly RemoteImage[]> {
  const state = await fake.submit(input(overrides, model), createFakeCall(noNetwork))
  return (state as Extract<TaskState, { type: 'done' }>).images
}

function bytesOf(image: RemoteImage | undefined): Buffer {
  return image && 'bytes' in image ? Buffer.from(image.bytes) : Buffer.alloc(0)
}

describe('the demo provider', () => {
  it.each(fake.models.map((card) => card.id))('%s draws a PNG of the requested size', async (model) => {
    const [image] = await draw({}, model)
    const { info, data } = await sharp(bytesOf(image)).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ format: 'raw', width: 384, height: 256, channels: 3 })
    // An image, not a flat color: both halves of the brightness range are used.
    expect(data.reduce((a, b) => Math.max(a, b)) - data.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(120)
  })

  it('draws the same image for the same prompt, seed and model only', async () => {
    const [first] = await draw()
    expect(bytesOf((await draw())[0]).equals(bytesOf(first))).toBe(true)
    for (const other of [await draw({ seed: 8 }), await draw({ prompt: 'a red cup' }), await draw({}, 'demo-light')]) {
      expect(bytesOf(other[0]).equals(bytesOf(first))).toBe(false)
    }
  })

  it('gives each image its own reproducible seed', async () => {
    const images = await draw({ n: 3, seed: 0xffffffff })
    expect(images.map((image) => image.seed)).toEqual([0xffffffff, 0, 1])
    expect(bytesOf((await draw({ seed: 1 }))[0]).equals(bytesOf(images[2]))).toBe(true)
    expect((await draw({ seed: null }))[0]?.seed).toBeGreaterThanOrEqual(0)
  })

  it('edits at the source size with labels across the image and bases variations on the source', async () => {
    const source = { ...buildInputImage(1), ...size }
    const edited = await draw({ operation: 'edit', source, size: null })
    expect(await sharp(bytesOf(edited[0])).metadata()).toMatchObject({ width: 384, height: 256 })
    expect(await darkShareOfTop(bytesOf(edited[0]))).toBeGreaterThan(0.02)
    const first = await draw({ operation: 'variations', source, size: null })
    const second = await draw({ operation: 'variations', source: { ...buildInputImage(2), ...size }, size: null })
    expect(bytesOf(first[0]).equals(bytesOf(second[0]))).toBe(false)
  })

  it('labels the image with its seed in a corner', async () => {
    const label = 'Demo (not AI) seed 47'
    const [image] = await draw({ seed: 47 }, 'demo-shapes')
    expect(await readLetter(bytesOf(image), 0)).toEqual(['####.', '#...#', '#...#', '#...#', '#...#', '#...#', '####.'])
    const last = await readLetter(bytesOf(image), label.length - 1)
    expect(last).toEqual(['#####', '....#', '...#.', '..#..', '.#...', '.#...', '.#...'])
  })

  it('reports progress, shows a small preview first and stops when canceled', async () => {
    const call = createFakeCall(noNetwork)
    await fake.submit(input({ n: 2, wantsPreviews: true }), call)
    expect(call.fractions.length).toBeGreaterThan(8)
    expect(call.fractions.at(-1)).toBe(1)
    expect(await sharp(call.previews[0]?.bytes).metadata()).toMatchObject({ width: 48, height: 32 })
    const stopped = createFakeCall(noNetwork, { signal: AbortSignal.abort() })
    await expect(fake.submit(input(), stopped)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

/** Reads a letter of the label in the lower left corner, dot by dot: five wide and seven high, six apart. */
async function readLetter(png: Buffer, index: number): Promise<string[]> {
  const box = { left: 9 + 6 * index, top: size.heightPx - 16, width: 5, height: 7 }
  const pixels = await sharp(png).extract(box).grayscale().raw().toBuffer()
  return Array.from({ length: 7 }, (_, line) =>
    [...pixels.subarray(line * 5, line * 5 + 5)].map((value) => (value > 220 ? '#' : '.')).join(''),
  )
}

/** Of the upper half: the label's plate is all dark. */
async function darkShareOfTop(png: Buffer): Promise<number> {
  const { data } = await sharp(png)
    .extract({ left: 0, top: 0, width: size.widthPx, height: size.heightPx / 2 })
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return data.filter((value) => value < 110).length / data.length
}

describe('a scripted fake adapter', () => {
  it('plays one script per submission, one step per poll', async () => {
    const adapter = createFakeAdapter([
      [
        { type: 'update', progress: 0.25 },
        { type: 'waiting', progress: 0.5, pollAfterMs: 20 },
        { type: 'waiting', note: 'first in the queue' },
        { type: 'update', progress: 0.9, preview: { bytes: new Uint8Array([1]), mime: 'image/png' } },
        { type: 'done', images: [{ base64: 'eA==' }], costUsd: 0.04 },
      ],
      [{ type: 'refused', what: 'prompt', message: 'No.', isBilled: 'no' }],
    ])
    const call = createFakeCall(noNetwork)
    const first = await adapter.submit(input(), call)
    expect(first).toEqual({ type: 'waiting', progress: 0.5, pollAfterMs: 20, handle: 'fake:0:2' })
    // Another submission in between plays its own script.
    expect(await adapter.submit(input(), call)).toMatchObject({ type: 'refused', message: 'No.' })
    expect(await adapter.poll?.('fake:0:2', call)).toEqual({
      type: 'waiting',
      progress: null,
      note: 'first in the queue',
      handle: 'fake:0:3',
    })
    const last = await adapter.poll?.('fake:0:3', call)
    expect(last).toEqual({ type: 'done', images: [{ base64: 'eA==' }], costUsd: 0.04 })
    expect(call.fractions).toEqual([0.25, 0.9])
    expect(call.previews).toHaveLength(1)
    expect(adapter.inputs).toHaveLength(2)
  })

  it('throws scripted errors, draws unnamed images and fails after its last script', async () => {
    const adapter = createFakeAdapter([
      [{ type: 'error', code: 'provider/quota', message: 'Empty.', detail: { isBilled: 'no' } }],
      [{ type: 'done' }],
    ])
    const call = createFakeCall(noNetwork)
    await expect(adapter.submit(input(), call)).rejects.toMatchObject({
      code: 'provider/quota',
      detail: { isBilled: 'no' },
    })
    expect(await adapter.submit(input({ n: 2 }), call)).toMatchObject({
      type: 'done',
      images: [{ seed: 7 }, { seed: 8 }],
    })
    await expect(adapter.submit(input(), call)).rejects.toMatchObject({ code: 'internal/bug' })
  })

  it('keeps its position separate from other adapters', async () => {
    const scripts = [[{ type: 'cancelled' as const }], [{ type: 'expired' as const, message: 'Gone.' }]]
    const [first, second] = [createFakeAdapter(scripts), createFakeAdapter(scripts, { id: 'bfl', kind: 'cloud' })]
    const call = createFakeCall(noNetwork)
    expect(await first.submit(input(), call)).toEqual({ type: 'cancelled' })
    expect(await second.submit(input(), call)).toEqual({ type: 'cancelled' })
    expect(await first.submit(input(), call)).toMatchObject({ type: 'expired' })
    await first.cancel?.('fake:0:1', call)
    expect(first.cancelled).toEqual(['fake:0:1'])
    expect(second.cancelled).toEqual([])
    expect([second.id, second.kind]).toEqual(['bfl', 'cloud'])
  })
})
