import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ExportAccount, ExportRequest } from '../../../src/main/imaging/imaging.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-presets.ts'
import { recipeSchema } from '../../../src/shared/domain/asset.ts'
import { exportFormats, type ExportFormat } from '../../../src/shared/util/media-type.ts'
import { startRealImaging, type RealImaging } from '../imaging/real-imaging.ts'

// What others make of the files: exiftool, pngcheck and ImageMagick read them, none of our own readers does.

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
  await writeFile(
    real.at('photo.jpg'),
    await sharp(eight, { raw })
      .withExif({
        IFD0: { Artist: 'Zoe Winter', Copyright: 'Zoe Winter 2026' },
        IFD3: {
          GPSLatitudeRef: 'N',
          GPSLatitude: '51/1 30/1 0/1',
          GPSLongitudeRef: 'W',
          GPSLongitude: '0/1 7/1 30/1',
        },
      })
      .withXmp(
        `<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" photoshop:Credit="North &amp; Light" Iptc4xmpExt:DigitalSourceType="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"><dc:creator><rdf:Seq><rdf:li>Zoë Winter</rdf:li></rdf:Seq></dc:creator><dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Zoë Winter</rdf:li></rdf:Alt></dc:rights></rdf:Description></rdf:RDF></x:xmpmeta>`,
      )
      .jpeg()
      .toBuffer(),
  )
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

function account(change: Partial<ExportAccount> = {}): ExportAccount {
  return {
    kind: { is: 'compositeWithTrainedAlgorithmicMedia' },
    source: { path: real.at('photo.jpg'), keepRights: true, keepLocation: false },
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
    format,
    account: account(),
    credentials: null,
    ...changes,
  }
  await real.imaging.exportPicture(request)
  return targetPath
}

function tagsOf(path: string): Record<string, unknown> {
  const said = execFileSync('exiftool', ['-j', '-G1', '-a', '-struct', path], { encoding: 'utf8' })
  return (JSON.parse(said) as Record<string, unknown>[])[0]!
}

describe('exiftool', () => {
  it.each(exportFormats)('finds in a %s what made it, its label and the photographer’s rights', async (format) => {
    const tags = tagsOf(await exportAs(format))
    expect(tags['ExifTool:Error']).toBeUndefined()
    // libvips puts the JPEG's header before a WebP's EXIF, as most programs do; exiftool says so and reads on.
    const known = format === 'webp' ? '[minor] Improper EXIF header' : undefined
    expect(tags['ExifTool:Warning']).toBe(known)
    expect(tags['XMP-iptcExt:DigitalSourceType']).toMatch(
      /\/digitalsourcetype\/compositeWithTrainedAlgorithmicMedia$|Composite With Trained/i,
    )
    // Older versions do not know the fields of 2025.1 by name and read them as they are.
    expect(tags['XMP-iptcExt:AISystemUsed'] ?? tags['XMP-iptcExt:Aisystemused']).toBe('openai gpt-image-2 via Atelier')
    expect(tags['XMP-iptcExt:AIPromptInformation']).toBe(recipe.prompt)
    expect(tags['XMP-iptcExt:AIPromptWriterName']).toBe('Zoë Winter')
    expect(tags['XMP-dc:Creator']).toEqual(['Zoë Winter'])
    expect(JSON.stringify(tags['XMP-dc:Rights'])).toContain('© Zoë Winter')
    expect(tags['XMP-photoshop:Credit']).toBe('North & Light')
    expect(tags['IFD0:Artist']).toBe('Zoe Winter')
    expect(tags['IFD0:Copyright']).toBe('Zoe Winter 2026')
    expect(Object.keys(tags).filter((name) => /GPS/.test(name))).toEqual([])
    const comment = tags[format === 'png' ? 'PNG:Parameters' : 'ExifIFD:UserComment']
    expect(comment).toContain('a red kite, 赤い')
    expect(comment).toContain('Seed: 42, Size: 96x64, Model: gpt-image-2, Provider: openai, Mode: inpaint')
  })

  it.each(exportFormats)(
    'finds nothing but the label in a %s of that kind, and nothing at all where none is told',
    async (format) => {
      const label = tagsOf(await exportAs(format, { account: account({ record: null, source: null }) }))
      expect(
        Object.keys(label).filter((name) => /^(XMP-(?!x:)|IFD0:(Software|Artist|Copyright)|PNG:Param)/.test(name)),
      ).toEqual(['XMP-iptcExt:DigitalSourceType'])
      const none = tagsOf(await exportAs(format, { account: null }))
      expect(Object.keys(none).filter((name) => /^(XMP-|ExifIFD:UserComment|PNG:Parameters)/.test(name))).toEqual([])
    },
  )

  it('finds a record longer than a JPEG’s segment in those that follow it', async () => {
    const long = { ...recipe, prompt: 'a kite, 赤い, '.repeat(6_000).slice(0, 60_000) }
    const path = await exportAs('jpeg', { account: account({ record: { ...account().record!, recipe: long } }) })
    const tags = tagsOf(path)
    expect(tags['ExifTool:Warning']).toBeUndefined()
    expect(tags['XMP-xmpNote:HasExtendedXMP']).toMatch(/^[0-9A-F]{32}$/)
    const record = execFileSync('exiftool', ['-b', '-XMP:Record', path], { encoding: 'utf8' })
    expect(JSON.parse(record)).toMatchObject({ recipe: { prompt: long.prompt } })
  })

  it('finds the place only where it was to be kept, and the source’s own word where no model had a part', async () => {
    const source = { path: real.at('photo.jpg'), keepRights: false, keepLocation: true }
    const tags = tagsOf(await exportAs('jpeg', { account: account({ source, kind: { is: 'own', otherwise: null } }) }))
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

const facts = (path: string) => execFileSync('identify', ['-format', '%w %h %z', path], { encoding: 'utf8' })

describe('colours and depth', () => {
  it.each(['png', 'tiff'] as const)('of 16 bit stay 16 bit in a %s, and 8 where that is asked', async (format) => {
    const sourcePath = real.at('deep.png')
    expect(facts(await exportAs(format, { sourcePath }))).toBe('96 64 16')
    expect(facts(await exportAs(format, { sourcePath, bitDepth: '8' }))).toBe('96 64 8')
    expect(facts(await exportAs(format, { bitDepth: '16' }))).toBe('96 64 16')
  })

  it('of 16 bit without a profile are sRGB’s in every format', async () => {
    for (const format of ['png', 'tiff', 'jpeg'] as const) {
      const path = await exportAs(format, { sourcePath: real.at('deep.png'), quality: 100 })
      const found = valuesAt(path)
      for (const [at, value] of red.entries()) expect(Math.abs(found[at]! - value), format).toBeLessThanOrEqual(2)
    }
  })

  it.each(exportFormats)('are in a %s what its profile says', async (format) => {
    for (const sourcePath of [real.at('plain.png'), real.at('deep.png'), real.at('wide.png')]) {
      const p3 = await exportAs(format, { sourcePath, profile: 'display-p3', quality: 100 })
      const { data } = await sharp(p3).toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
      const wanted =
        sourcePath.endsWith('wide.png') || sourcePath.endsWith('plain.png') || sourcePath.endsWith('deep.png')
      expect(wanted).toBe(true)
      const profile = (await sharp(p3).metadata()).icc
      expect(profile?.length).toBeGreaterThan(100)
      expect(data.length).toBeGreaterThan(0)
    }
  })

  it('stay in their own profile where that is wished, number for number', async () => {
    const path = await exportAs('png', { sourcePath: real.at('wide.png') })
    const [before, after] = [await sharp(real.at('wide.png')).metadata(), await sharp(path).metadata()]
    expect(after.icc?.equals(before.icc!)).toBe(true)
    expect((await bare(path)).equals(await bare(real.at('wide.png')))).toBe(true)
  })
})

const bare = (file: string) => sharp(file, { ignoreIcc: true }).raw().toBuffer()

describe('pngcheck', () => {
  it('has nothing to say of any PNG', async () => {
    const kinds: Partial<ExportRequest>[] = [
      {},
      { account: null },
      { account: account({ record: null }) },
      { sourcePath: real.at('deep.png') },
      { sourcePath: real.at('wide.png') },
      { profile: 'display-p3' },
    ]
    for (const kind of kinds) {
      expect(execFileSync('pngcheck', ['-q', await exportAs('png', kind)], { encoding: 'utf8' })).toBe('')
    }
  })
})

const by = async (asked: ExportRequest['size']) => facts(await exportAs('jpeg', { size: asked })).slice(0, -2)

describe('sizes and loss', () => {
  it('are as asked by ImageMagick’s account', async () => {
    expect(await by({ by: 'percent', percent: 50, mayEnlarge: false })).toBe('48 32')
    expect(await by({ by: 'width', px: 192, mayEnlarge: false })).toBe('96 64')
    expect(await by({ by: 'width', px: 192, mayEnlarge: true })).toBe('192 128')
    expect(await by({ by: 'height', px: 16, mayEnlarge: false })).toBe('24 16')
  })

  it.each(['webp', 'avif'] as const)('a lossless %s has every pixel', async (format) => {
    const path = await exportAs(format, { isLossless: true })
    const found = await sharp(path, { ignoreIcc: true }).removeAlpha().raw().toBuffer()
    expect(found.equals(await sharp(real.at('plain.png')).raw().toBuffer())).toBe(true)
  })

  it('a sharpened picture differs at its edges', async () => {
    const sourcePath = real.at('edge.png')
    const edge = Uint8Array.from({ length: 64 * 64 }, (_, n) => (n % 64 < 32 ? 90 : 160))
    await sharp(edge, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toFile(sourcePath)
    const plain = await readFile(await exportAs('png', { sourcePath, account: null }))
    const highest = async (sharpening: ExportRequest['sharpening']) => {
      const { channels } = await sharp(await exportAs('png', { sourcePath, sharpening, account: null })).stats()
      return channels[0]!.max
    }
    expect((await sharp(plain).stats()).channels[0]!.max).toBe(160)
    expect(await highest('print')).toBeGreaterThan(await highest('screen'))
    expect(await highest('screen')).toBeGreaterThan(160)
  })
})
