import { expect, it } from 'vitest'
import { sharp } from './sharp.ts'

const gray = { width: 8, height: 4, channels: 3 as const }
const open = () => sharp(Buffer.alloc(96, 77), { raw: gray })

it('returns memory that is freed with the last view of it, not before', async () => {
  const bare = await open().raw().toBuffer()
  const { data, info } = await open().png().toBuffer({ resolveWithObject: true })
  const { icc } = await sharp(await open().withIccProfile('p3').png().toBuffer()).metadata()
  for (const bytes of [bare, data, icc!]) {
    expect(bytes).toBeInstanceOf(Buffer)
    // What lies in the decoder's heap is shared with its threads.
    expect(bytes.buffer).toBeInstanceOf(ArrayBuffer)
  }
  expect([bare.length, bare[95], data.length]).toEqual([96, 77, info.size])
  expect(info).toMatchObject({ format: 'png', width: 8, height: 4 })
})

it('reports what it cannot read, and copies of a pipeline write files', async () => {
  await expect(sharp(Buffer.from('no image')).toBuffer()).rejects.toThrow('unsupported image format')
  await expect(sharp(Buffer.from('no image')).metadata()).rejects.toThrow('unsupported image format')
  const pipeline = open().png()
  const [first, second] = await Promise.all([pipeline.clone().toBuffer(), pipeline.clone().toBuffer()])
  expect(first.equals(second)).toBe(true)
})
