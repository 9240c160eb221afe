import type { FileHandle } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MeasuredSource } from './measured-source.ts'

/** A file with this content whose disk fails from an offset on. */
function handleOf(content: Buffer, failsAt = Infinity): FileHandle {
  const read = async (buffer: Buffer, offset: number, length: number, position: number) => {
    if (position + length > failsAt) throw Object.assign(new Error('EIO: i/o error, read'), { code: 'EIO' })
    return { bytesRead: content.copy(buffer, offset, position, position + length), buffer }
  }
  return { read } as unknown as FileHandle
}

async function readAll(source: MeasuredSource): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of source.read(() => undefined)) chunks.push(chunk)
  return Buffer.concat(chunks)
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const content = Buffer.from(Array.from({ length: 700_000 }, (_, at) => at % 251))

describe('MeasuredSource', () => {
  it('reads everything and computes the digest', async () => {
    const source = new MeasuredSource(handleOf(content), content.length)
    expect((await readAll(source)).equals(content)).toBe(true)
    expect([source.bytes, source.digest(), source.failure]).toEqual([content.length, sha256(content), null])
  })

  it('reads only the initial size of a growing file, and the rest of a shrinking one', async () => {
    const grown = new MeasuredSource(handleOf(content), 300_000)
    expect((await readAll(grown)).equals(content.subarray(0, 300_000))).toBe(true)
    const shrunk = new MeasuredSource(handleOf(content.subarray(0, 10)), 300_000)
    expect([(await readAll(shrunk)).length, shrunk.bytes, shrunk.failure]).toEqual([10, 10, null])
  })

  it('ends where the disk fails and records the failure', async () => {
    const source = new MeasuredSource(handleOf(content, 300_000), content.length)
    expect((await readAll(source)).length).toBe(1 << 18)
    expect(source.failure).toMatchObject({ code: 'EIO' })
  })
})
