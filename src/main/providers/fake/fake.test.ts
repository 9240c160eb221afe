import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { buildAdapterInput, buildInputPicture } from '../../../../test/support/build-adapter-input.ts'
import { createFakeCall } from '../../../../test/support/fake-call.ts'
import type { AdapterInput, RemotePicture, TaskState } from '../core/adapter.ts'
import { createFakeAdapter } from './create-fake-adapter.ts'
import { fake } from './fake.ts'

const size = { widthPx: 384, heightPx: 256 }
const noNetwork = () => {
  throw new Error('The fake asked for something.')
}

function input(own: Partial<AdapterInput> = {}, model = 'demo-waves'): AdapterInput {
  const card = fake.models.find((one) => one.id === model)!
  return buildAdapterInput(card, { size, seed: 7, ...own })
}

async function draw(own: Partial<AdapterInput> = {}, model?: string): Promise<readonly RemotePicture[]> {
  const state = await fake.submit(input(own, model), createFakeCall(noNetwork))
  return (state as Extract<TaskState, { is: 'done' }>).pictures
}

function bytesOf(picture: RemotePicture | undefined): Buffer {
  return picture && 'bytes' in picture ? Buffer.from(picture.bytes) : Buffer.alloc(0)
}

describe('the demo', () => {
  it.each(fake.models.map((card) => card.id))('%s draws a real PNG of the size asked for', async (model) => {
    const [picture] = await draw({}, model)
    const { info, data } = await sharp(bytesOf(picture)).raw().toBuffer({ resolveWithObject: true })
    expect(info).toMatchObject({ format: 'raw', width: 384, height: 256, channels: 3 })
    // A picture, not a plane: both halves of the range of light are used.
    expect(data.reduce((a, b) => Math.max(a, b)) - data.reduce((a, b) => Math.min(a, b))).toBeGreaterThan(120)
  })

  it('draws the same for the same words and seed, and else another', async () => {
    const [first] = await draw()
    expect(bytesOf((await draw())[0]).equals(bytesOf(first))).toBe(true)
    for (const other of [await draw({ seed: 8 }), await draw({ prompt: 'a red cup' }), await draw({}, 'demo-light')]) {
      expect(bytesOf(other[0]).equals(bytesOf(first))).toBe(false)
    }
  })

  it('gives each of several images its own seed, which draws it again', async () => {
    const pictures = await draw({ n: 3, seed: 0xffffffff })
    expect(pictures.map((picture) => picture.seed)).toEqual([0xffffffff, 0, 1])
    expect(bytesOf((await draw({ seed: 1 }))[0]).equals(bytesOf(pictures[2]))).toBe(true)
    expect((await draw({ seed: null }))[0]?.seed).toBeGreaterThanOrEqual(0)
  })

  it('edits at the size of the source, with the label all over, and varies by what the source is', async () => {
    const source = { ...buildInputPicture(1), ...size }
    const edited = await draw({ operation: 'edit', source, size: null })
    expect(await sharp(bytesOf(edited[0])).metadata()).toMatchObject({ width: 384, height: 256 })
    expect(await darkShareOfTop(bytesOf(edited[0]))).toBeGreaterThan(0.02)
    const one = await draw({ operation: 'variations', source, size: null })
    const two = await draw({ operation: 'variations', source: { ...buildInputPicture(2), ...size }, size: null })
    expect(bytesOf(one[0]).equals(bytesOf(two[0]))).toBe(false)
  })

  it('says in a corner what it is, and with which seed', async () => {
    const label = 'Demo (not AI) seed 47'
    const [picture] = await draw({ seed: 47 }, 'demo-shapes')
    expect(await readLetter(bytesOf(picture), 0)).toEqual([
      '####.',
      '#...#',
      '#...#',
      '#...#',
      '#...#',
      '#...#',
      '####.',
    ])
    const last = await readLetter(bytesOf(picture), label.length - 1)
    expect(last).toEqual(['#####', '....#', '...#.', '..#..', '.#...', '.#...', '.#...'])
  })

  it('tells how far it is, shows a small image first, and stops when told to', async () => {
    const call = createFakeCall(noNetwork)
    await fake.submit(input({ n: 2, wantsPreviews: true }), call)
    expect(call.fractions.length).toBeGreaterThan(8)
    expect(call.fractions.at(-1)).toBe(1)
    expect(await sharp(call.previews[0]?.bytes).metadata()).toMatchObject({ width: 48, height: 32 })
    const stopped = createFakeCall(noNetwork, { signal: AbortSignal.abort() })
    await expect(fake.submit(input(), stopped)).rejects.toMatchObject({ name: 'AbortError' })
  })
})

/** A letter of the label in the lower left corner, dot by dot: five wide and seven high, six apart. */
async function readLetter(png: Buffer, index: number): Promise<string[]> {
  const box = { left: 9 + 6 * index, top: size.heightPx - 16, width: 5, height: 7 }
  const pixels = await sharp(png).extract(box).grayscale().raw().toBuffer()
  return Array.from({ length: 7 }, (_, line) =>
    [...pixels.subarray(line * 5, line * 5 + 5)].map((value) => (value > 220 ? '#' : '.')).join(''),
  )
}

/** Of the upper half: where the label's plate lies, everything is dark. */
async function darkShareOfTop(png: Buffer): Promise<number> {
  const { data } = await sharp(png)
    .extract({ left: 0, top: 0, width: size.widthPx, height: size.heightPx / 2 })
    .grayscale()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return data.filter((value) => value < 110).length / data.length
}

describe('a scripted fake', () => {
  it('plays a script for each submission, one step a look', async () => {
    const adapter = createFakeAdapter([
      [
        { is: 'update', progress: 0.25 },
        { is: 'waiting', progress: 0.5, pollAfterMs: 20 },
        { is: 'waiting', note: 'first in the queue' },
        { is: 'update', progress: 0.9, preview: { bytes: new Uint8Array([1]), mime: 'image/png' } },
        { is: 'done', pictures: [{ base64: 'eA==' }], costUsd: 0.04 },
      ],
      [{ is: 'refused', what: 'prompt', words: 'No.', isBilled: 'no' }],
    ])
    const call = createFakeCall(noNetwork)
    const first = await adapter.submit(input(), call)
    expect(first).toEqual({ is: 'waiting', progress: 0.5, pollAfterMs: 20, handle: 'fake:0:2' })
    // Another submission in between takes its own script.
    expect(await adapter.submit(input(), call)).toMatchObject({ is: 'refused', words: 'No.' })
    expect(await adapter.poll?.('fake:0:2', call)).toEqual({
      is: 'waiting',
      progress: null,
      note: 'first in the queue',
      handle: 'fake:0:3',
    })
    const last = await adapter.poll?.('fake:0:3', call)
    expect(last).toEqual({ is: 'done', pictures: [{ base64: 'eA==' }], costUsd: 0.04 })
    expect(call.fractions).toEqual([0.25, 0.9])
    expect(call.previews).toHaveLength(1)
    expect(adapter.inputs).toHaveLength(2)
  })

  it('fails by code, draws where no image is named, and ends with its script', async () => {
    const adapter = createFakeAdapter([
      [{ is: 'error', code: 'provider/quota', message: 'Empty.', detail: { isBilled: 'no' } }],
      [{ is: 'done' }],
    ])
    const call = createFakeCall(noNetwork)
    await expect(adapter.submit(input(), call)).rejects.toMatchObject({
      code: 'provider/quota',
      detail: { isBilled: 'no' },
    })
    expect(await adapter.submit(input({ n: 2 }), call)).toMatchObject({
      is: 'done',
      pictures: [{ seed: 7 }, { seed: 8 }],
    })
    await expect(adapter.submit(input(), call)).rejects.toMatchObject({ code: 'internal/bug' })
  })

  it('keeps its place to itself', async () => {
    const scripts = [[{ is: 'cancelled' as const }], [{ is: 'expired' as const, words: 'Gone.' }]]
    const [one, two] = [createFakeAdapter(scripts), createFakeAdapter(scripts, { id: 'bfl', kind: 'cloud' })]
    const call = createFakeCall(noNetwork)
    expect(await one.submit(input(), call)).toEqual({ is: 'cancelled' })
    expect(await two.submit(input(), call)).toEqual({ is: 'cancelled' })
    expect(await one.submit(input(), call)).toMatchObject({ is: 'expired' })
    await one.cancel?.('fake:0:1', call)
    expect(one.cancelled).toEqual(['fake:0:1'])
    expect(two.cancelled).toEqual([])
    expect([two.id, two.kind]).toEqual(['bfl', 'cloud'])
  })
})
