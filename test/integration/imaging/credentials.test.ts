import { execFileSync } from 'node:child_process'
import { createHash, verify, X509Certificate } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ContentSigner, CredentialsPlan } from '../../../src/main/imaging/content-credentials.ts'
import { decodeCbor, type CborValue } from '../../../src/main/imaging/child/metadata/read/decode-cbor.ts'
import { readJumbf } from '../../../src/main/imaging/child/metadata/read/jumbf-boxes.ts'
import { readRawMetadata } from '../../../src/main/imaging/child/metadata/read/read-raw-metadata.ts'
import { fileSource } from '../../../src/main/imaging/child/source/image-source.ts'
import type { ExportRequest } from '../../../src/main/imaging/imaging.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { createSigning } from '../../../src/main/signing/index.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { exportFormats, formatToMime, type ExportFormat } from '../../../src/shared/util/media-type.ts'
import { open, texture } from '../../fixtures/images/make-image.ts'
import { createMemoryKeychain } from '../../support/memory-keychain.ts'
import { startRealImaging, type RealImaging } from './real-imaging.ts'

let real: RealImaging
let signer: ContentSigner
let files = 0

beforeAll(async () => {
  real = await startRealImaging()
  await open(texture(240, 160)).png().toFile(real.at('source.png'))
  const paths = { signingFile: real.at('signing.json') }
  const signing = createSigning({ keychain: createMemoryKeychain(), paths, clock: systemClock })
  await signing.make('Änne Müller')
  signer = await signing.signer()
})
afterAll(() => real.close())

const plan = (changes: Partial<CredentialsPlan> = {}): CredentialsPlan => ({
  algorithm: signer.algorithm,
  certificates: signer.certificates,
  appVersion: '0.1.0',
  opened: [],
  createdBy: 'openai gpt-image-2',
  placed: [],
  inputs: [],
  isResized: false,
  prompt: null,
  ...changes,
})

async function signedAs(
  format: ExportFormat,
  changes: Partial<CredentialsPlan> = {},
  more: Partial<ExportRequest> = {},
  sign: ContentSigner['sign'] = (bytes) => signer.sign(bytes),
): Promise<string> {
  const targetPath = real.at(`${(files += 1)}.${format}`)
  const { quality, isLossless, size, sharpening, profile, bitDepth } = defaultExportOptions
  const settings = { quality, isLossless, size, sharpening, profile, bitDepth }
  const kind = { type: 'trainedAlgorithmicMedia' } as const
  const credentials = { plan: plan(changes), kind, sourcePath: null }
  const file = { sourcePath: real.at('source.png'), targetPath, fileName: `named.${format}`, format }
  const request = { ...settings, ...file, metadata: null, credentials }
  await real.imaging.exportImage({ ...request, ...more }, { sign })
  return targetPath
}

const check = (path: string, format: ExportFormat) =>
  real.imaging.checkCredentials({ path, mime: formatToMime(format) })

/** Flips one bit of the pixels, 200 bytes into their data. */
async function withFlippedPixel(path: string, format: ExportFormat): Promise<string> {
  const bytes = await readFile(path)
  const marks = { png: 'IDAT', webp: 'VP8 ', avif: 'mdat', tiff: 'II*\0' }
  const offset = format === 'jpeg' ? jpegScanAt(bytes) : bytes.indexOf(marks[format], 0, 'latin1')
  bytes[offset + 200]! ^= 4
  const target = real.at(`flipped.${format}`)
  await writeFile(target, bytes)
  return target
}

/** Follows segment lengths, because the two bytes of a scan marker can also occur in a certificate or signature. */
function jpegScanAt(bytes: Buffer): number {
  let offset = 2
  while (bytes[offset + 1] !== 0xda) offset += 2 + bytes.readUInt16BE(offset + 2)
  return offset
}

describe('a signed image', () => {
  it.each(exportFormats)('as %s verifies, and no longer does after one bit is flipped', async (format) => {
    const path = await signedAs(format)
    const found = await check(path, format)
    expect(found).toMatchObject({
      type: 'checked',
      state: 'intact',
      signer: 'Änne Müller',
      generator: 'Atelier 0.1.0',
      signedAtMs: null,
      actions: [
        {
          name: 'c2pa.created',
          by: 'openai gpt-image-2',
          digitalSourceType: 'trainedAlgorithmicMedia',
          description: null,
        },
      ],
      ingredients: [],
      problems: [],
    })
    const changed = await check(await withFlippedPixel(path, format), format)
    expect(changed).toMatchObject({ type: 'checked', state: 'changed' })
  })

  it.each(exportFormats)('as %s has a signature that Node’s crypto module accepts', async (format) => {
    const path = await signedAs(format)
    const boxOf = await boxesIn(path)
    const claim = boxOf('c2pa.claim.v2')
    const [header, , payload, signature] = decodeCbor(boxOf('c2pa.signature')) as [Buffer, CborValue, null, Buffer]
    expect(payload).toBeNull()
    const labels = decodeCbor(header) as ReadonlyMap<string, CborValue>
    expect(labels.get('1')).toBe(-7)
    // The root is not in the file: a validator that trusts it already has it.
    const [certificate, ...others] = [labels.get('33')].flat() as Buffer[]
    expect(others).toEqual([])
    const leaf = new X509Certificate(certificate!)
    const root = new X509Certificate(signer.certificates[1]!)
    expect(leaf.subject).toContain('CN=Änne Müller')
    expect([leaf.verify(root.publicKey), leaf.checkIssued(root), root.ca, leaf.ca]).toEqual([true, true, true, false])
    // Sig_structure (RFC 9052, section 4.4): each part is preceded by its length.
    const text = Buffer.from('Signature1')
    const toVerify = Buffer.concat([
      Buffer.of(0x84, 0x60 | text.length),
      text,
      withLength(header),
      Buffer.of(0x40),
      withLength(claim),
    ])
    const key = { key: leaf.publicKey, dsaEncoding: 'ieee-p1363' } as const
    expect(verify('sha256', toVerify, key, signature)).toBe(true)
    toVerify[toVerify.length - 5]! ^= 1
    expect(verify('sha256', toVerify, key, signature)).toBe(false)
  })

  it.each(exportFormats)('as %s is titled with its file name and lists its own assertions', async (format) => {
    const thumbnailPath = real.at('small.webp')
    await open(texture(32, 32)).webp().toFile(thumbnailPath)
    const source = { path: await signedAs('jpeg'), mime: 'image/jpeg', title: 'coffee.jpg', thumbnailPath }
    const opened = [{ ...source, isItself: false, editedBy: 'bfl flux-fill' }]
    for (const changes of [{}, { opened, createdBy: null }]) {
      const boxOf = await boxesIn(await signedAs(format, changes))
      const claim = decodeCbor(boxOf('c2pa.claim.v2')) as ReadonlyMap<string, CborValue>
      expect(claim.get('dc:title')).toBe(`named.${format}`)
      const created = (claim.get('created_assertions') as ReadonlyMap<string, string>[]).map((each) => each.get('url'))
      const labels = created.map((url) => url!.split('/').at(-1))
      const ofParent = ['c2pa.thumbnail.ingredient', 'c2pa.ingredient.v3']
      expect(labels).toEqual([
        ...('opened' in changes ? ofParent : []),
        'c2pa.actions.v2',
        expect.stringMatching(/^c2pa\.hash\.(data|bmff)/),
      ])
      expect(claim.get('gathered_assertions') ?? []).toEqual([])
    }
  })

  it.each(['png', 'jpeg'] as const)('as %s is readable by exiftool, with its actions and author', async (format) => {
    const output = execFileSync('exiftool', ['-j', '-G0', '-a', '-JUMBF:all', await signedAs(format)], {
      encoding: 'utf8',
    })
    expect(output).toContain('c2pa.created')
    expect(output).toContain('http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia')
    expect(output).toContain('Atelier')
  })

  it('names its parent and carries over the parent’s credentials', async () => {
    const parent = await signedAs('jpeg')
    const source = { path: parent, mime: 'image/jpeg', title: 'coffee.jpg', thumbnailPath: null }
    const opened = [{ ...source, isItself: false, editedBy: 'bfl flux-fill' }]
    const path = await signedAs('png', { opened, createdBy: null, isResized: true, prompt: 'a red door' })
    const found = await check(path, 'png')
    expect(found).toMatchObject({ state: 'intact', ingredients: [{ title: 'coffee.jpg', hasCredentials: true }] })
    expect(found).toMatchObject({
      actions: [
        { name: 'c2pa.opened', by: 'Atelier' },
        { name: 'c2pa.resized', by: 'Atelier' },
        { name: 'c2pa.edited', by: 'bfl flux-fill', description: 'a red door' },
      ],
    })
    const content = (await readFile(path)).toString('latin1')
    expect(content.split('c2pa.claim.v2').length).toBeGreaterThan(2)
  })

  it('carries over nothing from a parent without credentials, and tolerates a missing parent', async () => {
    const thumbnailPath = real.at('thumbnail.webp')
    await open(texture(32, 32)).webp().toFile(thumbnailPath)
    const source = { path: real.at('source.png'), mime: 'image/png', title: 'coffee.png', thumbnailPath }
    const opened = [{ ...source, isItself: false, editedBy: null }]
    const path = await signedAs('webp', { opened, createdBy: null })
    expect(await check(path, 'webp')).toMatchObject({
      state: 'intact',
      ingredients: [{ title: 'coffee.png', hasCredentials: false }],
      actions: [{ name: 'c2pa.opened' }, { name: 'c2pa.edited', by: 'Atelier', description: null }],
    })
    expect((await readFile(path)).includes(await readFile(thumbnailPath))).toBe(true)
    const missingParent = [
      { ...source, path: real.at('gone.png'), thumbnailPath: null, isItself: false, editedBy: null },
    ]
    expect(await check(await signedAs('avif', { opened: missingParent, createdBy: null }), 'avif')).toMatchObject({
      state: 'intact',
      ingredients: [{ title: 'coffee.png', hasCredentials: false }],
    })
    expect(await check(await signedAs('tiff', { createdBy: null }), 'tiff')).toMatchObject({
      state: 'intact',
      ingredients: [{ title: 'Image', hasCredentials: false }],
    })
  })

  it('has the same pixels as the unsigned one', async () => {
    const unsigned = await signedAs('png', {}, { credentials: null })
    expect(await pixels(await signedAs('png'))).toBe(await pixels(unsigned))
    expect(execFileSync('pngcheck', [await signedAs('png')], { encoding: 'utf8' })).toMatch(/^OK/)
    expect(await check(unsigned, 'png')).toEqual({ type: 'none' })
  })
})

async function boxesIn(path: string): Promise<(label: string) => Buffer> {
  const { credentials } = await readRawMetadata(fileSource(path))
  const manifest = readJumbf(credentials!)!.children.at(-1)!
  return (label) =>
    manifest.children.find((each) => each.label === label)!.contents.find(({ type }) => type === 'cbor')!.data
}

const pixels = async (path: string) =>
  createHash('sha256')
    .update(await sharp(path).raw().toBuffer())
    .digest('hex')

const refuse = () => Promise.reject(new TypeError('the keychain is locked'))
const tooLong = () => Promise.resolve(new Uint8Array(5_000))

describe('failures', () => {
  it('signing: leave no file, are reported, and do not affect the next export', async () => {
    const targetPath = real.at('unsigned.png')
    await expect(signedAs('png', {}, { targetPath, fileName: 'unsigned.png' }, refuse)).rejects.toThrow(
      'the keychain is locked',
    )
    await expect(readFile(targetPath)).rejects.toThrow('ENOENT')
    await expect(signedAs('png', {}, { targetPath, fileName: 'unsigned.png' }, tooLong)).rejects.toMatchObject({
      message: expect.stringContaining('“unsigned.png” could not be signed and was not exported'),
    })
    await expect(readFile(targetPath)).rejects.toThrow('ENOENT')
    expect(await real.temporaries()).toEqual([])
    expect(await check(await signedAs('png'), 'png')).toMatchObject({ state: 'intact' })
  })

  it('reading: hostile credentials are not accepted, and the process keeps running', async () => {
    const signed = await readFile(await signedAs('jpeg'))
    const claimOffset = signed.indexOf('c2pa.claim.v2')
    for (const [index, damage] of hostile(claimOffset).entries()) {
      const path = real.at(`hostile-${index}.jpg`)
      await writeFile(path, damage(Buffer.from(signed)))
      const found = await check(path, 'jpeg').catch((thrown: unknown) => thrown)
      expect(found).not.toMatchObject({ state: 'intact' })
    }
    expect(real.crashes()).toBe(0)
    expect(await check(await signedAs('png'), 'png')).toMatchObject({ state: 'intact' })
  })
})

const hostile = (at: number): ((bytes: Buffer) => Buffer)[] => [
  (bytes) => bytes.fill(0xff, at, at + 400),
  (bytes) => bytes.fill(0x9f, at + 20, at + 900),
  // A map and a list that claim to have about four billion items.
  (bytes) => bytes.fill(Buffer.of(0xba, 0xff, 0xff, 0xff, 0xff), at + 15, at + 200),
  (bytes) => bytes.fill(Buffer.of(0x9a, 0xff, 0xff, 0xff, 0xff), at + 15, at + 200),
  (bytes) => bytes.subarray(0, at + 30),
  (bytes) => Buffer.concat([bytes.subarray(0, at), Buffer.alloc(300_000, 0x81), bytes.subarray(at)]),
]

function withLength(bytes: Buffer): Buffer {
  const length =
    bytes.length < 256 ? Buffer.of(0x58, bytes.length) : Buffer.of(0x59, bytes.length >> 8, bytes.length & 255)
  return Buffer.concat([length, bytes])
}
