import { describe, expect, it } from 'vitest'
import { smallPng } from '../../../../../test/support/small-images.ts'
import type { Recipe } from '../../../../shared/domain/asset.ts'
import type { ExportRecord } from '../../imaging.ts'
import type { SourcePhoto } from '../export/kept-photo.ts'
import { readXmpValues } from '../export/source-photo.ts'
import { pngSignature, readPngChunks, type PngChunk } from '../../../platform/pure/png/png-chunk.ts'
import { encodeAtelierRecord, parseAtelierRecord } from './atelier-record.ts'
import { formatInfotext } from './infotext.ts'
import { decodePngText, encodeInternationalText, encodePngText } from './png-text.ts'
import { sharp } from '../source/sharp-engine.ts'
import { addTiffMetadata, findUserComment, readTiffDirectory, turnBigEndian } from './tiff-directory.ts'
import { decodeAnyComment } from './read/decode-text.ts'
import { encodeUserComment, standIns, writeExifTexts } from '../export/exif-texts.ts'
import { findRecordInXmp, formatXmpPacket, type Described, type PacketContents } from './xmp-packet.ts'
import { unsetNumbers } from '../../../../shared/domain/number-settings.ts'

const fill: Recipe = {
  operation: 'fill',
  provider: 'content-aware-fill',
  model: null,
  seed: 12_345,
  prompt: null,
  growPx: 4,
  featherPx: 6.5,
  changedInside: 18_204,
  changedOutside: 0,
  timingMs: 812,
  costUsd: null,
}
const generated: Partial<Recipe> = {
  operation: 'generate',
  provider: 'stability',
  model: 'sd3.5-large',
  prompt: 'a red kite <over> the sea',
  growPx: null,
  featherPx: null,
  changedInside: null,
  changedOutside: null,
  generation: {
    negativePrompt: 'fog, rain',
    revisedPrompt: null,
    requestedSize: '1024x1024',
    quality: null,
    stylePreset: 'oil',
    ...unsetNumbers,
    guidance: 4.5,
    steps: 28,
    loras: [],
    options: {},
    referenceIds: [],
    warnings: [],
    estimateUsd: 0.065,
    requestId: 'req-1',
    usage: {},
    trace: {},
  },
}
const recordOf = (recipe: Partial<Recipe> = {}): ExportRecord => ({
  assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  parentId: '01BX5ZZKBKACTAV9WEVGEMMVRZ',
  ancestors: ['01BX5ZZKBKACTAV9WEVGEMMVRZ'],
  recipe: { ...fill, ...recipe },
  createdAtMs: Date.UTC(2026, 0, 2, 3, 4, 5),
  appVersion: '1.2.3',
})
const size = { widthPx: 1536, heightPx: 1024 }
const sizes = { size, original: size }
const madeBy = { provider: 'stability', model: 'sd3.5-large', prompt: null, promptWriter: null }
const packetOf = (
  change: Partial<Described>,
  contents: PacketContents = { includeRecord: false, includePrompt: true },
): string =>
  formatXmpPacket(
    { record: recordOf(), generation: null, madeBy: null, digitalSourceType: null, photo: null, size, ...change },
    contents,
  )
const photo: SourcePhoto = {
  digitalSourceType: null,
  creators: ['Zoë & Co', 'B'],
  rights: '© 2026 <Zoë>',
  credit: 'Agency',
  artist: 'Zoë',
  copyright: '© Zoë',
  location: { latitude: '51,30.5N', longitude: '0,7.2W', exif: {} },
  camera: { make: 'Canon', model: 'EOS R5', lens: null, takenAt: '2026:05:01 12:30:00' },
}

/** The pattern other programs use to split the last line; it must match at least three times. */
const pairPattern = /\s*(\w[\w \-/]+):\s*("(?:\\.|[^\\"])+"|[^,]*)(?:,|$)/g

function readPairs(infotext: string): Record<string, string> {
  const line = infotext.split('\n').at(-1)!
  const pairs = [...line.matchAll(pairPattern)].map(([, key, value]): [string, string] => [
    key!,
    value!.startsWith('"') ? (JSON.parse(value!) as string) : value!,
  ])
  expect(pairs.length).toBeGreaterThanOrEqual(3)
  return Object.fromEntries(pairs)
}

describe('formatInfotext', () => {
  it('writes the line that other programs read', () => {
    expect(formatInfotext(recordOf(), sizes, 32_000)).toBe(
      '\nSteps: Unknown, Source Identifier: Atelier, Seed: 12345, Size: 1536x1024, Model: content-aware-fill, Mode: inpaint, Mask grow: 4, Mask blur: 6.5, Version: Atelier 1.2.3',
    )
  })

  it('omits unknown values', () => {
    const pairs = readPairs(
      formatInfotext(recordOf({ operation: 'import', provider: null, seed: null, growPx: null }), sizes, 32_000),
    )
    expect(pairs).toMatchObject({ Steps: 'Unknown', Size: '1536x1024' })
    for (const key of ['Seed', 'Model', 'Mode']) expect(Object.keys(pairs)).not.toContain(key)
  })

  it('quotes a value that would be read as several', () => {
    expect(readPairs(formatInfotext(recordOf({ model: 'big, "new": 2' }), sizes, 32_000))).toMatchObject({
      Model: 'big, "new": 2',
      Provider: 'content-aware-fill',
    })
  })

  it('puts the prompt on separate lines', () => {
    const text = formatInfotext(recordOf({ prompt: ' a red door,\nmorning: light ' }), sizes, 32_000)
    expect(text.split('\n').slice(0, 2)).toEqual(['a red door,', 'morning: light'])
    expect(readPairs(text)).toMatchObject({ Seed: '12345' })
  })
})

it('describes a generated image in the format of other programs', () => {
  expect(formatInfotext(recordOf(generated), sizes, 32_000)).toBe(
    [
      'a red kite <over> the sea',
      'Negative prompt: fog, rain',
      'Steps: 28, CFG scale: 4.5, Source Identifier: Atelier, Seed: 12345, Size: 1536x1024, Model: sd3.5-large, Provider: stability, Mode: txt2img, Style: oil, Version: Atelier 1.2.3',
    ].join('\n'),
  )
  const masked = formatInfotext(recordOf({ ...generated, operation: 'edit', growPx: 4 }), sizes, 32_000)
  expect(readPairs(masked)).toMatchObject({ Mode: 'inpaint', 'Mask grow': '4' })
})

const chunkOf = (encoded: Buffer): PngChunk => [...readPngChunks(Buffer.concat([pngSignature, encoded]))][0]!

describe('PNG text', () => {
  it('is tEXt when it is Latin-1', () => {
    const chunk = chunkOf(encodePngText({ keyword: 'parameters', text: 'Größe: 1\nnext' }))
    expect(chunk.type).toBe('tEXt')
    expect(Buffer.from(chunk.data).toString('latin1')).toBe('parameters\0Größe: 1\nnext')
  })

  it('is iTXt otherwise', () => {
    const chunk = chunkOf(encodePngText({ keyword: 'parameters', text: '赤い扉 🚪' }))
    expect(chunk.type).toBe('iTXt')
    expect(decodePngText(chunk)).toEqual({ keyword: 'parameters', text: '赤い扉 🚪' })
  })

  it('may be compressed', () => {
    const text = 'x'.repeat(10_000)
    const encoded = encodeInternationalText({ keyword: 'k', text }, { isCompressed: true })
    expect(encoded.length).toBeLessThan(200)
    expect(decodePngText(chunkOf(encoded))).toEqual({ keyword: 'k', text })
  })

  it('is skipped when it inflates beyond the limit', () => {
    const text = 'x'.repeat(5 * 1024 * 1024)
    expect(decodePngText(chunkOf(encodeInternationalText({ keyword: 'k', text }, { isCompressed: true })))).toBeNull()
  })

  it('is skipped when malformed', () => {
    expect(decodePngText({ type: 'iTXt', data: Buffer.from('k\0\x01\0\0\0notzlib', 'latin1') })).toBeNull()
    expect(decodePngText({ type: 'iTXt', data: Buffer.from('k\0\0\0nolanguage', 'latin1') })).toBeNull()
    expect(decodePngText({ type: 'tEXt', data: Buffer.from('noend') })).toBeNull()
    expect(decodePngText({ type: 'IDAT', data: Buffer.from('k\0x') })).toBeNull()
  })
})

describe('UserComment', () => {
  it('is UTF-16 in the byte order of its block, and read in either', () => {
    expect(encodeUserComment('Aé').toString('latin1')).toBe('UNICODE\0\0A\0é')
    expect(encodeUserComment('Aé', 'little').toString('latin1')).toBe('UNICODE\0A\0é\0')
    for (const order of ['big', 'little'] as const) {
      for (const text of ['Steps: 赤 🚪', `${'赤'.repeat(10_000)}\nSteps: 20`]) {
        expect(decodeAnyComment(encodeUserComment(text, order))).toBe(text)
      }
    }
  })
})

describe('texts of EXIF', () => {
  const ascii = { IFD0: { Artist: 'Zoe Winter' }, IFD2: { LensModel: 'RF 50' } }
  const exif = { IFD0: { Artist: 'Иван', Copyright: '©', Make: 'Canon' }, IFD2: { LensModel: '山 50' } }
  const comment = encodeUserComment('Steps: Unknown 山')

  it('have stand-ins of the same length where they are not ASCII, over which they are written', async () => {
    expect(standIns(ascii, null)).toEqual(ascii)
    const written = standIns(exif, comment)
    expect(written).toEqual({
      IFD0: { Artist: 'xxxxxxxx', Copyright: 'xx', Make: 'Canon' },
      IFD2: { LensModel: 'xxxxxx', UserComment: 'x'.repeat(comment.length - 8) },
    })
    const file = await sharp(smallPng(1)).withExif(written).jpeg().toBuffer()
    const block = file.subarray(file.indexOf('II*\0'))
    expect(writeExifTexts(block, exif, comment)).toBe(true)
    const texts = readTiffDirectory(block)!.entries.filter(({ type }) => type === 2)
    const shown = texts.map(({ tag, value }) => [tag, value.toString('utf8').split('\0')[0]])
    expect(Object.fromEntries(shown)).toMatchObject({ 271: 'Canon', 315: 'Иван', 33432: '©' })
    expect(findUserComment(block)).toEqual(comment)
    expect(block.includes('山 50')).toBe(true)
    expect(await sharp(file).stats()).toBeTruthy()
  })

  it('are not lost silently', () => {
    expect(writeExifTexts(null, ascii, null)).toBe(true)
    expect(writeExifTexts(null, exif, null)).toBe(false)
    expect(writeExifTexts(null, {}, comment)).toBe(false)
    expect(writeExifTexts(Buffer.from(tinyTiff.II), exif, null)).toBe(false)
    expect(writeExifTexts(Buffer.from(tinyTiff.II), {}, comment)).toBe(false)
  })
})

/** A TIFF header and a directory with one entry: tag 256 (width), type 4 (LONG), value 7. */
const tinyTiff = {
  II: Buffer.from('49492a0008000000010000010400010000000700000000000000', 'hex'),
  MM: Buffer.from('4d4d002a00000008000101000004000000010000000700000000', 'hex'),
}

describe('TIFF directories', () => {
  it.each(['II', 'MM'] as const)('accept a UserComment in byte order %s and keep existing tags', (order) => {
    const comment = encodeUserComment('Steps: 20')
    const camera = { make: 'A', model: 'EOS R5', lens: 'RF 50', takenAt: '2026:05:01 12:30:00' }
    const grown = addTiffMetadata(tinyTiff[order], { comment, artist: 'Zoë', copyright: '©', camera })
    expect(findUserComment(grown)).toEqual(comment)
    const tags = readTiffDirectory(grown)!.entries.map((entry) => entry.tag)
    expect(tags).toEqual([256, 271, 272, 315, 33_432, 34_665])
    const texts = readTiffDirectory(grown)!.entries.filter(({ type }) => type === 2)
    expect(texts.map(({ value }) => value.toString('utf8').split('\0')[0])).toEqual(['A', 'EOS R5', 'Zoë', '©'])
    const nothing = { comment: null, artist: null, copyright: null, camera: null }
    const again = { ...nothing, comment: encodeUserComment('again') }
    expect(findUserComment(addTiffMetadata(grown, again))).toEqual(again.comment)
    expect(addTiffMetadata(grown, nothing)).toBe(grown)
  })

  it('are converted from little-endian to big-endian in place without changing values', () => {
    const comment = encodeUserComment('Steps: 20')
    const camera = { make: 'Canon', model: 'EOS R5', lens: 'RF 50', takenAt: '2026:05:01 12:30:00' }
    const block = addTiffMetadata(tinyTiff.II, { comment, artist: 'Zoë', copyright: null, camera })
    const before = readTiffDirectory(block)!.entries.map(({ tag, count }) => [tag, count])
    turnBigEndian(block)
    expect(block.toString('latin1', 0, 2)).toBe('MM')
    const turned = readTiffDirectory(block)!
    expect(turned.entries.map(({ tag, count }) => [tag, count])).toEqual(before)
    expect(turned.entries[0]!.value.readUInt32BE(0)).toBe(7)
    expect(turned.entries.find(({ tag }) => tag === 272)!.value.toString('latin1')).toBe('EOS R5\0')
    expect(findUserComment(block)).toEqual(comment)
  })

  it('are not found in other bytes', () => {
    expect(readTiffDirectory(Buffer.from('not a TIFF file'))).toBeNull()
    expect(findUserComment(tinyTiff.II)).toBeNull()
    expect(findUserComment(tinyTiff.II.subarray(0, 9))).toBeNull()
  })
})

describe('XMP', () => {
  it('contains the program and the time, and no digital source type', () => {
    const packet = packetOf({})
    expect(packet).toContain('<xmp:CreatorTool>Atelier 1.2.3</xmp:CreatorTool>')
    expect(packet).toContain('<xmp:CreateDate>2026-01-02T03:04:05.000Z</xmp:CreateDate>')
    expect(packet).not.toContain('DigitalSourceType')
    expect(findRecordInXmp(packet)).toBeNull()
  })

  it('uses the date of the camera for a photo', () => {
    const packet = packetOf({ photo })
    expect(packet).toContain('<xmp:CreateDate>2026-05-01T12:30:00</xmp:CreateDate>')
    expect(packet).toContain('<photoshop:DateCreated>2026-05-01T12:30:00</photoshop:DateCreated>')
  })

  it('contains the source type, the model and the settings of a generated image', () => {
    const record = recordOf(generated)
    const packet = packetOf({ record, generation: record.recipe, madeBy, digitalSourceType: 'trainedAlgorithmicMedia' })
    for (const [name, value] of [
      ['Iptc4xmpExt:DigitalSourceType', 'http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia'],
      ['Iptc4xmpExt:AISystemUsed', 'stability sd3.5-large via Atelier'],
      ['Iptc4xmpExt:AISystemVersionUsed', 'sd3.5-large'],
      ['atelier:model', 'sd3.5-large'],
      ['atelier:seed', '12345'],
      ['atelier:steps', '28'],
      ['atelier:guidance', '4.5'],
      ['atelier:size', '1536x1024'],
    ]) {
      expect(packet).toContain(`<${name}>${value}</${name}>`)
    }
    expect(packet).not.toContain('kite')
  })

  it('contains the prompt only with consent', () => {
    const agreed = { ...madeBy, prompt: 'a red kite <over>', promptWriter: 'Zoë' }
    const packet = packetOf({ madeBy: agreed })
    expect(packet).toContain(
      '<Iptc4xmpExt:AIPromptInformation>a red kite &lt;over&gt;</Iptc4xmpExt:AIPromptInformation>',
    )
    expect(packet).toContain('<Iptc4xmpExt:AIPromptWriterName>Zoë</Iptc4xmpExt:AIPromptWriterName>')
    expect(packetOf({ madeBy: agreed }, { includeRecord: false, includePrompt: false })).not.toContain('kite')
  })

  it('contains only the source type, only the photo credits, or nothing', () => {
    const quiet = { record: null, madeBy }
    const label = packetOf({ ...quiet, digitalSourceType: 'trainedAlgorithmicMedia' })
    expect(label.match(/<[A-Z0-9a-z]+:[A-Za-z]+>/g)).toEqual(['<Iptc4xmpExt:DigitalSourceType>'])
    expect(readXmpValues(packetOf({ ...quiet, photo }))).toEqual({
      creators: photo.creators,
      rights: photo.rights,
      credit: photo.credit,
      digitalSourceType: null,
    })
    expect(packetOf(quiet)).toBe('')
  })

  it('preserves the record through escaping', () => {
    const record = recordOf({ prompt: '<b> & "quotes" \u0001 > 赤 🚪' })
    const json = findRecordInXmp(packetOf({ record }, { includeRecord: true, includePrompt: true }))
    expect(json).toBe(encodeAtelierRecord(record))
  })

  it.each([
    '<dc:rights ',
    '<dc:rights>',
    '<dc:rights><rdf:li ',
    '<photoshop:Credit rdf:resource=',
    '<photoshop:Credit>',
  ])('made of a million characters of %j is read at once, and holds nothing', (unclosed) => {
    // With searches that start anew at each of them, this takes many minutes.
    const packet = unclosed.repeat(1_000_000 / unclosed.length)
    expect(readXmpValues(packet)).toEqual({ rights: null, creators: [], credit: null, digitalSourceType: null })
  })

  it('of another program contains no Atelier record', () => {
    expect(findRecordInXmp('<atelier:record>{}</atelier:record>')).toBeNull()
  })
})

describe('the Atelier record', () => {
  it('survives a round trip through JSON', () => {
    const record = recordOf()
    expect(parseAtelierRecord(encodeAtelierRecord(record))).toEqual({ schema: 1, ...record })
  })

  it.each(['', '{', '[]', '{"schema":2}', '{"schema":1}'])('is not found in %j', (json) => {
    expect(parseAtelierRecord(json)).toBeNull()
  })
})
