import { join } from 'node:path'
import { esrgan } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { ComparePage } from '../e2e/pages/compare-page.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { quit } from './support/launch.ts'
import type { LocalHome } from '../e2e/support/local-home.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

function addUpscalers({ folder }: LocalHome, ...names: readonly string[]): void {
  for (const name of names) writeSafetensors(join(folder, `${name}.safetensors`), esrgan())
}

/** Sizes of images made from others, such as `1200 × 800`, newest first. */
async function resultSizes({ page }: Running): Promise<string[]> {
  const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
  return assets
    .filter(({ parentId }) => parentId !== null)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`)
}

test('upscales at once from the Gallery, the viewer, the canvas, a result and Compare', async ({ local }) => {
  addUpscalers(local, 'x4')
  const { running, page, studio } = await local.start()
  const gallery = new GalleryPage(page)
  const message = page.getByRole('region', { name: 'Notifications' })

  await test.step('all selected images', async () => {
    await gallery.open()
    await expect(gallery.tiles).toHaveCount(2)
    await gallery.tiles.first().click()
    await page.keyboard.press('ControlOrMeta+a')
    await gallery.tiles.first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    await expect(message).toContainText('Upscaling 2 images ×2 with x4.')
    await expect(gallery.tiles).toHaveCount(4, { timeout })
    const [image] = await call(page, 'library.assets', { ids: [await gallery.idOf('coffee – upscale 1')] })
    const recipe = { operation: 'edit', provider: 'local', model: 'x4', generation: { options: { scale: 2 } } }
    expect(image).toMatchObject({ widthPx: 1200, heightPx: 800, recipe })
  })

  await test.step('the image in the viewer', async () => {
    await gallery.tile('coffee').click()
    await page.keyboard.press('Space')
    await gallery.viewer.getByRole('button', { name: 'More actions' }).click()
    await page.getByRole('menuitem', { name: /^Upscale ×4/ }).click()
    await expect.poll(() => resultSizes(running), { timeout }).toContain('2400 × 1600')
    await page.keyboard.press('Escape')
  })

  await test.step('the selected image in Compare', async () => {
    const before = (await resultSizes(running)).length
    await gallery.tile('coffee').click()
    await gallery.tile('coffee – upscale 1').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.press('c')
    await expect(new ComparePage(page).tiles).toHaveCount(2)
    await studio.run('Upscale ×2')
    await expect.poll(async () => (await resultSizes(running)).length, { timeout }).toBe(before + 1)
    await gallery.open()
  })

  await test.step('the open document, and its result', async () => {
    await gallery.tile('coffee').dblclick()
    await page.keyboard.press('ControlOrMeta+1')
    await studio.canvas.ready()
    const before = await studio.cardCount()
    await studio.run('Upscale ×2')
    const card = studio.cards.nth(before)
    await expect(card).toHaveAccessibleName(/done/, { timeout })
    await expect(page.getByRole('figure', { name: 'Result' })).toContainText('1200 × 800')
    await card.click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    await expect.poll(() => resultSizes(running), { timeout }).toContain('2400 × 1600')
    await expect(studio.cards.nth(before + 1)).toHaveAccessibleName(/done/, { timeout })
  })
})

test('a dialog offers models and scales, and says which results are too large', async ({ local }) => {
  addUpscalers(local, 'smooth', 'crisp')
  const { running, page } = await local.start()
  const gallery = new GalleryPage(page)
  await gallery.open()
  await gallery.tile('coffee').click({ button: 'right' })
  await page.getByRole('menuitem', { name: /^Upscale ×4/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Upscale' })
  await expect(dialog).toContainText('600 × 400 → 2400 × 1600 px')
  await expect(dialog).toContainText('free')
  await dialog.getByRole('radio', { name: '×2' }).check({ force: true })
  await expect(dialog).toContainText('600 × 400 → 1200 × 800 px')
  await dialog.getByLabel('Model').selectOption({ label: 'smooth · Local models' })
  await expectAccessible(page, 'upscale')
  await dialog.getByRole('button', { name: 'Upscale', exact: true }).click()
  await expect(dialog).toHaveCount(0)
  await expect(gallery.tile('coffee – upscale 1')).toBeVisible({ timeout })

  await test.step('the upscaler used last is used at once', async () => {
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    await expect(page.getByRole('region', { name: 'Notifications' })).toContainText('×2 with smooth.')
    await expect(gallery.tile('coffee – upscale 2')).toBeVisible({ timeout })
  })

  await test.step('a result that would be too large is refused with a reason', async () => {
    await gallery.tile('coffee – upscale 1').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×4/ }).click()
    await expect.poll(() => resultSizes(running), { timeout }).toContain('4800 × 3200')
    await gallery.tile('coffee – upscale 3').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale…/ }).click()
    await expect(dialog).toContainText('4800 × 3200 → 9600 × 6400 px')
    await dialog.getByRole('radio', { name: '×4' }).check({ force: true })
    await expect(dialog).toContainText('Atelier opens images up to 16384 px per side. Choose ×2.')
    await expect(dialog.getByRole('button', { name: 'Upscale', exact: true })).toBeDisabled()
    await dialog.getByRole('radio', { name: '×2' }).check({ force: true })
    await expect(dialog.getByRole('button', { name: 'Upscale', exact: true })).toBeEnabled()
    await page.keyboard.press('Escape')
  })
})

test('without an engine the dialog leads to Models, without an upscaler it offers one', async ({
  local,
  running: bare,
  studio: _ready,
}) => {
  local.addModel('paper')
  const gallerySays = async (
    running: Running,
    message: string,
    leadsTo: 'Open Models' | 'Download Real-ESRGAN ×4 (≈ 67 MB)',
  ) => {
    const { page } = running
    const gallery = new GalleryPage(page)
    await gallery.open()
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Upscale' })
    await expect(dialog).toContainText(message)
    await expect(dialog).toContainText('Stability AI')
    await expectAccessible(page, 'nothing to upscale with')
    await expect(dialog.getByRole('button', { name: leadsTo })).toBeEnabled()
    await page.keyboard.press('Escape')
  }
  await gallerySays(bare, 'install an engine and download Real-ESRGAN', 'Open Models')
  await quit(bare)
  const { running, page } = await local.start()
  await gallerySays(running, 'No upscaler is installed', 'Download Real-ESRGAN ×4 (≈ 67 MB)')
  await test.step('an upscaler that is added later is found', async () => {
    addUpscalers(local, 'x4')
    const gallery = new GalleryPage(page)
    await gallery.open()
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Upscale' })
    await expect(dialog).toContainText('600 × 400 → 1200 × 800 px', { timeout })
    await dialog.getByRole('button', { name: 'Upscale', exact: true }).click()
    await expect(gallery.tile('coffee – upscale 1')).toBeVisible({ timeout })
  })
})

test('a slow run can be canceled, and the engine keeps working', async ({ local }) => {
  addUpscalers(local, 'slow', 'x4')
  const { page, studio } = await local.start()
  await call(page, 'settings.change', { upscaler: { provider: 'local', model: 'slow' } })
  await studio.run('Upscale ×2')
  await expect(studio.cards.last().getByRole('progressbar')).toBeVisible({ timeout })
  await page
    .getByRole('button', { name: /^Cancel/ })
    .first()
    .click()
  await expect(studio.cards).toHaveCount(0, { timeout })
  await call(page, 'settings.change', { upscaler: { provider: 'local', model: 'x4' } })
  await studio.run('Upscale ×2')
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
})
