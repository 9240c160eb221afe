import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { smallModel, startHub } from '../support/hub/hub-stand-in.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog, watchOpened } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** Starts the program with a stand-in for the hub and opens Get models. */
async function openGetModels(home: string, hub: Awaited<ReturnType<typeof startHub>>) {
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  await card.getByRole('button', { name: 'Get models…' }).click()
  return { running, page, card, dialog: page.getByRole('dialog') }
}

test('a model is searched for, downloaded, paused, resumed, and deleted to free space', async () => {
  const home = await copyKnownHome()
  const ink = { bytes: smallModel(3_000_000), faults: { stallAfter: [1_000_000] } }
  const hub = await startHub({
    'paper/ink': { files: { 'ink.safetensors': ink } },
    'paper/many': { files: { 'large.gguf': { bytes: smallModel(9) }, 'small.gguf': { bytes: smallModel() } } },
    'stabilityai/sdxl-turbo': { files: { 'sd_xl_turbo_1.0_fp16.safetensors': { bytes: smallModel() } } },
  })
  const { running, page, card, dialog } = await openGetModels(home, hub)

  await test.step('terms are accepted before anything is downloaded', async () => {
    const offered = dialog.getByRole('list', { name: 'Available models' }).getByRole('listitem')
    await expect(offered.filter({ hasText: 'FLUX.1' }).first()).toBeVisible()
    expect(hub.requests).toEqual([])
    await expectAccessible(page, 'models to download')
    await offered
      .filter({ hasText: 'SDXL Turbo' })
      .getByRole('button', { name: /^Choose/ })
      .click()
    await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('sd_xl_turbo_1.0_fp16.safetensors')
    const download = dialog.getByRole('button', { name: /^Download \d/ })
    await expect(download).toBeDisabled()
    await expectAccessible(page, 'terms of a model')
    const opened = await watchOpened(running.app)
    const license = dialog.getByRole('button', { name: 'Read license' })
    await license.click()
    await expect.poll(opened).toEqual([expect.stringMatching(/^https:/)])
    expect(await opened()).toEqual([await license.getAttribute('title')])
    expect(hub.deliveries).toEqual([])
    await dialog.getByLabel('I have read and accept the terms').check()
    await download.click()
    await card.getByText('Downloaded models').click({ timeout })
    await expect(card.getByRole('list', { name: 'Downloaded models' })).toContainText('SDXL Turbo')
  })

  await test.step('another repository: a paused download keeps what was received', async () => {
    await card.getByRole('button', { name: 'Get models…' }).click()
    const field = dialog.getByRole('textbox', { name: 'Search Hugging Face' })
    await field.fill('nothing of the kind')
    await field.press('Enter')
    await expect(dialog.getByRole('status')).toContainText('No results for “nothing of the kind”')
    await field.fill('pap')
    await field.press('Enter')
    const found = dialog.getByRole('list', { name: 'Search results' })
    await found.getByRole('button', { name: 'Choose paper/many' }).click()
    await expect(found.getByRole('listitem')).toHaveText([/^large.gguf.*apache-2.0/, /^small.gguf/])
    await expectAccessible(page, 'files that were found')
    await found.getByRole('button', { name: 'Choose small.gguf' }).click()
    await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('small.gguf')
    await dialog.getByRole('button', { name: 'Back', exact: true }).click()
    await dialog.getByRole('button', { name: 'Back to catalog' }).click()
    await expect(dialog.getByRole('list', { name: 'Available models' })).toBeVisible()
    await field.fill('paper/nothing')
    await field.press('Enter')
    await expect(dialog.getByRole('alert')).toContainText('paper/nothing')
    await field.fill('paper/ink')
    await field.press('Enter')
    await dialog.getByRole('button', { name: 'Download 3.0 MB' }).click()
    const row = card.getByRole('list', { name: 'Downloads' }).getByRole('listitem')
    await expect(row.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^3\d$/, { timeout })
    const rail = page.getByRole('navigation', { name: 'Main' })
    await rail.getByRole('button', { name: 'Studio' }).click()
    await rail.getByRole('button', { name: /^3\d% of ink.safetensors downloaded$/ }).click()
    await row.getByRole('button', { name: 'Pause ink.safetensors' }).click()
    await expect(rail.getByRole('button', { name: /ink.safetensors/ })).toHaveCount(0)
    await expect(row).toContainText('Paused')
    await expectAccessible(page, 'a download that is paused')
    await rail.getByRole('button', { name: 'Studio' }).click()
    await call(page, 'downloads.resume', { id: 'paper/ink:ink.safetensors' })
    await expect(page.getByText('Downloaded ink.safetensors.').first()).toBeVisible({ timeout })
    await rail.getByRole('button', { name: 'Models', exact: true }).click()
    await expect(row).toHaveCount(0, { timeout })
    expect(hub.deliveries.at(-1)?.headers.range).toMatch(/^bytes=\d{6,}-/)
    await expect(card.getByRole('region', { name: 'Model folders' })).toContainText('2 LoRAs')
  })

  await test.step('deleting shows how much space is freed', async () => {
    await card.getByText('Downloaded models').click()
    const row = card
      .getByRole('list', { name: 'Downloaded models' })
      .getByRole('listitem')
      .filter({ hasText: 'ink.safetensors' })
    await row.getByRole('button', { name: /^Delete / }).click()
    await expect(row).toContainText('Frees 3.0 MB')
    await row.getByRole('button', { name: 'Delete', exact: true }).click()
    await expect(row).toHaveCount(0)
    await expect(card.getByRole('region', { name: 'Model folders' })).toContainText('1 LoRA')
  })

  await quit(running)
  await hub.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test('a file that is already in a model folder is used in place', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-own-models-'))
  const home = await copyKnownHome({ modelFolders: [folder] })
  const bytes = smallModel(2_000_000)
  await writeFile(join(folder, 'my-ink.safetensors'), bytes)
  const hub = await startHub({ 'paper/ink': { files: { 'ink.safetensors': { bytes } } } })
  const { running, page, card, dialog } = await openGetModels(home, hub)
  const field = dialog.getByRole('textbox', { name: 'Search Hugging Face' })
  await field.fill('paper/ink')
  await field.press('Enter')
  await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('Copy found')
  await expect(dialog).toContainText('2.0 MB total · nothing to download')
  await expectAccessible(page, 'a model that is here already')
  await dialog.getByRole('button', { name: 'Add', exact: true }).click()
  await card.getByText('Downloaded models').click({ timeout })
  await expect(card.getByRole('list', { name: 'Downloaded models' })).toContainText('ink.safetensors')
  expect(hub.deliveries).toEqual([])
  await quit(running)
  await hub.close()
  await Promise.all([home, folder].map((each) => rm(each, { recursive: true, force: true, maxRetries: 5 })))
})

test('a download survives a crash of the process that receives it', async () => {
  const home = await copyKnownHome()
  const ink = { bytes: smallModel(6_000_000), faults: { stallAfter: [4_000_000] } }
  const hub = await startHub({ 'paper/ink': { files: { 'ink.safetensors': ink } } })
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address } })
  const { page, app } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  const at = (name: string) => join(home, 'models', name)
  const id = 'paper/ink:ink.safetensors'
  await call(page, 'downloads.plan', { id })
  await call(page, 'downloads.start', { id, hasAccepted: false })
  const sizeOfPart = async () => (await stat(at('ink.safetensors.part')).catch(() => ({ size: 0 }))).size
  await expect.poll(sizeOfPart, { timeout }).toBeGreaterThan(1_000_000)
  await app.evaluate(async ({ app: electron }) => {
    const [receiving] = electron.getAppMetrics().filter(({ name }) => name === 'Atelier Downloads')
    process.kill(receiving!.pid, 'SIGKILL')
  })
  const row = card.getByRole('list', { name: 'Downloads' }).getByRole('listitem')
  await expect(row).toContainText('stopped unexpectedly. The downloaded part is kept', { timeout })
  expect((await readdir(join(home, 'models'))).filter((name) => name.endsWith('.safetensors'))).toEqual([])
  expect(await call(page, 'local.setup', {})).toMatchObject({ loras: 0 })
  expect(await sizeOfPart()).toBeGreaterThan(1_000_000)

  // It resumes by itself after a while.
  await expect(card.getByRole('region', { name: 'Model folders' })).toContainText('1 LoRA', { timeout: 90_000 })
  expect(hub.deliveries.map(({ headers }) => headers.range)).toEqual([
    undefined,
    expect.stringMatching(/^bytes=[1-4]\d{6}-$/),
  ])
  expect(ink.bytes.equals(await readFile(at('ink.safetensors')))).toBe(true)
  await quit(running)
  await hub.close()
  await rm(home, { recursive: true, force: true, maxRetries: 5 })
})

test('models are downloaded to the selected folder', async () => {
  const [home, folder] = [await copyKnownHome(), await mkdtemp(join(tmpdir(), 'atelier-own-models-'))]
  const hub = await startHub({ 'paper/ink': { files: { 'ink.safetensors': { bytes: smallModel() } } } })
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address } })
  const { page, app } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  const folders = card.getByRole('region', { name: 'Model folders' })
  const row = folders.getByRole('listitem').filter({ hasText: folder })
  const getInk = async () => {
    await card.getByRole('button', { name: 'Get models…' }).click()
    const field = page.getByRole('dialog').getByRole('textbox', { name: 'Search Hugging Face' })
    await field.fill('paper/ink')
    await field.press('Enter')
  }
  await answerOpenDialog(app, [folder])
  await folders.getByRole('button', { name: 'Change download folder…' }).click()
  await expect(row).toContainText('download folder')
  await expectAccessible(page, 'a folder for downloads')

  await test.step('a missing download folder is reported', async () => {
    await rm(folder, { recursive: true })
    await getInk()
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('Connect its disk')
    await page.keyboard.press('Escape')
    expect(hub.deliveries).toEqual([])
    await mkdir(folder)
  })

  await test.step('downloads are saved to the folder', async () => {
    await getInk()
    await expect(page.getByRole('dialog')).toContainText(`Saved to ${folder}`)
    await page.getByRole('button', { name: /^Download 4\d/ }).click()
    await expect(folders).toContainText('1 LoRA', { timeout })
    expect(await readdir(folder)).toEqual(['ink.safetensors'])
  })

  await folders.getByRole('button', { name: 'Use default download folder' }).click()
  await expect(row).not.toContainText('download folder')
  await expect(folders.getByRole('button', { name: 'Use default download folder' })).toHaveCount(0)
  await quit(running)
  await hub.close()
  await Promise.all([home, folder].map((each) => rm(each, { recursive: true, force: true, maxRetries: 5 })))
})
