import { execFileSync } from 'node:child_process'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sharp } from '../../../src/main/platform/pure/sharp.ts'
import { beforeAll, expect, test } from 'vitest'
import type { Asset, Recipe } from '../../../src/shared/domain/asset.ts'
import { type ExportOptions, defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { localDay } from '../../../src/shared/util/local-day.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { contentCredentials, markedCredentials, pngWith, worldText, xmpPacket } from '../../support/foreign-images.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { signerOf, withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

// What exiftool finds in exports of imported images: the AI label, a photo's own metadata, and no invented recipe.

const real = sharedImagingProcess
const home = withHome(beforeAll)
let files = 0
const at = (...parts: string[]) => join(home.paths.root, ...parts)

beforeAll(async () => {
  await mkdir(at('from'), { recursive: true })
})
const opened = withLibrary(home, () => ({ imaging: real.imaging, signer: signerOf(home) }), beforeAll)

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

async function exported(asset: Asset, changes: Partial<ExportOptions> = {}, extension = 'jpg'): Promise<string> {
  const path = at(`out-${(files += 1)}.${extension}`)
  await opened.exports.to(asset.id, path, { ...defaultExportOptions, ...changes })
  return path
}

async function tagsOf(
  asset: Asset,
  changes: Partial<ExportOptions> = {},
  extension = 'jpg',
): Promise<Record<string, unknown>> {
  const path = await exported(asset, changes, extension)
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

async function photo(takenAt = '2026:05:01 12:30:00'): Promise<Buffer> {
  const captured = 'http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture'
  return sharp(smallPng(5))
    .withExif({ IFD0: { Make: 'Canon', Model: 'EOS R5' }, IFD2: { DateTimeOriginal: takenAt } })
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

/** As ComfyUI writes them; a seed beyond what a number can hold, and text beyond ASCII. */
const graphs = {
  prompt: `{"3": {"class_type": "KSampler", "inputs": {"seed": 9223372036854775807, "steps": 18, "sampler_name": "euler"}}}`,
  workflow: `{"nodes": [{"id": 3, "type": "KSampler", "title": "Größe 大"}], "version": 0.4}`,
}
const comfyPng = (texts: Readonly<Record<string, string>>) =>
  pngWith(Object.entries(texts).map(([keyword, text]) => worldText(keyword, text)))
const ascii = (text: string) =>
  text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)

test('all metadata keeps ComfyUI’s graphs as they are, where each format’s readers look; less keeps none', async () => {
  const asset = await importOne('graph.png', comfyPng(graphs))
  const cropped = await childOf(asset, crop)
  for (const image of [asset, cropped]) {
    const png = await tagsOf(image, {}, 'png')
    expect([png['PNG:Prompt'], png['PNG:Workflow']]).toEqual([graphs.prompt, graphs.workflow])
    for (const format of ['jpg', 'webp', 'avif', 'tif']) {
      const tags = await tagsOf(image, {}, format)
      expect([tags['IFD0:Model'], tags['IFD0:Make']], format).toEqual([
        `prompt:${graphs.prompt}`,
        `workflow:${ascii(graphs.workflow)}`,
      ])
    }
  }
  const again = await importOne('again.webp', await readFile(await exported(asset, {}, 'webp')))
  expect((await tagsOf(again, {}, 'png'))['PNG:Prompt']).toBe(graphs.prompt)
  for (const metadata of ['label', 'none'] as const) {
    for (const format of ['png', 'jpg', 'webp', 'avif', 'tif']) {
      expect(JSON.stringify(await tagsOf(asset, { metadata }, format)), format).not.toMatch(/KSampler|Größe/)
    }
  }
  const made = await childOf(asset, { ...fillRecipe, operation: 'edit', provider: 'openai', model: 'gpt-image-2' })
  expect(JSON.stringify(await tagsOf(made, {}, 'png'))).not.toContain('KSampler')
})

test('a workflow too long for a JPEG or AVIF is left out with a word, and kept by the other formats', async () => {
  const workflow = JSON.stringify({
    nodes: Array.from({ length: 4_000 }, (_, id) => ({ id, type: 'Note' })),
    version: 0.4,
  })
  const asset = await importOne('long.png', comfyPng({ ...graphs, workflow }))
  for (const format of ['jpeg', 'avif']) {
    const notes = await opened.exports.to(asset.id, at(`long.${format}`), defaultExportOptions)
    expect(notes).toEqual([expect.stringContaining(`${format.toUpperCase()} cannot hold all`)])
  }
  expect((await tagsOf(asset, {}, 'avif'))['ExifIFD:UserComment']).toContain('Steps: 18')
  for (const format of ['webp', 'tif']) {
    const tags = await tagsOf(asset, {}, format)
    expect(tags['IFD0:Make'] === `workflow:${workflow}`, format).toBe(true)
    expect(tags['ExifIFD:UserComment'], format).toContain('Steps: 18')
  }
})

test('an image of which nothing is known gets no invented settings, one with a text keeps it as it was', async () => {
  const unread = await importOne('unread.png', comfyPng({ prompt: '{"1": {"class_type": "Mystery", "inputs": {}}}' }))
  expect(JSON.stringify(await tagsOf(unread, {}, 'png'))).not.toMatch(/Steps|Mode|Unknown/)
  const parameters =
    'a pier\nSteps: 20, Sampler: Euler, Seed: 5, Size: 8x8, ADetailer model: face_yolov8n.pt, Version: v1.10.1'
  const known = await importOne('known.png', comfyPng({ parameters }))
  expect((await tagsOf(known, {}, 'png'))['PNG:Parameters']).toBe(parameters)
  expect((await tagsOf(known))['ExifIFD:UserComment']).toBe(parameters)
})

test('{date} and {time} in a name or caption are the photo’s, also after edits; {imported} is another', async () => {
  const asset = await importOne('dated.jpg', await photo('2019:03:02 23:59:58'))
  const filled = await childOf(await childOf(asset, crop), fillRecipe)
  const made = await childOf(asset, { ...fillRecipe, operation: 'edit', provider: 'openai', model: 'gpt-image-2' })
  const today = localDay(asset.createdAtMs)
  const template = '{date} {time} {imported} {n}'
  const options: ExportOptions = { ...defaultExportOptions, template }
  const { written } = await opened.exports.run({
    ids: [asset, filled, made].map(({ id }) => id),
    folder: at('named'),
    options,
  })
  const names = written.map(({ path }) => basename(path))
  expect(names.slice(0, 2)).toEqual([`2019-03-02 23-59-58 ${today} 1.png`, `2019-03-02 23-59-58 ${today} 2.png`])
  // A model's picture was not taken.
  expect(names[2]).toMatch(
    new RegExp(`^${localDay(made.createdAtMs)} [\\d-]{8} ${localDay(made.createdAtMs)} 3\\.png$`),
  )
  expect(await opened.exports.caption(filled.id, '{date}')).toBe('2019-03-02')
})
