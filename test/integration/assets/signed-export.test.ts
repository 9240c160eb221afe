import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Asset, Recipe } from '../../../src/shared/domain/asset.ts'
import type { CredentialsCheck } from '../../../src/shared/domain/credentials.ts'
import { type ExportOptions, defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { AppError } from '../../../src/shared/errors/index.ts'
import { fillRecipe, plainGeneration } from '../../support/build-asset.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { signerOf, withLibrary } from '../../support/open-library.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'

const real = sharedImagingProcess
const home = withHome(beforeAll)
let signingFailure: AppError | null = null
let files = 0
const at = (...parts: string[]) => join(home.paths.root, ...parts)

const opened = withLibrary(
  home,
  () => {
    const sign = signerOf(home)
    return {
      imaging: real.imaging,
      signer: () => (signingFailure === null ? sign() : Promise.reject(signingFailure)),
    }
  },
  beforeAll,
)

const generated: Recipe = {
  ...fillRecipe,
  operation: 'generate',
  provider: 'openai',
  model: 'gpt-image-2',
  prompt: 'a red door',
  growPx: null,
  featherPx: null,
  changedInside: null,
  changedOutside: null,
}

async function importOne(name: string, bytes: Uint8Array): Promise<Asset> {
  await mkdir(at('from'), { recursive: true })
  await writeFile(at('from', name), bytes)
  const { imported } = await opened.assets.imports.addFiles([at('from', name)])
  return imported[0]!
}

async function make(recipe: Recipe, parentId: Asset['id'] | null, answer: Uint8Array | null = null): Promise<Asset> {
  const temporaryPath = at(`made-${(files += 1)}.png`)
  await writeFile(temporaryPath, smallPng(100 + files))
  const answerPath = at(`answer-${files}.png`)
  if (answer !== null) await writeFile(answerPath, answer)
  const rawAnswer = answer && { temporaryPath: answerPath, mime: 'image/png' }
  const size = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false }
  return opened.assets.results.add({
    ...size,
    temporaryPath,
    temporaryMaskPath: null,
    rawAnswer,
    parentId,
    name: 'made',
    recipe,
  })
}

const options = (changes: Partial<ExportOptions>): ExportOptions => ({
  ...defaultExportOptions,
  credentials: 'sign',
  ...changes,
})

async function signed(asset: Asset, changes: Partial<ExportOptions> = {}): Promise<string> {
  const path = at(`signed-${(files += 1)}.png`)
  await opened.exports.to(asset.id, path, options(changes))
  return path
}

const check = (path: string): Promise<CredentialsCheck> => real.imaging.checkCredentials({ path, mime: 'image/png' })

describe('a signed export', () => {
  test('is titled with its file name and never mentions the temporary file', async () => {
    const path = await signed(await make(generated, null))
    const bytes = await readFile(path)
    expect(bytes.includes(basename(path))).toBe(true)
    expect(bytes.includes('atelier-tmp')).toBe(false)
  })

  test('of a generated image names its maker, and the prompt only when it is included', async () => {
    const asset = await make(generated, null)
    const created = { name: 'c2pa.created', by: 'OpenAI gpt-image-2', digitalSourceType: 'trainedAlgorithmicMedia' }
    for (const [changes, description] of [
      [{}, null],
      [{ includePrompt: true }, 'a red door'],
      [{ includePrompt: true, metadata: 'label' }, null],
      [{ includePrompt: true, metadata: 'none' }, null],
    ] as const) {
      const found = await check(await signed(asset, changes))
      expect(found).toMatchObject({ state: 'intact', signer: 'Atelier user', actions: [{ ...created, description }] })
    }
  })

  test('of a filled photo lists opening and editing, without claiming a source type', async () => {
    const photo = await importOne('photo.png', smallPng(1))
    const child = await make(fillRecipe, photo.id)
    const edited = { name: 'c2pa.edited', by: 'Atelier', digitalSourceType: null }
    expect(await check(await signed(child))).toMatchObject({
      actions: [{ name: 'c2pa.opened' }, edited],
      ingredients: [{ title: 'photo', hasCredentials: false }],
    })
    const quiet = await check(await signed(child, { metadata: 'none' }))
    expect(quiet).toMatchObject({ actions: [{ name: 'c2pa.opened' }, edited], ingredients: [{ title: 'Image' }] })
    expect(await check(await signed(photo))).toMatchObject({
      actions: [{ name: 'c2pa.opened' }, { name: 'c2pa.transcoded', digitalSourceType: null }],
    })
  })

  test('names reference and control images only when all metadata is included', async () => {
    const sketch = await importOne('sketch.png', smallPng(7))
    const style = await importOne('style.png', smallPng(8))
    const control = { imageId: sketch.id, net: 'canny', strength: 1, findsEdges: false }
    const drawn: Recipe = {
      ...generated,
      generation: { ...plainGeneration, referenceIds: [style.id], control },
    }
    const ingredients = [
      { title: 'style', description: 'Reference' },
      { title: 'sketch', description: 'Control image' },
    ]
    const image = await make(drawn, null)
    expect(await check(await signed(image))).toMatchObject({
      state: 'intact',
      actions: [{ name: 'c2pa.created', digitalSourceType: 'trainedAlgorithmicMedia' }],
      ingredients,
    })
    const edited = await make({ ...drawn, operation: 'edit' }, sketch.id)
    expect(await check(await signed(edited))).toMatchObject({
      state: 'intact',
      actions: [{ name: 'c2pa.opened' }, { name: 'c2pa.edited', by: 'OpenAI gpt-image-2' }],
      ingredients: [{ title: 'sketch', description: null }, ...ingredients],
    })
    // A later step without a model used no reference images.
    const cropped = await make({ ...fillRecipe, operation: 'crop' }, image.id)
    expect(await check(await signed(cropped))).toMatchObject({ state: 'intact', ingredients: [{ title: 'made' }] })
    for (const metadata of ['label', 'none'] as const) {
      expect(await check(await signed(image, { metadata }))).toMatchObject({ state: 'intact', ingredients: [] })
    }
  })

  test('carries on credentials signed by cameras and services through later edits', async () => {
    const camera = await readFile(await signed(await make(generated, null)))
    const photo = await importOne('signed.png', camera)
    const step = await make(fillRecipe, photo.id)
    const edit = await make({ ...generated, operation: 'edit' }, step.id, camera)
    expect(await check(await signed(edit, { size: { by: 'percent', percent: 50, mayEnlarge: false } }))).toMatchObject({
      state: 'intact',
      actions: [
        { name: 'c2pa.opened' },
        { name: 'c2pa.placed' },
        { name: 'c2pa.resized' },
        { name: 'c2pa.edited', by: 'OpenAI gpt-image-2', digitalSourceType: 'compositeWithTrainedAlgorithmicMedia' },
      ],
      ingredients: [{ title: 'signed', hasCredentials: true }, { hasCredentials: true }],
    })
    // An image signed by a service was made there: Atelier opens it and does not create it.
    const answered = await make(generated, null, camera)
    expect(await check(await signed(answered))).toMatchObject({
      actions: [
        { name: 'c2pa.opened' },
        { name: 'c2pa.transcoded', by: 'Atelier', digitalSourceType: 'trainedAlgorithmicMedia' },
      ],
      ingredients: [{ hasCredentials: true }],
    })
    expect(await opened.exports.checkCredentials(answered.id)).toMatchObject({ type: 'checked', state: 'intact' })
    expect(await opened.exports.checkCredentials(photo.id)).toMatchObject({ type: 'checked', state: 'intact' })
    expect(await opened.exports.checkCredentials(step.id)).toEqual({ type: 'none' })
  })
})

test('a batch is signed, originals stay unchanged, and nothing is written when signing fails', async () => {
  const images = [await make(generated, null), await make(generated, null), await make(fillRecipe, null)]
  const ids = images.map(({ id }) => id)
  const run = (changes: Partial<ExportOptions>) =>
    opened.exports.run({ ids, folder: at('out'), options: options(changes) })
  const { written } = await run({ format: 'jpeg' })
  expect(written).toHaveLength(3)
  for (const { path } of written) {
    expect(await real.imaging.checkCredentials({ path, mime: 'image/jpeg' })).toMatchObject({ state: 'intact' })
  }
  const originals = await run({ format: 'original' })
  expect(await check(originals.written[0]!.path)).toEqual({ type: 'none' })
  signingFailure = new AppError('credential/unavailable', 'The keychain is locked.')
  const { failed, written: writtenUnsigned } = await run({ format: 'webp' })
  signingFailure = null
  expect([writtenUnsigned, failed.map(({ error }) => error.message)]).toEqual([
    [],
    Array.from(ids, () => 'The keychain is locked.'),
  ])
  expect((await readdir(at('out'))).filter((name) => !/\.(jpg|png)$/.test(name))).toEqual([])
})
