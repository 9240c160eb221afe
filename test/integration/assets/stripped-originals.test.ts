import { execFileSync } from 'node:child_process'
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { beforeAll, expect, test } from 'vitest'
import type { Asset } from '../../../src/shared/domain/asset.ts'
import { type ExportOptions, defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { app11Segments, contentCredentials, jpegSegment, latinText, pngWith } from '../../support/foreign-images.ts'
import { webpChunk, withSegments, withWebpChunks } from '../../support/foreign-images.ts'
import { pngWithHiddenText } from '../../support/hidden-text.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

// “Original” without metadata: what exiftool still finds, and whether the pixels are unchanged.

const real = sharedImagingProcess
const home = withHome(beforeAll)
const at = (...parts: string[]) => join(home.paths.root, ...parts)

beforeAll(async () => {
  await mkdir(at('from'), { recursive: true })
})
const opened = withLibrary(home, () => ({ imaging: real.imaging }), beforeAll)

async function importOne(name: string, bytes: Uint8Array): Promise<Asset> {
  await writeFile(at('from', name), bytes)
  const { imported } = await opened.assets.imports.addFiles([at('from', name)])
  return imported[0]!
}

const options = (metadata: ExportOptions['metadata']): ExportOptions => ({
  ...defaultExportOptions,
  format: 'original',
  metadata,
})

async function original(asset: Asset, metadata: ExportOptions['metadata']) {
  const { written, failed } = await opened.exports.run({
    ids: [asset.id],
    folder: at(asset.id, metadata),
    options: options(metadata),
  })
  return { path: written[0]?.path ?? null, message: failed[0]?.error.message ?? null }
}

const exif = {
  IFD0: { Make: 'Canon', Model: 'EOS R5', Artist: 'Zoë Winter' },
  IFD2: { BodySerialNumber: '0042', UserComment: 'a secret prompt' },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 30/1' },
}
const xmp =
  '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" dc:format="a secret"/></rdf:RDF></x:xmpmeta>'
const described = () =>
  sharp(smallPng(3, 64, 40))
    .withMetadata({ orientation: 6 })
    .withExifMerge(exif)
    .withXmp(xmp)
    .withIccProfile('p3', { attach: true })

const files: Record<string, () => Promise<Buffer>> = {
  'photo.jpg': async () => {
    const jpeg = await described().jpeg({ progressive: true, quality: 80 }).toBuffer()
    const segments = [
      jpegSegment(0xfe, 'a secret'),
      jpegSegment(0xec, 'Ducky a secret'),
      ...app11Segments(contentCredentials()),
    ]
    // Phones append a video, and cameras a second image.
    return Buffer.concat([withSegments(jpeg, ...segments), Buffer.from('a secret film')])
  },
  'drawn.png': async () => {
    const png = await described().png().toBuffer()
    const head = 33
    const secrets = pngWith([latinText('parameters', 'a secret prompt'), { type: 'caBX', data: contentCredentials() }])
    const chunks = secrets.subarray(head, secrets.indexOf('IDAT') - 4)
    return Buffer.concat([png.subarray(0, head), chunks, png.subarray(head), Buffer.from('a secret')])
  },
  'drawn.webp': async () => {
    const webp = await described().webp({ lossless: true }).toBuffer()
    return withWebpChunks(webp, webpChunk('C2PA', contentCredentials()), webpChunk('SECR', Buffer.from('a secret!')))
  },
}

test.each(Object.keys(files))('%s keeps only its pixels, profile, and orientation', async (name) => {
  const bytes = await files[name]!()
  const asset = await importOne(name, bytes)
  const { path, message } = await original(asset, 'none')
  expect(message).toBeNull()
  const stripped = await readFile(path!)
  expect(stripped.includes('secret')).toBe(false)
  const tags = JSON.parse(execFileSync('exiftool', ['-j', '-G1', '-a', path!], { encoding: 'utf8' })) as Record<
    string,
    unknown
  >[]
  const remainingTags = Object.keys(tags[0]!).filter(
    (tag) => !/^(SourceFile|System:|File:|ExifTool:Ex|PNG:|PNG-pHYs:|RIFF:|VP8|Composite:|ICC|JFIF:)/.test(tag),
  )
  expect(remainingTags).toEqual(name.endsWith('.webp') ? [] : ['IFD0:Orientation'])
  expect(tags[0]!['ExifTool:Warning']).toBeUndefined()
  const [before, after] = [await sharp(bytes).metadata(), await sharp(stripped).metadata()]
  expect(after.icc?.equals(before.icc!)).toBe(true)
  expect(after.orientation).toBe(name.endsWith('.webp') ? undefined : 6)
  expect(await sharp(stripped).raw().toBuffer()).toEqual(await sharp(bytes).raw().toBuffer())
  // With all metadata, the file is unchanged.
  expect(await readFile((await original(asset, 'all')).path!)).toEqual(bytes)
})

test('exports a file without metadata byte for byte', async () => {
  const asset = await importOne('plain.png', smallPng(9))
  expect(await readFile((await original(asset, 'none')).path!)).toEqual(Buffer.from(smallPng(9)))
})

test('refuses files whose metadata cannot be removed without changing pixels, and writes nothing', async () => {
  const avif = await importOne('photo.avif', await described().avif({ effort: 0 }).toBuffer())
  const tiff = await importOne('photo.tif', await described().tiff().toBuffer())
  const hidden = await importOne('hidden.png', pngWithHiddenText({ kind: 'stealth_pngcomp', text: 'a secret' }))
  expect((await original(avif, 'none')).message).toBe(
    '“photo.avif” was not exported: metadata cannot be removed from an original AVIF file. Choose a format, or keep all metadata.',
  )
  expect((await original(tiff, 'none')).message).toContain('an original TIFF file')
  expect((await original(hidden, 'none')).message).toContain('its pixels contain a hidden prompt')
  expect((await original(hidden, 'label')).message).toContain('keeps all of its metadata or none of it')
  for (const { id } of [avif, tiff, hidden]) expect(await readdir(at(id, 'none'))).toEqual([])
})
