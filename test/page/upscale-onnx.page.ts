import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeTinyUpscaler } from '../support/vision/write-tiny-upscaler.ts'
import { ModelsPage } from '../e2e/pages/models-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { libraryAssets } from '../e2e/support/images.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('an upscaler in ONNX format upscales without an engine', async ({ gallery, studio, page, app }) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-upscaler-'))
  const modelPath = join(folder, 'models', 'RealESRGAN_x4plus.onnx')
  const dialog = page.getByRole('dialog', { name: 'Upscale' })
  const message = page.getByRole('region', { name: 'Notifications' })
  const start = dialog.getByRole('button', { name: 'Upscale', exact: true })
  const choose = async (item: RegExp, tile = 'coffee') => {
    await gallery.tile(tile).click({ button: 'right' })
    await page.getByRole('menuitem', { name: item }).click()
  }
  try {
    await app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
    await gallery.open()

    await test.step('without one, the dialog says what to add and leads there', async () => {
      await choose(/^Upscale ×2/)
      await expect(dialog).toContainText('ONNX format')
      await dialog.getByRole('button', { name: 'Open Models' }).click()
    })

    await test.step('a model folder is added', async () => {
      writeTinyUpscaler(modelPath)
      const card = new ModelsPage(page).card('Local models')
      await answerOpenDialog(app, [join(folder, 'models')])
      await card.getByRole('button', { name: 'Add model folder…' }).click()
      await expect(card.getByRole('list', { name: 'Vision models' })).toHaveText('RealESRGAN_x4plusUpscaling')
      await card.getByRole('list', { name: 'Vision models' }).scrollIntoViewIfNeeded()
    })

    await test.step('the dialog offers it, free, and the result is in the library', async () => {
      await gallery.open()
      await choose(/^Upscale…/)
      await expect(dialog.getByLabel('Model')).toContainText('RealESRGAN_x4plus (ONNX) · Local models')
      await expect(dialog).toContainText('600 × 400 → 1200 × 800 px')
      await expect(dialog).toContainText('free')
      await dialog.getByRole('radio', { name: '×4' }).check({ force: true })
      await expect(dialog).toContainText('600 × 400 → 2400 × 1600 px')
      await expectAccessible(page, 'upscale by an ONNX model')
      await start.click()
      await expect(gallery.tile('coffee – upscale 1')).toBeVisible({ timeout })
      const made = (await libraryAssets(page)).find(({ name }) => name === 'coffee – upscale 1')
      const recipe = { operation: 'edit', provider: 'local', model: 'RealESRGAN_x4plus.onnx', costUsd: 0 }
      expect(made).toMatchObject({ widthPx: 2400, heightPx: 1600, recipe })
      const source = (await libraryAssets(page)).find(({ name }) => name === 'coffee')
      expect(made?.parentId).toBe(source?.id)
      await gallery.tile('coffee – upscale 1').click()
      await expect(page.getByText(/^ONNX Runtime \d/)).toBeAttached()
    })

    await test.step('it is used at once the next time, and a damaged file says so', async () => {
      await choose(/^Upscale ×2/)
      await expect(message).toContainText('×2 with RealESRGAN_x4plus (ONNX).')
      await expect(gallery.tile('coffee – upscale 2')).toBeVisible({ timeout })
      await writeFile(modelPath, Buffer.alloc(5_000, 3))
      await gallery.tile('coffee').dblclick()
      await page.keyboard.press('ControlOrMeta+1')
      await studio.canvas.ready()
      await studio.run('Upscale ×2')
      await expect(studio.results).toContainText('Download the model again', { timeout })
    })

    await test.step('a slow run is canceled between its tiles', async () => {
      writeTinyUpscaler(modelPath, { type: 'smooth', radiusPx: 60 })
      const before = await studio.cardCount()
      await studio.run('Upscale ×4')
      const card = studio.cards.nth(before)
      await expect(card.getByRole('progressbar')).toBeVisible({ timeout })
      await page
        .getByRole('button', { name: /^Cancel/ })
        .first()
        .click()
      await expect(studio.cards).toHaveCount(before, { timeout })
      expect((await libraryAssets(page)).filter(({ parentId }) => parentId !== null)).toHaveLength(2)
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
