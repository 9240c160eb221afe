import { join } from 'node:path'
import { lora } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { openaiStub } from '../support/services/openai-stub.ts'
import type { StubServer } from '../support/services/stub-server.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { GridPage } from '../e2e/pages/grid-page.ts'
import { buildMaskedResponse } from '../e2e/support/answers.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000
const partsOf = (server: StubServer, name: string) =>
  server.submissions().map(({ form }) => form.filter((part) => part.name.startsWith(name)))
const promptsOf = (server: StubServer) => partsOf(server, 'prompt').map(([part]) => part!.value)

test('every cell of a grid over a masked edit sends the image and the mask, and changes nothing outside it', async ({
  studio,
  form,
  startService,
  page,
}) => {
  const grid = new GridPage(page)
  const server = await startService(openaiStub, 'done', { image: () => buildMaskedResponse(server, 'keeps') })
  await form.choose('Fill')
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 330, y: 240 },
    { x: 380, y: 290 },
  ])
  await form.chooseModel('gpt-image-2')
  await form.prompt.fill('a green cloth')
  await page.getByRole('button', { name: 'Grid…' }).click()
  // A model without seeds and steps is asked for no images that differ in nothing but these.
  await expect(grid.axis('X: columns').getByRole('combobox', { name: 'Variable' })).toHaveValue('prompt')
  await expect(grid.dialog.getByText('GPT Image 2 does not use: Seed, Guidance, Steps')).toBeVisible()
  const x = await grid.vary('X: columns', 'Prompt S/R')
  await x.getByRole('textbox', { name: 'Find' }).fill('green')
  await x.getByRole('textbox', { name: /^Replace with/ }).fill('green\nblue\nwhite')
  await expect(grid.make).toHaveText(/^Make 3 images · ~?\$/)
  await grid.make.click()
  await expect(grid.inState('done')).toHaveCount(3, { timeout })

  const images = partsOf(server, 'image')
  const masks = partsOf(server, 'mask')
  expect([images.map((parts) => parts.length), masks.map((parts) => parts.length)]).toEqual([
    [1, 1, 1],
    [1, 1, 1],
  ])
  for (const parts of [images, masks])
    for (const [part] of parts) expect(Buffer.compare(part!.bytes, parts[0]![0]!.bytes)).toBe(0)
  const said = promptsOf(server).map((prompt) => /a (\w+) cloth/.exec(prompt)?.[1])
  expect(new Set(said)).toEqual(new Set(['blue', 'green', 'white']))
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.edit?.intent === 'fill')
  expect(made).toHaveLength(3)
  expect(made.map(({ recipe }) => recipe.changedOutside)).toEqual([0, 0, 0])
})

test(
  'every cell of a reference axis sends the images of its reference, and none without one',
  { tag: '@full' },
  async ({ form, startService, page }) => {
    const grid = new GridPage(page)
    const server = await startService(openaiStub)
    const [first, second] = await libraryIds(page)
    const reference = { kind: 'person', note: '', description: '', rights: '' } as const
    await call(page, 'references.create', { ...reference, name: 'anna', imageIds: [first!] })
    await call(page, 'references.create', { ...reference, name: 'ben', imageIds: [first!, second!] })
    await form.fillIn('New image', { model: 'gpt-image-2', prompt: '@anna at sea' })
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Grid…' }).click()
    const x = await grid.vary('X: columns', 'Reference')
    for (const name of ['@anna', '@ben', 'None']) await x.getByRole('checkbox', { name }).check()
    await expect(grid.dialog.getByRole('status')).toHaveText('3 images')
    await grid.make.click()
    await expect(grid.inState('done')).toHaveCount(3, { timeout })
    const sent = server.submissions().map(({ form: parts }) => ({
      prompt: parts.find(({ name }) => name === 'prompt')?.value ?? '',
      images: parts.filter(({ name }) => name.startsWith('image')).length,
    }))
    const about = (name: RegExp) => sent.find(({ prompt }) => name.test(prompt))
    expect(about(/^anna/)).toMatchObject({ images: 1, prompt: expect.stringMatching(/^anna \(image 1\) at sea/) })
    expect(about(/^ben/)).toMatchObject({ images: 2, prompt: expect.stringMatching(/^ben \(images 1 and 2\) at sea/) })
    const plain = server.submissions().filter(({ form: parts }) => parts.every(({ name }) => !name.startsWith('image')))
    expect(plain).toHaveLength(1)
  },
)

test('each column of a LoRA axis is drawn by the local engine with its weight', { tag: '@full' }, async ({ local }) => {
  local.addModel('paper')
  writeSafetensors(join(local.folder, 'ink.safetensors'), lora(['lora_unet_down_blocks_0', 4, 4]))
  const { page } = await local.start()
  const form = new GenerateForm(page)
  const grid = new GridPage(page)
  await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
  await page.getByRole('button', { name: 'Grid…' }).click()
  const x = await grid.vary('X: columns', 'LoRA weight')
  await x.getByRole('textbox', { name: 'LoRA' }).fill('ink')
  await x.getByRole('textbox', { name: 'Values' }).fill('0, 0.5, 1.25')
  await expect(grid.make).toHaveText('Make 3 images · free')
  await grid.make.click()
  await expect(grid.inState('done')).toHaveCount(3, { timeout })
  const made = (await libraryAssets(page)).filter(({ recipe }) => recipe.generation?.trace['grid'] !== undefined)
  const weights = made.map(({ recipe }) => recipe.generation!.loras.map(({ scale }) => scale))
  expect(new Set(weights.map(([weight = 0]) => weight))).toEqual(new Set([0, 0.5, 1.25]))
  // The engine read the file only where it has a weight.
  const files = made.map(({ recipe }) => recipe.generation!.local!.files.filter(({ part }) => part === 'lora'))
  expect(files.map((read) => read.map(({ name }) => name))).toEqual(
    weights.map(([weight]) => (weight ? ['ink.safetensors'] : [])),
  )
  // All share one seed: only the weight differs.
  expect(new Set(made.map(({ recipe }) => recipe.seed)).size).toBe(1)
})
