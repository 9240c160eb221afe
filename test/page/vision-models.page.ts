import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startHub } from '../support/hub/hub-stand-in.ts'
import { softwareGpu } from '../support/vision/vision-process.ts'
import { writeTinyMatting } from '../support/vision/write-tiny-matting.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

test('a model for background removal is downloaded from the catalog, chosen among several, and used on the GPU', async () => {
  const home = await copyKnownHome()
  const folder = await mkdtemp(join(tmpdir(), 'atelier-vision-models-'))
  const hub = await startHub({
    'onnx-community/BiRefNet_lite-ONNX': { files: await filesIn(writeTinyMatting(join(folder, 'exact'))) },
    'paper/another': { files: await filesIn(writeTinyMatting(join(folder, 'logits'), { hasSigmoid: false })) },
  })
  const gpu = { ATELIER_VISION_DEVICE: 'gpu', ...softwareGpu }
  const running = await launch({ home, env: { HF_ENDPOINT: hub.address, ...gpu } })
  const { page } = running
  await new StudioPage(page).canvas.ready()
  const models = new ModelsPage(page)
  await models.open()
  const card = models.card('Local models')
  await card.getByRole('button', { name: 'Get models…' }).click()
  const dialog = page.getByRole('dialog')
  const list = card.getByRole('list', { name: 'Vision models' })
  await dialog.getByRole('button', { name: 'Choose BiRefNet Lite, background removal' }).click()
  await expect(dialog.getByRole('list', { name: 'Files' }).getByRole('listitem')).toHaveText([
    /onnx\/model\.onnx/,
    /config\.json/,
    /preprocessor_config\.json/,
  ])
  await dialog.getByRole('button', { name: /^Download \d/ }).click()
  await expect(list).toHaveText('BiRefNet_lite-ONNXBackground removal')
  await card.getByRole('button', { name: 'Get models…' }).click()
  const field = dialog.getByRole('textbox', { name: 'Search Hugging Face' })
  await field.fill('paper/another')
  await field.press('Enter')
  await dialog.getByRole('button', { name: /^Download \d/ }).click()
  await expect(list.getByRole('listitem')).toHaveText([
    'anotherBackground removal · In use',
    'BiRefNet_lite-ONNXBackground removalUse',
  ])
  await expectAccessible(page, 'models for local vision')

  const [source] = await libraryIds(page)
  const removeWith = async () => {
    const { id } = await call(page, 'vision.removeBackground', { id: source!, background: null })
    return (await call(page, 'library.assets', { ids: [id] }))[0]?.recipe.model
  }
  await expect(removeWith()).resolves.toBe('another')
  const openAnew = async () => {
    await page.keyboard.press('ControlOrMeta+1')
    await new ModelsPage(page).open()
  }
  await openAnew()
  await expect(card.getByText('Last run: GPU')).toBeVisible()
  const usesGpu = card.getByRole('switch', { name: 'Use the GPU for vision models' })
  await expect(usesGpu).toBeChecked()
  await running.app.evaluate(killVision)
  await expect(usesGpu).toBeChecked({ checked: false })
  await list.getByRole('button', { name: 'Use BiRefNet_lite-ONNX for Background removal' }).click()
  await expect(list.getByRole('listitem').last()).toHaveText('BiRefNet_lite-ONNXBackground removal · In use')
  await expect(removeWith()).resolves.toBe('BiRefNet_lite-ONNX')

  await card.getByText('Downloaded models').click()
  const row = card
    .getByRole('list', { name: 'Downloaded models' })
    .getByRole('listitem')
    .filter({ hasText: 'BiRefNet' })
  await row.getByRole('button', { name: /^Delete / }).click()
  await row.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(list).toHaveText('anotherBackground removal')
  await quit(running)
  await hub.close()
  await Promise.all([home, folder].map((each) => rm(each, { recursive: true, force: true, maxRetries: 5 })))
})

function killVision({ app }: { app: Electron.App }): void {
  const pid = app.getAppMetrics().find(({ name }) => name === 'Atelier Vision')?.pid
  if (pid === undefined) throw new Error('no vision process')
  process.kill(pid, 'SIGKILL')
}

/** Files of a folder, as the hub stand-in serves them. */
async function filesIn(folder: string): Promise<Record<string, { bytes: Buffer }>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const served = await Promise.all(
    paths.map(async (path) => [path.slice(folder.length + 1), { bytes: await readFile(path) }] as const),
  )
  return Object.fromEntries(served)
}
