import { readFile, stat, writeFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { inflateSync } from 'node:zlib'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readRecord } from '../../../src/main/imaging/child/metadata/read-record.ts'
import type { ExportMetadata, ExportRecord, ExportRequest } from '../../../src/main/imaging/imaging.ts'
import { defaultExportOptions, type ExportSize } from '../../../src/shared/domain/export-options.ts'
import { exportFormats, type ExportFormat } from '../../../src/shared/util/media-type.ts'
import { open, texture } from '../../fixtures/images/make-image.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'
import { plainGeneration } from '../../support/build-asset.ts'

const widthPx = 240
const heightPx = 160
const source = texture(widthPx, heightPx)
let real: RealImaging

beforeAll(async () => {
  real = await startRealImaging()
  await open(source).png().toFile(real.at('source.png'))
})
afterAll(() => real.close())

const record: ExportRecord = {
  assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  parentId: '01BX5ZZKBKACTAV9WEVGEMMVRZ',
  ancestors: ['01BX5ZZKBKACTAV9WEVGEMMVRZ'],
  createdAtMs: Date.UTC(2026, 4, 6, 7, 8, 9),
  appVersion: '0.1.0',
  recipe: {
    operation: 'fill',
    provider: 'content-aware-fill',
    model: null,
    seed: 4_294_967_295,
    prompt: 'no lamp post & <nothing> else, 赤い扉',
    growPx: 4,
    featherPx: 6,
    changedInside: 18_204,
    changedOutside: 0,
    timingMs: 900,
    costUsd: null,
  },
}
const latinRecord: ExportRecord = { ...record, recipe: { ...record.recipe, prompt: null } }
const infotextLine =
  'Steps: Unknown, Source Identifier: Atelier, Seed: 4294967295, Size: 240x160, Model: content-aware-fill, Mode: inpaint, Mask grow: 4, Mask blur: 6, Version: Atelier 0.1.0'
const infotext = `${record.recipe.prompt}\n${infotextLine}`

const metadata = (of: ExportRecord | null, change: Partial<ExportMetadata> = {}): ExportMetadata | null =>
  of && {
    kind: { type: 'own', otherwise: null, changedBy: 'nobody' },
    source: null,
    madeBy: null,
    generation: of.recipe,
    ...change,
    record: of,
  }
const noLarger = (px: number): ExportSize => ({ by: 'longest', px, mayEnlarge: false })
let files = 0

async function exportAs(
  format: ExportFormat,
  changes: Partial<ExportRequest> = {},
): Promise<{ path: string; bytes: Buffer }> {
  const path = changes.targetPath ?? real.at(`${(files += 1)}.${format}`)
  const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
  const request = {
    quality,
    isLossless,
    size,
    sharpening,
    profile,
    bitDepth,
    sourcePath: real.at('source.png'),
    targetPath: path,
    fileName: basename(path),
    format,
    metadata: metadata(record),
    credentials: null,
    ...changes,
  }
  const { fileBytes } = await real.imaging.exportImage(request)
  const bytes = await readFile(path)
  expect(fileBytes).toBe(bytes.length)
  return { path, bytes }
}

/** A profile's description is UTF-16, big-endian (ICC.1:2022, section 10.15). */
function namesSrgb(profile: Buffer): boolean {
  return profile.includes(Buffer.from('sRGB', 'utf16le').swap16())
}

/** A second parser for each container, written from its specification without code of Atelier. */
const parse: Record<ExportFormat, (bytes: Buffer) => { comment: string | null; xmp: string; hasSrgb: boolean }> = {
  png: parsePng,
  jpeg: (bytes) => {
    const segments: Buffer[] = []
    for (let at = 2; bytes[at + 1] !== 0xda; at += 2 + bytes.readUInt16BE(at + 2)) {
      segments.push(bytes.subarray(at + 1, at + 2 + bytes.readUInt16BE(at + 2)))
    }
    const find = (marker: number, name: string): Buffer => {
      const segment = segments.find(
        (candidate) => candidate[0] === marker && candidate.toString('latin1', 3, 3 + name.length) === name,
      )
      return segment!.subarray(3 + name.length)
    }
    return {
      comment: parseBigEndian(find(0xe1, 'Exif\0\0')),
      xmp: find(0xe1, 'http://ns.adobe.com/xap/1.0/\0').toString('utf8'),
      hasSrgb: namesSrgb(find(0xe2, 'ICC_PROFILE\0')),
    }
  },
  webp: (bytes) => {
    const chunks = new Map<string, Buffer>()
    for (let at = 12; at + 8 <= bytes.length;) {
      const length = bytes.readUInt32LE(at + 4)
      chunks.set(bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length))
      at += 8 + length + (length & 1)
    }
    // RFC 9649, section 2.7.1: bits for a profile (0x20), EXIF (0x08) and XMP (0x04).
    expect(chunks.get('VP8X')![0]! & 0x2c).toBe(0x2c)
    const exif = chunks.get('EXIF')!
    return {
      comment: parseBigEndian(exif),
      xmp: chunks.get('XMP ')!.toString('utf8'),
      hasSrgb: namesSrgb(chunks.get('ICCP')!),
    }
  },
  avif: (bytes) => {
    const exifAt = bytes.indexOf('Exif\0\0', bytes.indexOf('mdat'))
    const xmpAt = bytes.indexOf('<?xpacket begin')
    return {
      comment: parseBigEndian(bytes.subarray(exifAt + 6)),
      xmp: bytes.toString('utf8', xmpAt, bytes.indexOf('<?xpacket end="w"?>') + 19),
      hasSrgb: /colr(?:prof|rICC)/.test(bytes.toString('latin1')) && namesSrgb(bytes),
    }
  },
  tiff: (bytes) => {
    const first = directory(bytes, bytes.readUInt32LE(4))
    return {
      comment: parseExif(bytes),
      xmp: first.get(700)!.toString('utf8'),
      hasSrgb: namesSrgb(first.get(34_675)!),
    }
  },
}

function parsePng(bytes: Buffer): { comment: string | null; xmp: string; hasSrgb: boolean } {
  const chunks: { type: string; data: Buffer }[] = []
  for (let at = 8; at < bytes.length; at += 12 + bytes.readUInt32BE(at)) {
    chunks.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      data: bytes.subarray(at + 8, at + 8 + bytes.readUInt32BE(at)),
    })
  }
  const text = (keyword: string): string | null => {
    const chunk = chunks.find(({ data }) => data.toString('latin1', 0, keyword.length + 1) === `${keyword}\0`)
    if (!chunk) return null
    const body = chunk.data.subarray(keyword.length + 1)
    if (chunk.type === 'tEXt') return body.toString('latin1')
    return (body[0] === 1 ? inflateSync(body.subarray(4)) : body.subarray(4)).toString('utf8')
  }
  const recordText = text('atelier:record')
  const pixelsAt = chunks.findIndex(({ type }) => type === 'IDAT')
  expect(chunks.findLastIndex(({ type }) => type.endsWith('TXt') || type === 'tEXt')).toBeLessThan(pixelsAt)
  // A PNG has the record in its own chunk: append it to the XMP, where the other formats have it.
  return {
    comment: text('parameters'),
    xmp: `${text('XML:com.adobe.xmp')}${recordText ?? ''}`,
    hasSrgb: chunks.some(({ type }) => type === 'sRGB'),
  }
}

const isBig = (tiff: Buffer) => tiff.toString('latin1', 0, 2) === 'MM'
const word = (tiff: Buffer, at: number) => (isBig(tiff) ? tiff.readUInt16BE(at) : tiff.readUInt16LE(at))
const long = (tiff: Buffer, at: number) => (isBig(tiff) ? tiff.readUInt32BE(at) : tiff.readUInt32LE(at))

function directory(tiff: Buffer, offset: number): Map<number, Buffer> {
  const entries = new Map<number, Buffer>()
  for (let n = 0; n < word(tiff, offset); n++) {
    const at = offset + 2 + n * 12
    const bytes = long(tiff, at + 4) * [0, 1, 1, 2, 4, 8, 1, 1][word(tiff, at + 2)]!
    const from = bytes > 4 ? long(tiff, at + 8) : at + 8
    entries.set(word(tiff, at), tiff.subarray(from, from + bytes))
  }
  return entries
}

function parseBigEndian(tiff: Buffer): string {
  expect(isBig(tiff)).toBe(true)
  return parseExif(tiff)
}

/** The text has the byte order of its block: big-endian, the only one A1111 reads, except in a little-endian TIFF. */
function parseExif(tiff: Buffer): string {
  expect(tiff.toString('latin1', 0, 4)).toMatch(/^(?:MM\0\*|II\*\0)$/)
  const pointer = directory(tiff, long(tiff, 4)).get(34_665)!
  const exif = directory(tiff, isBig(tiff) ? pointer.readUInt32BE(0) : pointer.readUInt32LE(0))
  const comment = exif.get(0x9286)!
  expect(comment.toString('latin1', 0, 8)).toBe('UNICODE\0')
  return new TextDecoder(isBig(tiff) ? 'utf-16be' : 'utf-16le').decode(comment.subarray(8))
}

describe('the recipe', () => {
  it.each(exportFormats)('is in a %s, byte for byte as specified', async (format) => {
    const { bytes } = await exportAs(format)
    const { comment, xmp, hasSrgb } = parse[format](bytes)
    expect(comment).toBe(infotext)
    expect(xmp).toContain('<xmp:CreatorTool>Atelier 0.1.0</xmp:CreatorTool>')
    expect(xmp).toContain('<xmp:CreateDate>2026-05-06T07:08:09.000Z</xmp:CreateDate>')
    expect(xmp).toContain('"assetId":"01ARZ3NDEKTSV4RRFFQ69G5FAV"'.replaceAll('"', format === 'png' ? '"' : '&quot;'))
    expect(xmp).not.toContain('DigitalSourceType')
    expect(hasSrgb).toBe(true)
  })

  it.each(exportFormats)('can be read back from a %s', async (format) => {
    const { path } = await exportAs(format)
    const found = await readRecord(path)
    expect(found.infotext).toBe(infotext)
    expect(found.record).toEqual({ schema: 1, ...record })
  })

  it('is plain tEXt in a PNG when Latin-1 suffices', async () => {
    const { bytes } = await exportAs('png', { metadata: metadata(latinRecord) })
    expect(bytes.includes(`tEXtparameters\0\n${infotextLine}`)).toBe(true)
  })

  it.each(exportFormats)('is left out of a %s when switched off', async (format) => {
    const { path, bytes } = await exportAs(format, { metadata: null })
    expect(bytes.includes('Atelier')).toBe(false)
    expect(bytes.includes('Steps')).toBe(false)
    expect(await readRecord(path)).toEqual({ infotext: null, xmp: null, record: null })
  })
})

const madeBy = { provider: 'stability', model: 'sd3.5-large', prompt: null, promptWriter: null }
const generatedRecord = (prompt: string): ExportRecord => ({
  ...record,
  recipe: {
    ...record.recipe,
    operation: 'generate',
    provider: 'stability',
    model: 'sd3.5-large',
    prompt,
    changedInside: null,
    changedOutside: null,
    generation: { ...plainGeneration, negativePrompt: '霧'.repeat(10_000), guidance: 4.5, steps: 28 },
  },
})

describe('an image made by a provider', () => {
  it.each(exportFormats)('is labeled as generated in a %s, however long its prompt is', async (format) => {
    for (const prompt of ['a red kite', '赤'.repeat(40_000)]) {
      const { bytes } = await exportAs(format, {
        metadata: metadata(generatedRecord(prompt), { kind: { type: 'trainedAlgorithmicMedia' }, madeBy }),
      })
      const { comment, xmp } = parse[format](bytes)
      expect(comment).toContain(`${prompt.slice(0, 20_000)}\nNegative prompt: 霧`)
      expect(comment).toContain(
        'Steps: 28, CFG scale: 4.5, Source Identifier: Atelier, Seed: 4294967295, Size: 240x160',
      )
      expect(xmp).toContain('digitalsourcetype/trainedAlgorithmicMedia<')
      expect(xmp).toContain('<atelier:seed>4294967295</atelier:seed>')
    }
  })
})

async function rgb(path: string): Promise<Buffer> {
  return sharp(path, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
}

describe('the pixels', () => {
  it.each(['png', 'tiff'] as const)('of a %s match the source exactly', async (format) => {
    const { path } = await exportAs(format)
    expect(Uint8Array.from(await rgb(path))).toEqual(source.data)
  })

  it.each(['jpeg', 'webp', 'avif'] as const)('of a %s are close to the source', async (format) => {
    const { path } = await exportAs(format)
    const pixels = await rgb(path)
    const squares = pixels.reduce((sum, value, i) => sum + (value - source.data[i]!) ** 2, 0)
    const psnr = 10 * Math.log10((255 * 255 * pixels.length) / squares)
    expect(psnr).toBeGreaterThan(31)
  })

  it.each(['jpeg', 'webp', 'avif'] as const)('of a %s take less space at lower quality', async (format) => {
    const high = (await exportAs(format)).bytes.length
    const low = (await exportAs(format, { quality: 30 })).bytes.length
    expect(low).toBeLessThan(high * 0.7)
  })

  it.each(exportFormats)('of a %s are resized to the longest side, and never enlarged', async (format) => {
    const sizes: number[][] = []
    for (const px of [100, 5_000]) {
      const { path, bytes } = await exportAs(format, { size: noLarger(px) })
      const { width, height } = await sharp(path).metadata()
      sizes.push([width, height])
      expect(parse[format](bytes).comment).toContain(`Size: ${width}x${height}`)
    }
    expect(sizes).toEqual([
      [100, 67],
      [240, 160],
    ])
  })

  it('become white where transparent in a JPEG, and stay transparent in other formats', async () => {
    const clear = await open(source).ensureAlpha(0).png().toBuffer()
    await writeFile(real.at('clear.png'), clear)
    const sourcePath = real.at('clear.png')
    const jpeg = await exportAs('jpeg', { sourcePath, size: noLarger(50) })
    expect([...(await rgb(jpeg.path)).subarray(0, 3)]).toEqual([255, 255, 255])
    for (const format of ['png', 'webp', 'avif', 'tiff'] as const) {
      const { path } = await exportAs(format, { sourcePath, size: noLarger(50) })
      expect((await sharp(path).metadata()).hasAlpha, format).toBe(true)
    }
  })
})

describe('the file', () => {
  it('is not written when the export is canceled', async () => {
    const stop = new AbortController()
    const targetPath = real.at('cancelled.avif')
    const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
    const look = { quality, isLossless, size, sharpening, profile, bitDepth }
    const request = {
      ...look,
      sourcePath: real.at('source.png'),
      targetPath,
      fileName: 'cancelled.avif',
      format: 'avif',
      metadata: null,
      credentials: null,
    } as const
    const exporting = real.imaging.exportImage(request, { signal: stop.signal })
    stop.abort()
    await expect(exporting).rejects.toMatchObject({ code: 'request/cancelled' })
    // The next export waits for the rest of the canceled one.
    await exportAs('png')
    await expect(stat(targetPath)).rejects.toMatchObject({ code: 'ENOENT' })
    expect(await real.temporaries()).toEqual([])
  })

  it('is reported as not found when its folder is missing', async () => {
    const exporting = exportAs('png', { targetPath: real.at('nowhere/out.png') })
    await expect(exporting).rejects.toMatchObject({ code: 'storage/not-found' })
  })
})
