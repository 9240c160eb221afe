import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { encodeTiff } from '../../../../../test/support/tiff-file.ts'
import { bytesSource, checkDecoderBytes, copyBytes, fileSource } from './image-source.ts'
import { inspectImage } from './inspect-image.ts'

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-source-'))
})

afterAll(() => rm(folder, { recursive: true }))

async function save(name: string, bytes: Uint8Array) {
  const path = join(folder, name)
  await writeFile(path, bytes)
  return path
}

describe('copied bytes', () => {
  const bytes = Uint8Array.from([1, 2, 3])

  it('are those of a file or of memory, with zeros behind them, and may be changed', async () => {
    const inMemory = await copyBytes(bytesSource('it', bytes), 2)
    const ofFile = await copyBytes(fileSource(await save('three', bytes)), 2)
    expect([[...inMemory], [...ofFile]]).toEqual([
      [1, 2, 3, 0, 0],
      [1, 2, 3, 0, 0],
    ])
    inMemory[0] = 9
    expect(bytes[0]).toBe(1)
  })

  it('of no file are refused as such', async () => {
    await expect(copyBytes(fileSource(join(folder, 'none')))).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})

/** A TIFF whose tags only have to be changed. */
const plain = { bits: 8, photometric: null } as const

it('a TIFF without a color model is copied into memory once', async () => {
  const path = await save('large.tif', encodeTiff(plain, [[[1, 2, 3]]]))
  await truncate(path, 16e6)
  const spies = [
    vi.spyOn(Buffer, 'alloc'),
    vi.spyOn(Buffer, 'allocUnsafe'),
    vi.spyOn(Buffer, 'from'),
    vi.spyOn(Buffer, 'concat'),
  ]
  const { source } = await inspectImage(fileSource(path))
  const made = new Set(spies.flatMap(({ mock }) => mock.results.map(({ value }) => (value as Buffer).buffer)))
  for (const spy of spies) spy.mockRestore()
  expect([...made].filter(({ byteLength }) => byteLength > 1e6).map(({ byteLength }) => byteLength)).toEqual([
    source.input.length,
  ])
})

describe('what does not fit into the memory of the decoder', () => {
  it.each([
    ['a TIFF without a color model', { bits: 8, photometric: null }],
    ['8-bit L*a*b*', { bits: 8, photometric: 8 }],
  ] as const)('is named before it is read, with what to do: %s', async (_what, form) => {
    const path = await save('huge.tif', encodeTiff(form, [[[1, 2, 3]]]))
    // No space is taken by the hole.
    await truncate(path, 2 ** 31)
    await expect(inspectImage(fileSource(path))).rejects.toMatchObject({
      code: 'media/too-large',
      message: expect.stringContaining('Save it as an RGB TIFF with 8 or 16 bits per channel'),
    })
  })

  it('is an ordinary TIFF of that size not: it is read where it is', async () => {
    const path = await save('huge.tif', encodeTiff({ bits: 8, photometric: 2 }, [[[1, 2, 3]]]))
    await truncate(path, 2 ** 31)
    expect((await inspectImage(fileSource(path))).facts).toMatchObject({ widthPx: 1, heightPx: 1 })
  })

  it('is what takes more once it is decoded', () => {
    expect(() => checkDecoderBytes('it', 2 ** 31 - 1)).not.toThrow()
    expect(() => checkDecoderBytes('it', 2 ** 31)).toThrow('Save it as an RGB TIFF')
  })
})

it('a TIFF with too many pixels is refused by its header, before its tags are changed', async () => {
  const tiff = encodeTiff(plain, [[[1, 2, 3]]])
  // The value of its first tag, ImageWidth.
  tiff.writeUInt32LE(20_000, 18)
  const path = await save('wide.tif', tiff)
  await truncate(path, 2 ** 31)
  await expect(inspectImage(fileSource(path))).rejects.toThrow('20,000 × 1 pixels')
})
