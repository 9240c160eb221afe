import { sharp } from '../../../platform/pure/sharp.ts'
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
    ['the parent type below an added mark', { relationship: 'parentOf' }, 'trainedAlgorithmicMedia'],
    [
      'the parent type in the terms of version 2',
      { relationship: 'parentOf', isOlder: true },
      'trainedAlgorithmicMedia',
    ],
    ['a composite with one component', { relationship: 'componentOf' }, 'compositeWithTrainedAlgorithmicMedia'],
    ['not the type of a mere model input', { relationship: 'inputTo' }, 'composite'],
    ['the own type when the parent is missing', { relationship: 'parentOf', isGone: true }, 'composite'],
  ] as const)('combine the source types of all manifests: %s', async (_name, options, expected) => {
    const { details } = await read(pngWith([{ type: 'caBX', data: markedCredentials(options) }]))
    expect(details.digitalSourceType).toBe(expected)
  })

  it('are read when their ingredients form a cycle', async () => {
    const { details } = await read(
      pngWith([{ type: 'caBX', data: markedCredentials({ relationship: 'parentOf', isCircle: true }) }]),
    )
    expect(details.digitalSourceType).toBe('composite')
  })

  it('take precedence over XMP that claims a capture', async () => {
    const packet = xmpPacket(
      '',
      'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"',
    )
    const chunks = [worldText('XML:com.adobe.xmp', packet), { type: 'caBX', data: box }]
    expect((await read(pngWith(chunks))).details.digitalSourceType).toBe('trainedAlgorithmicMedia')
  })

  it('are reported without control characters', async () => {
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

  it('are reported as present when broken', async () => {
    const { details } = await read(pngWith([{ type: 'caBX', data: Buffer.from('garbage') }]))
    expect(details.credentials).toEqual({ generator: null, issuer: null, signedAtMs: null, actions: [] })
  })
})
