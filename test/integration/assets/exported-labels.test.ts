import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { createSigning } from '../../../src/main/signing/index.ts'
import type { Asset, Recipe } from '../../../src/shared/domain/asset.ts'
import type { ExportOptions } from '../../../src/shared/domain/export-options.ts'
import { defaultExportOptions } from '../../../src/shared/domain/export-presets.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { contentCredentials, markedCredentials, pngWith, xmpPacket } from '../../support/foreign-images.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { createMemoryKeychain } from '../../support/memory-keychain.ts'
import { openTestLibrary, type TestLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

// What exiftool finds in exports of imported images: the AI label, a photo's own metadata, and no invented recipe.

const real = sharedImagingProcess
let home: TemporaryHome
let opened: TestLibrary
let files = 0
const at = (...parts: string[]) => join(home.paths.root, ...parts)

beforeAll(async () => {
  home = await createTemporaryHome()
  const signing = createSigning({ keychain: createMemoryKeychain(), paths: home.paths, clock: systemClock })
  opened = openTestLibrary(home.paths, { imaging: real.imaging, signer: () => signing.signer() })
  await mkdir(at('from'), { recursive: true })
})
afterAll(async () => {
  await opened.close()
  await home.remove()
})

async function importOne(name: string, bytes: Uint8Array): Promise<Asset> {
  await writeFile(at('from', name), bytes)
  const { imported } = await opened.assets.imports.addFiles([at('from', name)])
  return imported[0]!
}

async function childOf(parent: Asset, recipe: Recipe): Promise<Asset> {
  const temporaryPath = at(`made-${(files += 1)}.png`)
  await writeFile(temporaryPath, smallPng(100 + files))
  const size = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false }
  const companions = { temporaryMaskPath: null, rawAnswer: null }
  return opened.assets.results.add({ ...size, ...companions, temporaryPath, parentId: parent.id, name: 'made', recipe })
}

async function exported(asset: Asset, changes: Partial<ExportOptions> = {}): Promise<string> {
  const path = at(`out-${(files += 1)}.jpg`)
  await opened.exports.to(asset.id, path, { ...defaultExportOptions, ...changes })
  return path
}

async function tagsOf(asset: Asset, changes: Partial<ExportOptions> = {}): Promise<Record<string, unknown>> {
  const path = await exported(asset, changes)
  const output = execFileSync('exiftool', ['-j', '-G1', '-a', '-struct', path], { encoding: 'utf8' })
  return (JSON.parse(output) as Record<string, unknown>[])[0]!
}

const label = 'XMP-iptcExt:DigitalSourceType'
const crop: Recipe = { ...fillRecipe, operation: 'crop', provider: null, model: null, seed: null }

test('every export of ChatGPT and Gemini images carries the AI label that only their credentials contain', async () => {
  const boxes = { chatgpt: contentCredentials(), gemini: markedCredentials({ relationship: 'parentOf' }) }
  for (const [name, data] of Object.entries(boxes)) {
    const asset = await importOne(`${name}.png`, pngWith([{ type: 'caBX', data }]))
    const cropped = await childOf(asset, crop)
    for (const image of [asset, cropped, await childOf(cropped, fillRecipe)]) {
      for (const metadata of ['all', 'label'] as const) {
        expect((await tagsOf(image, { metadata }))[label], name).toMatch(/trained/i)
      }
    }
  }
})

async function photo(): Promise<Buffer> {
  const captured = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'
  return sharp(smallPng(5))
    .withExif({ IFD0: { Make: 'Canon', Model: 'EOS R5' }, IFD2: { DateTimeOriginal: '2026:05:01 12:30:00' } })
    .withXmp(xmpPacket('', `Iptc4xmpExt:DigitalSourceType="${captured}"`))
    .jpeg()
    .toBuffer()
}

test('a photo keeps its camera, date, and label without a recipe; a fill labels it as edited', async () => {
  const asset = await importOne('photo.jpg', await photo())
  const cropped = await childOf(asset, crop)
  for (const image of [asset, cropped]) {
    const tags = await tagsOf(image)
    expect([tags['IFD0:Make'], tags['IFD0:Model']]).toEqual(['Canon', 'EOS R5'])
    expect(tags['ExifIFD:DateTimeOriginal']).toBe('2026:05:01 12:30:00')
    expect(tags[label]).toMatch(/digitalCapture|captured/i)
    expect(JSON.stringify(tags)).not.toContain('Steps')
  }
  const filled = await childOf(cropped, fillRecipe)
  const tags = await tagsOf(filled)
  expect(JSON.stringify(tags)).not.toContain('Steps')
  expect(tags[label]).toMatch(/humanEdits|human/i)
  const path = await exported(filled, { credentials: 'sign' })
  expect(await real.imaging.checkCredentials({ path, mime: 'image/jpeg' })).toMatchObject({
    actions: [{ name: 'c2pa.opened' }, { name: 'c2pa.edited', digitalSourceType: 'humanEdits' }],
  })
  expect((await tagsOf(asset, { metadata: 'label' }))['IFD0:Make']).toBeUndefined()
})

test('a crop of a generated image keeps its recipe, including a full 64-bit seed', async () => {
  const parameters =
    'a pier\nSteps: 20, Sampler: Euler, CFG scale: 7, Seed: 9007199254740993, Model hash: 6ce0161689, Model: dream'
  const text = { type: 'tEXt', data: Buffer.from(`parameters\0${parameters}`, 'latin1') }
  const cropped = await childOf(await importOne('pier.png', pngWith([text])), crop)
  const comment = (await tagsOf(cropped))['ExifIFD:UserComment']
  expect(comment).toContain('a pier')
  expect(comment).toContain('Steps: 20, Sampler: Euler')
  expect(comment).toContain('Seed: 9007199254740993')
  expect(comment).toContain('Model hash: 6ce0161689')
})
