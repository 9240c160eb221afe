import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { standIns, writeExifTexts } from '../../../src/main/imaging/child/export/exif-texts.ts'
import type { ExportMetadata, ExportRequest } from '../../../src/main/imaging/imaging.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { importRecipe } from '../../../src/shared/domain/import-recipe.ts'
import { recipeSchema } from '../../../src/shared/domain/asset.ts'
import { exportFormats, type ExportFormat } from '../../../src/shared/util/media-type.ts'
import { xmpPacket } from '../../support/foreign-images.ts'
import { startRealImaging, type RealImaging } from '../imaging/real-imaging.ts'

// Reads exported files with exiftool, pngcheck, and ImageMagick, and with none of our own readers.

const red = [200, 90, 60]
const size = { width: 96, height: 64 }
let real: RealImaging
let files = 0

beforeAll(async () => {
  real = await startRealImaging()
  const eight = Uint8Array.from({ length: size.width * size.height * 3 }, (_, n) => red[n % 3]!)
  const sixteen = Uint16Array.from(eight, (value) => value * 257 + 3)
  const raw = { ...size, channels: 3 as const }
  await sharp(eight, { raw }).png().toFile(real.at('plain.png'))
  await sharp(sixteen, { raw }).toColourspace('rgb16').png().toFile(real.at('deep.png'))
  await sharp(eight, { raw }).withIccProfile('p3').png().toFile(real.at('wide.png'))
  const exif = { IFD0: { Artist: 'Zoë Зима', Copyright: '© Zoë Зима 2026', Make: 'Canon', Model: 'EOS R5' } }
  const north = { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1' }
  const photo = await sharp(eight, { raw })
    .withExif({
      ...standIns(exif, null),
      IFD2: { LensModel: 'RF 50mm F1.2', DateTimeOriginal: '2026:05:01 12:30:00', BodySerialNumber: '0042' },
      IFD3: { ...north, GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 30/1' },
    })
    .withXmp(
      xmpPacket(
        '<dc:creator><rdf:Seq><rdf:li>Zoë Winter</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Zoë Winter</rdf:li></rdf:Alt></dc:rights>',
        'xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" photoshop:Credit="North &amp; Light" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"',
      ),
    )
    .jpeg()
    .toBuffer()
  expect(writeExifTexts(photo.subarray(photo.indexOf('II*\0')), exif, null)).toBe(true)
  await writeFile(real.at('photo.jpg'), photo)
})
afterAll(() => real.close())

const recipe = recipeSchema.parse({
  operation: 'edit',
  provider: 'openai',
  model: 'gpt-image-2',
  seed: 42,
  prompt: 'a red kite, 赤い',
  growPx: 4,
  featherPx: 6,
  changedInside: 10,
  changedOutside: 0,
  timingMs: 1,
  costUsd: 0.04,
})

function metadata(change: Partial<ExportMetadata> = {}): ExportMetadata {
  return {
    kind: { type: 'compositeWithTrainedAlgorithmicMedia' },
    source: {
      path: real.at('photo.jpg'),
      keepRights: true,
      keepLocation: false,
      keepCamera: false,
      keepPrograms: false,
    },
    generation: recipe,
    record: {
      assetId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
      parentId: null,
      ancestors: [],
      recipe,
      createdAtMs: Date.UTC(2026, 4, 6),
      appVersion: '0.1.0',
    },
    madeBy: { provider: 'openai', model: 'gpt-image-2', prompt: recipe.prompt, promptWriter: 'Zoë Winter' },
    ...change,
  }
}

async function exportAs(format: ExportFormat, changes: Partial<ExportRequest> = {}): Promise<string> {
  const { quality, isLossless, size: asIs, sharpening, profile, bitDepth } = defaultExportOptions
  const targetPath = real.at(`${(files += 1)}.${format}`)
  const look = { quality, isLossless, size: asIs, sharpening, profile, bitDepth }
  const request = {
    ...look,
    sourcePath: real.at('plain.png'),
    targetPath,
    fileName: `out.${format}`,
    format,
    metadata: metadata(),
    credentials: null,
    ...changes,
  }
  await real.imaging.exportImage(request)
  return targetPath
}

function tagsOf(path: string): Record<string, unknown> {
  const output = execFileSync('exiftool', ['-j', '-G1', '-a', '-struct', path], { encoding: 'utf8' })
  return (JSON.parse(output) as Record<string, unknown>[])[0]!
}

describe('exiftool', () => {
  it.each(exportFormats)('finds the model, the AI label, and the photographer’s rights in a %s', async (format) => {
    const tags = tagsOf(await exportAs(format))
    expect(tags['ExifTool:Error']).toBeUndefined()
    expect(tags['ExifTool:Warning']).toBeUndefined()
    expect(tags['XMP-iptcExt:DigitalSourceType']).toMatch(
      /\/digitalsourcetype\/compositeWithTrainedAlgorithmicMedia$|Composite With Trained/i,
    )
    // Older versions of exiftool do not know the field names of 2025.1 and print them as stored.
    expect(tags['XMP-iptcExt:AISystemUsed'] ?? tags['XMP-iptcExt:Aisystemused']).toBe('openai gpt-image-2 via Atelier')
    expect(tags['XMP-iptcExt:AIPromptInformation']).toBe(recipe.prompt)
    expect(tags['XMP-iptcExt:AIPromptWriterName']).toBe('Zoë Winter')
    expect(tags['XMP-dc:Creator']).toEqual(['Zoë Winter'])
    expect(JSON.stringify(tags['XMP-dc:Rights'])).toContain('© Zoë Winter')
    expect(tags['XMP-photoshop:Credit']).toBe('North & Light')
    expect(tags['IFD0:Artist']).toBe('Zoë Зима')
    expect(tags['IFD0:Copyright']).toBe('© Zoë Зима 2026')
    expect(Object.keys(tags).filter((name) => /GPS/.test(name))).toEqual([])
    const comment = tags[format === 'png' ? 'PNG:Parameters' : 'ExifIFD:UserComment']
    expect(comment).toContain('a red kite, 赤い')
    expect(comment).toContain('Seed: 42, Size: 96x64, Model: gpt-image-2, Provider: openai, Mode: inpaint')
  })

  it.each(exportFormats)(
    'finds only the label in a %s limited to it, and nothing in one without metadata',
    async (format) => {
      const label = tagsOf(await exportAs(format, { metadata: metadata({ record: null, source: null }) }))
      expect(
        Object.keys(label).filter((name) => /^(XMP-(?!x:)|IFD0:(Software|Artist|Copyright)|PNG:Param)/.test(name)),
      ).toEqual(['XMP-iptcExt:DigitalSourceType'])
      const none = tagsOf(await exportAs(format, { metadata: null }))
      expect(Object.keys(none).filter((name) => /^(XMP-|ExifIFD:UserComment|PNG:Parameters)/.test(name))).toEqual([])
    },
  )

  it('finds a record longer than a JPEG segment in the following segments', async () => {
    const long = { ...recipe, prompt: 'a kite, 赤い, '.repeat(6_000).slice(0, 60_000) }
    const path = await exportAs('jpeg', { metadata: metadata({ record: { ...metadata().record!, recipe: long } }) })
    const tags = tagsOf(path)
    expect(tags['ExifTool:Warning']).toBeUndefined()
    expect(tags['XMP-xmpNote:HasExtendedXMP']).toMatch(/^[0-9A-F]{32}$/)
    const record = execFileSync('exiftool', ['-b', '-XMP:Record', path], { encoding: 'utf8' })
    expect(JSON.parse(record)).toMatchObject({ recipe: { prompt: long.prompt } })
  })

  it.each(exportFormats)(
    'finds the camera, lens, and date in a %s of a photo, and nothing generated',
    async (format) => {
      const source = {
        path: real.at('photo.jpg'),
        keepRights: true,
        keepLocation: false,
        keepCamera: true,
        keepPrograms: false,
      }
      const record = { ...metadata().record!, recipe: importRecipe }
      const tagsWhere = async (changedBy: 'nobody' | 'local' | 'external') => {
        const kind = { type: 'own', otherwise: null, changedBy } as const
        const change = { kind, source, record, madeBy: null, generation: null }
        return tagsOf(await exportAs(format, { metadata: metadata(change) }))
      }
      const tags = await tagsWhere('nobody')
      expect(tags['ExifTool:Warning']).toBeUndefined()
      expect([tags['IFD0:Make'], tags['IFD0:Model'], tags['ExifIFD:LensModel']]).toEqual([
        'Canon',
        'EOS R5',
        'RF 50mm F1.2',
      ])
      expect(tags['ExifIFD:DateTimeOriginal']).toBe('2026:05:01 12:30:00')
      expect(tags['XMP-xmp:CreateDate']).toBe('2026:05:01 12:30:00')
      expect(tags['IFD0:Artist']).toBe('Zoë Зима')
      expect(tags['XMP-iptcExt:DigitalSourceType']).toMatch(/digitalCapture$|captured/i)
      expect(JSON.stringify(tags)).not.toMatch(/0042|Steps|GPS/)
      expect(Object.keys(tags).filter((name) => /UserComment|Parameters/.test(name))).toEqual([])
      // A local fill makes it an edited photo; what another program changed is unknown.
      expect((await tagsWhere('local'))['XMP-iptcExt:DigitalSourceType']).toMatch(/humanEdits$|human/i)
      expect((await tagsWhere('external'))['XMP-iptcExt:DigitalSourceType']).toBeUndefined()
    },
  )

  it('finds the location only when it is kept, and the source label when no model was used', async () => {
    const source = {
      path: real.at('photo.jpg'),
      keepRights: false,
      keepLocation: true,
      keepCamera: false,
      keepPrograms: false,
    }
    const kind = { type: 'own', otherwise: null, changedBy: 'nobody' } as const
    const tags = tagsOf(await exportAs('jpeg', { metadata: metadata({ source, kind }) }))
    expect(tags['GPS:GPSLatitude']).toContain('51 deg 30')
    expect(tags['XMP-exif:GPSLongitude']).toContain('0 deg 7')
    expect(tags['XMP-iptcExt:DigitalSourceType']).toMatch(/digitalCapture$|captured/i)
    expect(tags['IFD0:Artist']).toBeUndefined()
  })
})

const valuesAt = (path: string): number[] =>
  (
    /\((.*?)\)/.exec(
      execFileSync('convert', [path, '-crop', '1x1+2+2', '-depth', '16', 'txt:-'], { encoding: 'utf8' }).split(
        '\n',
      )[1]!,
    )?.[1] ?? ''
  )
    .split(',')
    .slice(0, 3)
    .map((each) => Math.round((Number(each) / 65_535) * 255))

let srgbProfile = ''
let p3Profile = ''

beforeAll(async () => {
  srgbProfile = await profileOf('srgb')
  p3Profile = await profileOf('p3')
})

/** Writes the profile built into sharp to a file. */
async function profileOf(name: 'srgb' | 'p3'): Promise<string> {
  const path = real.at(`${name}.icc`)
  const tagged = await sharp(Uint8Array.of(0, 0, 0), { raw: { width: 1, height: 1, channels: 3 } })
    .withIccProfile(name)
    .png()
    .toBuffer()
  await writeFile(path, (await sharp(tagged).metadata()).icc!)
  return path
}

/** Values from 0 to 1 read by ImageMagick: as stored in the file, or converted to a profile by lcms. */
async function numbersIn(path: string, profile: string | null, from: string | null = null): Promise<number[]> {
  const conversion = [from, profile].flatMap((each) => (each === null ? [] : ['-profile', each]))
  const args = [path, ...conversion, '-depth', '16', '-crop', '1x1+2+2', '-format', '%[fx:r] %[fx:g] %[fx:b]', 'info:']
  return execFileSync('convert', args, { encoding: 'utf8' }).trim().split(' ').map(Number)
}

/** @param steps of 8 bit */
function expectNear(found: readonly number[], wanted: readonly number[], steps: number): void {
  for (const [index, value] of wanted.entries()) {
    expect(Math.abs(found[index]! - value) * 255, `${found.join(' ')} for ${wanted.join(' ')}`).toBeLessThanOrEqual(
      steps,
    )
  }
}

const unit = (bytes: readonly number[]) => bytes.map((value) => value / 255)

/** From the primaries of both (IEC 61966-2-1, SMPTE RP 431-2, white D65); they share a curve. */
const srgbToP3 = [
  [0.8224621, 0.177538, 0],
  [0.0331941, 0.9668058, 0],
  [0.0170827, 0.0723974, 0.9105199],
] as const
const p3ToSrgb = [
  [1.2249401, -0.2249402, 0],
  [-0.0420569, 1.0420571, 0],
  [-0.0196376, -0.078636, 1.0982735],
] as const

const linear = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
const curved = (value: number) => (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055)

const transform = (matrix: typeof srgbToP3 | typeof p3ToSrgb, rgb: readonly number[]): number[] =>
  matrix.map((row) => {
    const sum = row.reduce<number>((total, factor, index) => total + factor * linear(rgb[index]!), 0)
    return curved(Math.min(1, Math.max(0, sum)))
  })
const toP3 = (rgb: readonly number[]) => transform(srgbToP3, rgb)
const toSrgb = (rgb: readonly number[]) => transform(p3ToSrgb, rgb)

const facts = (path: string) => execFileSync('identify', ['-format', '%w %h %z', path], { encoding: 'utf8' })

describe('colors and depth', () => {
  it.each(['png', 'tiff'] as const)('of 16 bits stay 16 bits in a %s, and become 8 on request', async (format) => {
    const sourcePath = real.at('deep.png')
    expect(facts(await exportAs(format, { sourcePath }))).toBe('96 64 16')
    expect(facts(await exportAs(format, { sourcePath, bitDepth: '8' }))).toBe('96 64 8')
    expect(facts(await exportAs(format, { bitDepth: '16' }))).toBe('96 64 16')
  })

  it('of 16 bits without a profile are sRGB in every format', async () => {
    for (const format of ['png', 'tiff', 'jpeg'] as const) {
      const path = await exportAs(format, { sourcePath: real.at('deep.png'), quality: 100 })
      const found = valuesAt(path)
      for (const [index, value] of red.entries()) expect(Math.abs(found[index]! - value), format).toBeLessThanOrEqual(2)
    }
  })

  it.each(exportFormats)('of sRGB are converted to Display P3 in a %s', async (format) => {
    for (const sourcePath of [real.at('plain.png'), real.at('deep.png')]) {
      const path = await exportAs(format, { sourcePath, profile: 'display-p3', quality: 100 })
      // AVIF stores luma and chroma of 8 bits, which loses one more step.
      const steps = format === 'avif' ? 4 : 2
      expectNear(await numbersIn(path, null), toP3(unit(red)), steps)
      // ImageMagick ignores the profile of an AVIF, so it is passed explicitly.
      const name = Buffer.from('Display P3', 'utf16le').swap16()
      expect((await sharp(path).metadata()).icc?.includes(name)).toBe(true)
      expectNear(await numbersIn(path, srgbProfile, format === 'avif' ? p3Profile : null), unit(red), steps)
    }
  })

  it.each(['png', 'tiff'] as const)(
    'of 16 bits survive the conversion to P3 and back in a %s almost unchanged',
    async (format) => {
      const wanted = [0.6104, 0.3052, 0.1526]
      const numbers = Uint16Array.from({ length: 64 * 3 }, (_, n) => Math.round(wanted[n % 3]! * 65_535))
      const sourcePath = real.at('exact.png')
      await sharp(numbers, { raw: { width: 8, height: 8, channels: 3 } })
        .toColourspace('rgb16')
        .png()
        .toFile(sourcePath)
      const p3 = await exportAs(format, { sourcePath, profile: 'display-p3', bitDepth: '16' })
      expectNear(await numbersIn(p3, null), toP3(wanted), 0.05)
      expectNear(await numbersIn(p3, srgbProfile), wanted, 0.1)
      const convertedBack = await exportAs(format, { sourcePath: p3, profile: 'srgb', bitDepth: '16' })
      expectNear(await numbersIn(convertedBack, null), wanted, 0.1)
    },
  )

  it('of P3 are clipped only outside sRGB', async () => {
    const patches: [string, number[], number[]][] = [
      ['inside', [234, 51, 35], [255, 0, 0]],
      ['outside', [255, 0, 0], [255, 0, 0]],
      ['dull', [120, 100, 90], toSrgb(unit([120, 100, 90])).map((value) => value * 255)],
    ]
    for (const [name, inP3, inSrgb] of patches) {
      const sourcePath = real.at(`${name}.png`)
      const data = Uint8Array.from({ length: 64 * 3 }, (_, n) => inP3[n % 3]!)
      // The unchanged values, tagged as P3.
      const tagged = await sharp(data, { raw: { width: 8, height: 8, channels: 3 } })
        .png()
        .toBuffer()
      await writeFile(sourcePath, tagged)
      execFileSync('convert', [sourcePath, '-profile', p3Profile, sourcePath])
      expectNear(await numbersIn(sourcePath, null), unit(inP3), 0.5)
      const path = await exportAs('png', { sourcePath, profile: 'srgb' })
      // Integer P3 values are not exactly on the edge of sRGB.
      expectNear(await numbersIn(path, null), unit(inSrgb), 4)
    }
  })

  it('keep their own profile and exact values by default', async () => {
    const path = await exportAs('png', { sourcePath: real.at('wide.png') })
    const [before, after] = [await sharp(real.at('wide.png')).metadata(), await sharp(path).metadata()]
    expect(after.icc?.equals(before.icc!)).toBe(true)
    expect((await bare(path)).equals(await bare(real.at('wide.png')))).toBe(true)
  })
})

const bare = (file: string) => sharp(file, { ignoreIcc: true }).raw().toBuffer()

describe('pngcheck', () => {
  it('reports no problem in any PNG', async () => {
    const kinds: Partial<ExportRequest>[] = [
      {},
      { metadata: null },
      { metadata: metadata({ record: null }) },
      { sourcePath: real.at('deep.png') },
      { sourcePath: real.at('wide.png') },
      { profile: 'display-p3' },
    ]
    for (const kind of kinds) {
      expect(execFileSync('pngcheck', ['-q', await exportAs('png', kind)], { encoding: 'utf8' })).toBe('')
    }
  })
})

const by = async (resize: ExportRequest['size']) => facts(await exportAs('jpeg', { size: resize })).slice(0, -2)

describe('sizes and quality', () => {
  it('match the requested size, measured by ImageMagick', async () => {
    expect(await by({ by: 'percent', percent: 50, mayEnlarge: false })).toBe('48 32')
    expect(await by({ by: 'width', px: 192, mayEnlarge: false })).toBe('96 64')
    expect(await by({ by: 'width', px: 192, mayEnlarge: true })).toBe('192 128')
    expect(await by({ by: 'height', px: 16, mayEnlarge: false })).toBe('24 16')
  })

  it.each(['webp', 'avif'] as const)('a lossless %s keeps every pixel', async (format) => {
    const path = await exportAs(format, { isLossless: true })
    const found = await sharp(path, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
    expect(found.equals(await sharp(real.at('plain.png')).raw().toBuffer())).toBe(true)
  })

  it('a sharpened image differs at its edges', async () => {
    const sourcePath = real.at('edge.png')
    const edge = Uint8Array.from({ length: 64 * 64 }, (_, n) => (n % 64 < 32 ? 90 : 160))
    await sharp(edge, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toFile(sourcePath)
    const plain = await readFile(await exportAs('png', { sourcePath, metadata: null }))
    const highest = async (sharpening: ExportRequest['sharpening']) => {
      const { channels } = await sharp(await exportAs('png', { sourcePath, sharpening, metadata: null })).stats()
      return channels[0]!.max
    }
    expect((await sharp(plain).stats()).channels[0]!.max).toBe(160)
    expect(await highest('print')).toBeGreaterThan(await highest('screen'))
    expect(await highest('screen')).toBeGreaterThan(160)
  })
})
