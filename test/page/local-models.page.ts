import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildStandIn } from '../support/engine/build-stand-in.ts'
import { checkpoint, flux, unet } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import type { LocalStudio } from '../e2e/support/local-home.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('a local model makes images, fills a mask, stops when canceled and survives a crash of its engine', async () => {
  const home = await copyKnownHome()
  const engine = await buildStandIn()
  const modelPath = writeSafetensors(join(engine.folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  writeSafetensors(join(engine.folder, 'alone.safetensors'), flux())
  await writeFile(join(engine.folder, 'old.ckpt'), new Uint8Array([0x80, 2, 0x7d]))
  const running = await launch({ home })
  const { page } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()

  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  await expect(card.getByText('Nothing leaves this computer.', { exact: true })).toBeVisible()
  await expect(models.health('Local models')).toHaveText('No engine')
  await answerOpenDialog(running.app, [engine.folder])
  await card.getByRole('button', { name: 'Add model folder…' }).click()
  await expect(card.getByRole('list', { name: 'Model folders' })).toContainText(`${engine.folder}2 models`)
  await expect(card.getByRole('list', { name: 'Incomplete models' })).toContainText('needs')
  await expect(card).toContainText('old.ckpt is a pickle')
  await answerOpenDialog(running.app, [modelPath])
  await card.getByRole('button', { name: 'Choose engine…' }).click()
  await expect(card.getByRole('alert')).toContainText('paper.safetensors', { timeout })
  await expect(models.health('Local models')).toHaveText('No engine')
  await answerOpenDialog(running.app, [engine.libraryPath])
  await card.getByRole('button', { name: 'Choose engine…' }).click()
  await expect(models.health('Local models')).toHaveText('Ready', { timeout })
  await expect(card.getByRole('region', { name: 'Engine' })).toContainText(
    'stable-diffusion.cpp stand-in · Stand-in processor, Stand-in GPU',
  )
  await expect(models.models('Local models')).toContainText(['paper'])
  await models.test('Local models')
  await expect(card).toContainText('stable-diffusion.cpp stand-in on Stand-in processor, Stand-in GPU')

  await page.keyboard.press('ControlOrMeta+1')
  const form = new GenerateForm(page)
  await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
  await expect(form.generate).toContainText('free')
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })

  await test.step('a hires pass returns the planned size', async () => {
    await page.locator('summary', { hasText: /^Advanced/ }).click()
    const pass = page.getByLabel('Hires pass', { exact: true })
    await expect(pass.getByRole('option')).toHaveText(['Off', '×1.5', '×2'])
    await pass.selectOption({ label: '×2' })
    await expect(page.getByText('Output: 1024 × 1024', { exact: true })).toBeVisible()
    await form.generate.click()
    await expect(studio.cards).toHaveCount(2)
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
    const [newest] = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 1) })
    expect(newest).toMatchObject({ widthPx: 1024, heightPx: 1024, recipe: { generation: { options: { hires: 2 } } } })
    await pass.selectOption({ label: 'Off' })
  })

  await form.prompt.fill('abort')
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/failed/, { timeout })
  await expect(studio.cards.last()).toContainText('Local engine stopped')

  await form.prompt.fill('slow kite')
  await form.generate.click()
  const slow = studio.cards.last()
  await expect(slow.getByRole('progressbar')).toBeVisible({ timeout })
  await page
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click()
  // A canceled job leaves no card.
  await expect(studio.cards).toHaveCount(3, { timeout })

  await form.choose('Fill')
  await studio.canvas.stroke([
    { x: 330, y: 250 },
    { x: 390, y: 310 },
  ])
  await form.chooseModel('paper')
  await form.prompt.fill('a kite')
  await form.generate.click()
  await expect(studio.measured).toContainText(', 0 outside', { timeout })

  await models.open()
  await expect(models.models('Local models')).toContainText([/used \w+ \d+, \d{4}$/])

  await quit(running)
  await rm(modelPath)
  await rm(engine.folder, { recursive: true })
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test('the time on the button includes loading the model only while it is not loaded', async ({ local }) => {
  local.addModel('paper')
  const first = await local.start()
  await draw(first)
  await quit(first.running)
  await slowLoading(join(local.home, 'cache', 'run-times.json'))

  const { running, page, studio } = await local.start()
  const form = new GenerateForm(page)
  await form.fillIn('New image', { prompt: 'a kite' })
  await expect(form.generate).toContainText(waitsForLoading, { timeout })
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  await expect(form.generate).toContainText('about')
  await expect(form.generate).not.toContainText(waitsForLoading)
  await running.app.evaluate(async ({ app }) => {
    const engine = app.getAppMetrics().find(({ name }) => name === 'Atelier Engine')
    if (engine) process.kill(engine.pid)
  })
  await expect(form.generate).toContainText(waitsForLoading)
})

test('a local model makes images without a network', async ({ local }) => {
  local.addModel('paper')
  const studio = await local.start()
  await studio.running.app.evaluate(async ({ net }) => {
    net.isOnline = () => false
  })
  await draw(studio)
})

test('a missing model file is named, and Retry works as soon as it is found in another folder', async ({ local }) => {
  const path = local.addModel('paper')
  const running = await local.start()
  const { page, studio } = running
  await draw(running)
  await rename(path, `${path}.away`)
  const form = new GenerateForm(page)
  await form.generate.click()
  const failed = studio.cards.last()
  await expect(failed).toHaveAccessibleName(/failed/, { timeout })
  await expect(failed).toContainText('Model missing')
  await expect(failed).toContainText(`paper.safetensors is no longer in ${local.folder}.`)
  await failed.getByRole('button', { name: 'Open Models' }).click()
  const card = new ModelsPage(page).card('Local models')
  await expect(card.getByRole('list', { name: 'Models: Local models' })).toContainText('File missing')

  await mkdir(join(local.folder, 'moved'))
  await rename(`${path}.away`, join(local.folder, 'moved', 'paper.safetensors'))
  await page.keyboard.press('ControlOrMeta+1')
  await failed.getByRole('button', { name: 'Retry' }).click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  await expect(studio.cards.filter({ hasText: 'failed' })).toHaveCount(0)
})

test('a selected model that is gone is not replaced by another one: nothing is sent to an unselected service', async ({
  local,
}) => {
  const path = local.addModel('paper')
  const before = await local.start()
  await draw(before)
  await quit(before.running)
  await rename(path, `${path}.away`)

  const { page } = await local.start()
  const form = new GenerateForm(page)
  await expect(form.disabledReason('The selected model is no longer available. Choose another.')).toBeVisible()
  await expect(form.generate).toBeDisabled()
  await form.chooseModel('demo')
  await expect(form.disabledReason(/no longer available/)).toHaveCount(0)
  await expect(form.generate).toBeEnabled()
})

async function draw({ page, studio }: LocalStudio): Promise<void> {
  const form = new GenerateForm(page)
  await form.fillIn('New image', { model: 'paper', prompt: 'a kite' })
  await form.generate.click()
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
}

const waitsForLoading = /about 4\d s/

/** Simulates a slow disk: every recorded run waited 40 seconds for its model. */
async function slowLoading(path: string): Promise<void> {
  const book = JSON.parse(await readFile(path, 'utf8')) as Record<string, object>
  const entries = Object.entries(book).map(([key, entry]) => [key, { ...entry, load: Array(9).fill(40_000) }])
  await writeFile(path, JSON.stringify(Object.fromEntries(entries)))
}
