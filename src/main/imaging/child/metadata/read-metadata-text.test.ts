import { sharp } from '../../../platform/pure/sharp.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import {
  exifBlock,
  fractionTag,
  jpegSegment,
  shortTag,
  pngWith,
  textTag,
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

/** A single IPTC dataset. */
const dataset = (number: number, text: string) =>
  Buffer.concat([Buffer.from([0x1c, 2, number, 0, text.length]), Buffer.from(text)])

describe('descriptive metadata', () => {
  it('is read from XMP elements, attributes and lists', async () => {
    const packet = xmpPacket(
      '<dc:title><rdf:Alt><rdf:li xml:lang="x-default">Pier &amp; sea</rdf:li></rdf:Alt></dc:title><dc:subject><rdf:Bag><rdf:li>sea</rdf:li><rdf:li>pier</rdf:li></rdf:Bag></dc:subject><Iptc4xmpExt:AIPromptInformation>a pier</Iptc4xmpExt:AIPromptInformation>',
      'Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia" Iptc4xmpExt:AISystemUsed="Some model" xmp:CreatorTool=\'Tool 1\'',
    )
    const { details, recipe } = await read(pngWith([worldText('XML:com.adobe.xmp', packet)]))
    expect(details).toMatchObject({ dialect: 'text', tool: 'Tool 1', digitalSourceType: 'trainedAlgorithmicMedia' })
    expect(details.photo).toEqual([
      { name: 'Title', value: 'Pier & sea' },
      { name: 'Keywords', value: 'sea, pier' },
      { name: 'Software', value: 'Tool 1' },
    ])
    expect(recipe).toMatchObject({ prompt: 'a pier', model: 'Some model' })
    const inJpeg = withSegments(jpeg, jpegSegment(0xe1, 'http://ns.adobe.com/xap/1.0/\0', Buffer.from(packet)))
    expect((await read(inJpeg)).details.photo).toEqual(details.photo)
    expect((await read(withWebpChunks(webp, webpChunk('XMP ', Buffer.from(packet))))).details.photo).toEqual(
      details.photo,
    )
  })

  it('of a camera and its photographer is reported and not taken as a prompt', async () => {
    const exif = exifBlock(
      [
        textTag(0x010f, 'Canon'),
        textTag(0x0110, 'Canon EOS R5'),
        textTag(0x010e, 'The pier'),
        textTag(0x8298, '© Ann'),
      ],
      [fractionTag(0x829a, 1, 250), fractionTag(0x829d, 28, 10), fractionTag(0x920a, 50, 1), shortTag(0x8827, 400)],
      true,
    )
    const iptc = Buffer.concat([dataset(25, 'sea'), dataset(25, 'pier'), dataset(110, 'Agency')])
    const resource = Buffer.concat([Buffer.from('8BIM\x04\x04\0\0\0\0\0', 'latin1'), Buffer.from([iptc.length]), iptc])
    const { details, recipe } = await read(
      withSegments(jpeg, jpegSegment(0xe1, 'Exif\0\0', exif), jpegSegment(0xed, 'Photoshop 3.0\0', resource)),
    )
    expect(recipe).toBeNull()
    expect(details).toMatchObject({ dialect: 'text', hasLocation: true })
    expect(Object.fromEntries(details.photo.map(({ name, value }) => [name, value]))).toEqual({
      Camera: 'Canon EOS R5',
      Exposure: '1/250 s, f/2.8, 50 mm, ISO 400',
      Description: 'The pier',
      Rights: '© Ann',
      Keywords: 'sea, pier',
      Credit: 'Agency',
    })
  })

  it('is empty for an image without metadata', async () => {
    expect(await read(smallPng(1))).toEqual({
      details: {
        dialect: null,
        tool: null,
        fields: [],
        hasWorkflow: false,
        photo: [],
        hasLocation: false,
        digitalSourceType: null,
        credentials: null,
      },
      recipe: null,
      parentId: null,
    })
  })
})
