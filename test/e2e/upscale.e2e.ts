import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildStandIn } from '../support/engine/build-stand-in.ts'
import { checkpoint, esrgan, unet } from '../support/models/image-models.ts'
import { writeSafetensors } from '../support/models/write-model.ts'
import { ComparePage } from './pages/compare-page.ts'
import { GalleryPage } from './pages/gallery-page.ts'
import { ModelsPage } from './pages/models-page.ts'
import { StudioPage } from './pages/studio-page.ts'
import { expectAccessible } from './support/axe.ts'
import { call, libraryIds } from './support/bridge.ts'
import { launch, makeHome, quit, type Running } from './support/launch.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

/** A home whose engine is the stand-in, and its folder of models. */
async function homeWith(...upscalers: readonly string[]) {
  const home = await makeHome()
  const engine = await buildStandIn()
  writeSafetensors(join(engine.folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  for (const name of upscalers) writeSafetensors(join(engine.folder, `${name}.safetensors`), esrgan())
  const settings = { version: 1, enginePath: engine.libraryPath, modelFolders: [engine.folder] }
  await writeFile(join(home, 'settings.json'), JSON.stringify(settings))
  return { home, engine }
}

async function end(running: Running, ...folders: readonly string[]): Promise<void> {
  await quit(running)
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
}

/** Sizes of what was made from others, as `1200 × 800`, the newest first. */
async function resultSizes({ page }: Running): Promise<string[]> {
  const assets = await call(page, 'library.assets', { ids: await libraryIds(page) })
  return assets
    .filter(({ parentId }) => parentId !== null)
    .toSorted((a, b) => (a.id < b.id ? 1 : -1))
    .map(({ widthPx, heightPx }) => `${widthPx} × ${heightPx}`)
}

test('from the Gallery, the full view, the canvas, a result and Compare, at once', async () => {
  test.setTimeout(150_000)
  const { home, engine } = await homeWith('x4')
  const running = await launch({ home })
  const { page } = running
  const studio = new StudioPage(page)
  const gallery = new GalleryPage(page)
  const message = page.getByRole('region', { name: 'Messages' })
  await studio.canvas.ready()

  await test.step('all chosen images', async () => {
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

  await test.step('the image in the full view', async () => {
    await gallery.tile('coffee').click()
    await page.keyboard.press('Space')
    await gallery.viewer.getByRole('button', { name: 'More to do with the picture' }).click()
    await page.getByRole('menuitem', { name: /^Upscale ×4/ }).click()
    await expect.poll(() => resultSizes(running), { timeout }).toContain('2400 × 1600')
    await page.keyboard.press('Escape')
  })

  await test.step('the chosen image in Compare', async () => {
    const before = (await resultSizes(running)).length
    await gallery.tile('coffee').click()
    await gallery.tile('coffee – upscale 1').click({ modifiers: ['ControlOrMeta'] })
    await page.keyboard.press('c')
    await expect(new ComparePage(page).tiles).toHaveCount(2)
    await studio.run('Upscale ×2')
    await expect.poll(async () => (await resultSizes(running)).length, { timeout }).toBe(before + 1)
    await gallery.open()
  })

  await test.step('the open image, and its result', async () => {
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
  await end(running, engine.folder, home)
})

test('a dialog asks by what and how much, and says what cannot be done', async () => {
  const { home, engine } = await homeWith('smooth', 'crisp')
  const running = await launch({ home })
  const { page } = running
  const gallery = new GalleryPage(page)
  await new StudioPage(page).canvas.ready()
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

  await test.step('the one used last is used at once', async () => {
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    await expect(page.getByRole('region', { name: 'Messages' })).toContainText('×2 with smooth.')
    await expect(gallery.tile('coffee – upscale 2')).toBeVisible({ timeout })
  })

  await test.step('a result that would be too large is refused with the reason', async () => {
    await gallery.tile('coffee – upscale 1').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×4/ }).click()
    await expect.poll(() => resultSizes(running), { timeout }).toContain('4800 × 3200')
    await gallery.tile('coffee – upscale 3').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale…/ }).click()
    await expect(dialog).toContainText('4800 × 3200 → 9600 × 6400 px')
    await dialog.getByRole('radio', { name: '×4' }).check({ force: true })
    await expect(dialog).toContainText('Atelier opens images of up to 16384 pixels a side. Choose ×2.')
    await expect(dialog.getByRole('button', { name: 'Upscale', exact: true })).toBeDisabled()
    await dialog.getByRole('radio', { name: '×2' }).check({ force: true })
    await expect(dialog.getByRole('button', { name: 'Upscale', exact: true })).toBeEnabled()
    await page.keyboard.press('Escape')
  })
  await end(running, engine.folder, home)
})

test('without an engine or an upscaler it leads to what to do', async () => {
  const { home, engine } = await homeWith()
  const bare = await makeHome()
  const gallerySays = async (running: Running, words: string) => {
    const { page } = running
    const gallery = new GalleryPage(page)
    await new StudioPage(page).canvas.ready()
    await gallery.open()
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Upscale' })
    await expect(dialog).toContainText(words)
    await expect(dialog).toContainText('Stability AI')
    await expectAccessible(page, words)
    await dialog.getByRole('button', { name: 'Open Models' }).click()
    await expect(new ModelsPage(page).card('Local models')).toBeInViewport()
  }
  const first = await launch({ home: bare })
  await gallerySays(first, 'Install an engine under Local models first')
  await end(first, bare)
  const second = await launch({ home })
  await gallerySays(second, 'No upscaler found')
  await test.step('and one that is added since is found', async () => {
    writeSafetensors(join(engine.folder, 'x4.safetensors'), esrgan())
    const { page } = second
    const gallery = new GalleryPage(page)
    await gallery.open()
    await gallery.tile('coffee').click({ button: 'right' })
    await page.getByRole('menuitem', { name: /^Upscale ×2/ }).click()
    const dialog = page.getByRole('dialog', { name: 'Upscale' })
    await expect(dialog).toContainText('600 × 400 → 1200 × 800 px', { timeout })
    await dialog.getByRole('button', { name: 'Upscale', exact: true }).click()
    await expect(gallery.tile('coffee – upscale 1')).toBeVisible({ timeout })
  })
  await end(second, engine.folder, home)
})

test('a run that takes its time can be canceled, and the engine goes on', async () => {
  const { home, engine } = await homeWith('slow')
  writeSafetensors(join(engine.folder, 'x4.safetensors'), esrgan())
  const running = await launch({ home })
  const { page } = running
  const studio = new StudioPage(page)
  await studio.canvas.ready()
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
  await end(running, engine.folder, home)
})
