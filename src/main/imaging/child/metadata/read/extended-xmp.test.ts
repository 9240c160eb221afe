import * as fc from 'fast-check'
import { sharp } from '../../../../platform/pure/sharp.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { jpegSegment, withSegments, xmpPacket } from '../../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../../test/support/small-images.ts'
import { bytesSource } from '../../source/image-source.ts'
import { readMetadata } from '../read-metadata.ts'
import { extendedXmpName } from './extended-xmp.ts'

const name = '0123456789ABCDEF0123456789ABCDEF'
const main = xmpPacket('<dc:title>A title</dc:title>', `xmpNote:HasExtendedXMP="${name}"`)
const long = `a fox ${'in the snow '.repeat(8_000)}`.trim()
const more = xmpPacket(`<Iptc4xmpExt:AIPromptInformation>${long}</Iptc4xmpExt:AIPromptInformation>`)
let jpeg: Buffer

beforeAll(async () => {
  jpeg = await sharp(smallPng(1)).jpeg().toBuffer()
})

interface Piece {
  readonly at: number
  readonly data: Buffer
  readonly wholeBytes?: number
  readonly guid?: string
}

const whole = Buffer.from(more)
const pieces: readonly Piece[] = [0, 40_000, 80_000].map((at) => ({ at, data: whole.subarray(at, at + 40_000) }))

function segmentOf({ at, data, wholeBytes = whole.length, guid = name }: Piece): Buffer {
  const numbers = Buffer.alloc(8)
  numbers.writeUInt32BE(wholeBytes, 0)
  numbers.writeUInt32BE(at, 4)
  return jpegSegment(0xe1, extendedXmpName, guid, numbers, data)
}

const first = () => jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(main))
const readWith = (...given: readonly Piece[]) =>
  readMetadata(bytesSource('picture', withSegments(jpeg, first(), ...given.map(segmentOf))))

describe('XMP continued in further segments', () => {
  it.each([
    ['in order', pieces],
    ['in any order', pieces.toReversed()],
    ['with a piece twice', [...pieces, pieces[1]!]],
    [
      'among pieces of another packet',
      [...pieces.map((piece) => ({ ...piece, guid: name.replaceAll('A', 'B') })), ...pieces],
    ],
  ])('is read, %s', async (_how, given) => {
    expect(given.length).toBeGreaterThan(2)
    const { recipe, details } = await readWith(...given)
    expect(recipe?.prompt).toBe(long.slice(0, 60_000).trim())
    expect(details.photo).toContainEqual({ name: 'Title', value: 'A title' })
  })

  it.each([
    ['a piece is missing', pieces.slice(1)],
    ['its declared length is wrong', pieces.map((piece) => ({ ...piece, wholeBytes: 0xffff_ffff }))],
    ['it belongs to another packet', pieces.map((piece) => ({ ...piece, guid: 'F'.repeat(32) }))],
  ])('is ignored when %s', async (_why, given) => {
    const { recipe, details } = await readWith(...given)
    expect(recipe).toBeNull()
    expect(details.photo).toContainEqual({ name: 'Title', value: 'A title' })
  })

  it('is survived with any content', async () => {
    const piece = fc.record({
      at: fc.nat(0xffff_ffff),
      wholeBytes: fc.nat(0xffff_ffff),
      data: fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 6 }), async (given) => {
        expect((await readWith(...given)).details.photo).toContainEqual({ name: 'Title', value: 'A title' })
      }),
      { numRuns: 100 },
    )
  })
})
