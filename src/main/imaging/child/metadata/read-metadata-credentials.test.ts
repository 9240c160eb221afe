import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  app11Segments,
  contentCredentials,
  markedCredentials,
  pngWith,
  webpChunk,
  withSegments,
  withWebpChunks,
  worldText,
  xmpPacket,
} from '../../../../../test/support/foreign-images.ts'
import { smallPng } from '../../../../../test/support/small-images.ts'
import { bytesSource } from '../source/image-source.ts'
import { readMetadata } from './read-metadata.ts'

const read = (bytes: Uint8Array) => readMetadata(bytesSource('picture', bytes))
let jpeg: Buffer
let webp: Buffer

beforeAll(async () => {
  jpeg = await sharp(smallPng(1)).jpeg().toBuffer()
  webp = await sharp(smallPng(1)).webp({ lossless: true }).toBuffer()
})

describe('Content Credentials', () => {
  const box = contentCredentials()
  it.each([
    ['PNG', () => pngWith([{ type: 'caBX', data: box }])],
    ['JPEG', () => withSegments(jpeg, ...app11Segments(box))],
    ['WebP', () => withWebpChunks(webp, webpChunk('C2PA', box))],
  ])('are found in a %s', async (_name, make) => {
    const { details } = await read(make())
    expect(details.credentials).toEqual({
      generator: 'Some Service 4',
      issuer: null,
      signedAtMs: Date.UTC(2026, 4, 6, 7, 8, 9),
      actions: ['c2pa.created', 'c2pa.converted'],
    })
    expect(details.digitalSourceType).toBe('trainedAlgorithmicMedia')
  })

  it.each([
    ['its parent’s, under a mark that was added', { relationship: 'parentOf' }, 'trainedAlgorithmicMedia'],
    ['its parent’s in the words of version 2', { relationship: 'parentOf', isOlder: true }, 'trainedAlgorithmicMedia'],
    ['a composite with one of its parts', { relationship: 'componentOf' }, 'compositeWithTrainedAlgorithmicMedia'],
    ['not what a model was only shown', { relationship: 'inputTo' }, 'composite'],
    ['its own where the parent is not there', { relationship: 'parentOf', isGone: true }, 'composite'],
  ] as const)('are of the kind that all manifests say: %s', async (_name, options, expected) => {
    const { details } = await read(pngWith([{ type: 'caBX', data: markedCredentials(options) }]))
    expect(details.digitalSourceType).toBe(expected)
  })

  it('that go round in a circle end', async () => {
    const { details } = await read(
      pngWith([{ type: 'caBX', data: markedCredentials({ relationship: 'parentOf', isCircle: true }) }]),
    )
    expect(details.digitalSourceType).toBe('composite')
  })

  it('are believed over a packet that says captured', async () => {
    const packet = xmpPacket(
      '',
      'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"',
    )
    const chunks = [worldText('XML:com.adobe.xmp', packet), { type: 'caBX', data: box }]
    expect((await read(pngWith(chunks))).details.digitalSourceType).toBe('trainedAlgorithmicMedia')
  })

  it('are told without what is no text', async () => {
    const damaged = Buffer.from(box)
    damaged[damaged.indexOf('c2pa.converted')] = 0
    const { details } = await read(pngWith([{ type: 'caBX', data: damaged }]))
    expect(details.credentials?.actions).toEqual(['c2pa.created', '2pa.converted'])
  })

  it('are found in an AVIF', async () => {
    const avif = await sharp(smallPng(1)).avif({ effort: 0 }).toBuffer()
    const body = Buffer.concat([
      Buffer.from('d8fec3d61b0e483c92975828877ec481', 'hex'),
      Buffer.alloc(4),
      Buffer.from('manifest\0'),
      Buffer.alloc(8),
      box,
    ])
    const head = Buffer.alloc(8)
    head.writeUInt32BE(body.length + 8)
    head.write('uuid', 4)
    expect((await read(Buffer.concat([avif, head, body]))).details.credentials?.generator).toBe('Some Service 4')
  })

  it('that are broken are there all the same', async () => {
    const { details } = await read(pngWith([{ type: 'caBX', data: Buffer.from('garbage') }]))
    expect(details.credentials).toEqual({ generator: null, issuer: null, signedAtMs: null, actions: [] })
  })
})
