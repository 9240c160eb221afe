import { describe, expect, it } from 'vitest'
import { encodePngChunk, pngSignature, readPngChunks } from './png-chunk.ts'

const count = (bytes: Buffer): number => [...readPngChunks(bytes)].length

describe('PNG chunks', () => {
  it('carry the checksum of the specification', () => {
    // The empty IEND chunk is the same in every PNG.
    expect(encodePngChunk('IEND', Buffer.alloc(0)).toString('hex')).toBe('0000000049454e44ae426082')
  })

  it('are read in order', () => {
    const png = Buffer.concat([
      pngSignature,
      encodePngChunk('tEXt', Buffer.from('one')),
      encodePngChunk('IEND', Buffer.alloc(0)),
    ])
    const read = [...readPngChunks(png)].map(({ type, data }) => [type, Buffer.from(data).toString()])
    expect(read).toEqual([
      ['tEXt', 'one'],
      ['IEND', ''],
    ])
  })

  it('end at a wrong checksum, a truncation or other bytes', () => {
    const chunk = encodePngChunk('tEXt', Buffer.from('one'))
    const corrupted = Buffer.from(chunk)
    corrupted[9]! ^= 1
    expect(count(Buffer.concat([pngSignature, chunk, corrupted, chunk]))).toBe(1)
    expect(count(Buffer.concat([pngSignature, chunk, chunk.subarray(0, 10)]))).toBe(1)
    expect(count(Buffer.concat([pngSignature, Buffer.alloc(20, 0xff)]))).toBe(0)
    expect(count(chunk)).toBe(0)
  })
})
