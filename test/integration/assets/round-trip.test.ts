import { mkdir, readFile, readdir, symlink, writeFile } from 'node:fs/promises'
import { defaultExportOptions } from '../../../src/shared/domain/export-options.ts'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Recipe } from '../../../src/shared/domain/asset.ts'
import { exportFormats } from '../../../src/shared/util/media-type.ts'
import { fillRecipe } from '../../support/build-asset.ts'
import { contentCredentials, latinText, pngWith } from '../../support/foreign-images.ts'
import { sharedImagingProcess } from '../../support/imaging-process.ts'
import { withLibrary } from '../../support/open-library.ts'
import { findAssetIds } from '../../support/open-database.ts'
import { smallPng } from '../../support/small-images.ts'
import { withHome } from '../../support/temporary-home.ts'
import { unsetNumbers } from '../../../src/shared/domain/number-settings.ts'

const real = sharedImagingProcess
const home = withHome(beforeAll)
const at = (...parts: string[]) => join(home.paths.root, ...parts)

const opened = withLibrary(home, () => ({ imaging: real.imaging }), beforeAll)

const generated: Recipe = {
  ...fillRecipe,
  operation: 'generate',
  provider: 'openai',
  model: 'gpt-image-2',
  prompt: 'a red door,\nmorning: light, “赤い扉” <b>',
  seed: 4_294_967_295,
  growPx: null,
  featherPx: null,
  changedInside: null,
  changedOutside: null,
  runId: '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  costUsd: 0.04,
  generation: {
    negativePrompt: 'fog, "rain"',
    revisedPrompt: 'A red door.',
    requestedSize: '16x12',
    quality: 'hd',
    stylePreset: null,
    ...unsetNumbers,
    guidance: 4.5,
    steps: 28,
    loras: [{ path: 'ink', scale: 0.5 }],
    options: { background: 'opaque' },
    referenceIds: [],
    warnings: [],
    estimateUsd: 0.05,
    requestId: 'req-1',
    usage: { tokens: 7 },
    trace: {},
  },
}

async function importOne(name: string, bytes: Uint8Array) {
  await mkdir(at('from'), { recursive: true })
  await writeFile(at('from', name), bytes)
  const { imported, failed } = await opened.assets.imports.addFiles([at('from', name)])
  expect(failed).toEqual([])
  return imported[0]!
}

test.each(exportFormats)('an image exported as %s and imported again has its recipe and its parent', async (format) => {
  const parent = await importOne('parent.png', smallPng(1))
  const temporaryPath = at('made.png')
  await writeFile(temporaryPath, smallPng(2))
  const size = { mime: 'image/png', widthPx: 16, heightPx: 12, hasAlpha: false }
  const companions = { temporaryMaskPath: null, rawAnswer: null }
  const newResult = { ...size, ...companions, temporaryPath, parentId: parent.id, name: 'made', recipe: generated }
  const child = await opened.assets.results.add(newResult)
  const target = at(`again.${format}`)
  await opened.exports.to(child.id, target, defaultExportOptions)
  const { imported } = await opened.assets.imports.addFiles([target])
  expect(imported).toMatchObject([{ recipe: generated, parentId: parent.id, dialect: 'atelier' }])
  expect(imported[0]!.id).not.toBe(child.id)
  expect(await opened.assets.records.details(imported[0]!.id)).toMatchObject({
    dialect: 'atelier',
    tool: 'Atelier 0.1.0',
  })
})

describe('an image from another program', () => {
  const parameters = 'a pier\nNegative prompt: fog\nSteps: 20, Sampler: Euler, Seed: 5, Size: 16x12, Model: dream'

  test('keeps its bytes, prompt, and Content Credentials', async () => {
    const bytes = pngWith([latinText('parameters', parameters), { type: 'caBX', data: contentCredentials() }], 7)
    const asset = await importOne('signed.png', bytes)
    expect(asset).toMatchObject({ dialect: 'a1111', hasCredentials: true, recipe: { prompt: 'a pier', seed: 5 } })
    const { path } = await opened.assets.files.locate(asset.id, 'original')
    expect((await readFile(path)).equals(bytes)).toBe(true)
    const details = await opened.assets.records.details(asset.id)
    expect(details.credentials?.generator).toBe('Some Service 4')
    expect(details.fields).toContainEqual({ name: 'Model', value: 'dream' })
  })

  test('is read the same when found in the library folder', async () => {
    await mkdir(join(home.paths.library, 'mine'), { recursive: true })
    await writeFile(join(home.paths.library, 'mine', 'put.png'), pngWith([latinText('parameters', parameters)], 8))
    expect(await opened.assets.files.sweep()).toMatchObject({ adopted: 1 })
    const ids = await findAssetIds(opened.database)
    const found = (await opened.assets.records.load(ids)).find(({ name }) => name === 'put')
    expect(found).toMatchObject({ dialect: 'a1111', hasCredentials: false, recipe: { prompt: 'a pier' } })
  })

  test('is imported again after a purge only when a person imports it', async () => {
    const bytes = pngWith([latinText('parameters', parameters)], 9)
    const asset = await importOne('gone.png', bytes)
    await opened.assets.trash.add([asset.id])
    const watched = { isByPerson: false }
    expect(await opened.assets.imports.addFiles([at('from', 'gone.png')], watched)).toMatchObject({ alreadyThere: 1 })
    expect((await opened.assets.records.require(asset.id)).trashedAtMs).not.toBeNull()
    await opened.assets.trash.purge([asset.id])
    expect(await opened.assets.imports.addFiles([at('from', 'gone.png')], watched)).toMatchObject({ imported: [] })
    expect((await opened.assets.imports.addFiles([at('from', 'gone.png')])).imported).toHaveLength(1)
    expect((await opened.assets.imports.addFiles([at('from', 'gone.png')], watched)).imported).toHaveLength(1)
  })
})

test('importing a folder finds images at any depth, skipping hidden files, other types, and cycles', async () => {
  const folder = at('tree')
  await mkdir(join(folder, 'deep', 'deeper'), { recursive: true })
  for (const name of ['.hidden', '__MACOSX']) await mkdir(join(folder, name))
  const files = ['10.png', '2.png', 'deep/deeper/x.PNG', '.hidden/a.png', '.b.png', '__MACOSX/c.png']
  for (const [n, file] of files.entries()) await writeFile(join(folder, file), smallPng(100 + n))
  await writeFile(join(folder, 'notes.txt'), 'no image')
  await writeFile(join(folder, 'copy.png'), smallPng(100))
  await writeFile(join(folder, 'broken.jpg'), 'no image either')
  await symlink(folder, join(folder, 'deep', 'round'))
  await symlink(home.paths.library, join(folder, 'library'))
  const outcome = await opened.assets.imports.addFiles([folder, join(folder, 'gone.png')])
  // Of two files with the same content, the first one imported gives the name.
  expect(outcome.imported.map(({ name }) => name.replace('copy', '10')).toSorted()).toEqual(['10', '2', 'x'])
  expect(outcome).toMatchObject({ arrived: 4, alreadyThere: 1, passedOver: 1, notTried: 0, isCancelled: false })
  expect(new Map(outcome.failed.map(({ file, error }) => [file, error.code]))).toEqual(
    new Map([
      [join(folder, 'broken.jpg'), 'media/unsupported'],
      [join(folder, 'gone.png'), 'storage/not-found'],
    ]),
  )
  expect((await readdir(folder)).length).toBe(10)
})
