import { copyFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ExportDialog } from '../../../test/e2e/pages/export-dialog.ts'
import { OrganizePage } from '../../../test/e2e/pages/organize-page.ts'
import { SettingsPage } from '../../../test/e2e/pages/settings-page.ts'
import { importFiles } from '../../../test/e2e/support/bridge.ts'
import { answerOpenDialog } from '../../../test/e2e/support/native-dialogs.ts'
import { writeTinyClip } from '../../../test/support/vision/write-tiny-clip.ts'
import { writeTinyMatting } from '../../../test/support/vision/write-tiny-matting.ts'
import { crop, drawCoast, drawVase, palettes } from './drawings.ts'
import { addModels, importImages, openImage, whenDone, writeImages, type Stage } from './stage.ts'

type Named = Readonly<Record<string, Uint8Array>>

async function drawAll(images: Readonly<Record<string, Promise<Uint8Array>>>): Promise<Named> {
  return Object.fromEntries(await Promise.all(Object.entries(images).map(async ([name, bytes]) => [name, await bytes])))
}

const vases = (hasSticker: boolean) =>
  drawAll(Object.fromEntries([0, 1, 2, 3, 4, 5].map((shape) => [`vase ${shape + 1}`, drawVase(shape, hasSticker)])))

/** Replaces the background of many photos at once. */
export async function replaceBackgrounds(stage: Stage): Promise<void> {
  const { gallery, page, folder } = stage
  writeTinyMatting(join(folder, 'models', 'BiRefNet_lite-ONNX'))
  await addModels(stage, join(folder, 'models'))
  await importImages(stage, await vases(false))
  await gallery.open()
  await new OrganizePage(page).find('name:vase')
  await gallery.tile('vase 6').waitFor()
  await gallery.tiles.first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await gallery.tile('vase 1').click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Replace background…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Replace background' })
  await dialog.getByRole('textbox', { name: 'Color', exact: true }).fill('#f3efe6')
  await stage.shoot('background-replace')
  await dialog.getByRole('button', { name: 'Replace', exact: true }).click()
  await page.getByText('6 backgrounds replaced.').waitFor()
  await page.getByRole('button', { name: 'Show in Gallery' }).click()
  await gallery.tiles.nth(11).waitFor()
  await stage.shoot('background-done')
}

/** Keeps a subject the same in new images, by name. */
export async function keepSubject(stage: Stage): Promise<void> {
  const { gallery, form, page } = stage
  await importImages(
    stage,
    await drawAll({
      'chelsea portrait': crop('chelsea', [60, 0, 300, 300]),
      'chelsea eyes': crop('chelsea', [90, 40, 300, 200]),
    }),
  )
  await gallery.open()
  await new OrganizePage(page).find('name:chelsea')
  await gallery.tiles.nth(2).waitFor()
  await gallery.tiles.first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await gallery.tiles.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'New reference…' }).click()
  const dialog = page.getByRole('dialog', { name: 'References' })
  await dialog.getByRole('textbox', { name: 'Name' }).fill('chelsea')
  await dialog.getByRole('textbox', { name: 'What matters' }).fill('striped fur, green eyes')
  await stage.shoot('reference-new')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText('Not used yet').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+1')
  await form.choose('New image')
  await form.chooseModel('gpt-image-2')
  await form.prompt.fill('')
  await form.prompt.focus()
  await page.keyboard.type('@chelsea asleep on a windowsill')
  await page.keyboard.press('Escape')
  await page.getByRole('list', { name: 'References in the prompt' }).getByRole('button').waitFor()
  await page.getByText('Request preview').click()
  await form.generate.filter({ hasText: '$' }).waitFor()
  await stage.shoot('reference-prompt')
  await form.generate.click()
  await whenDone(stage, 1)
}

/** Finds images by what they show. */
export async function findByContent(stage: Stage): Promise<void> {
  const { gallery, page, folder } = stage
  writeTinyClip(join(folder, 'models', 'clip-vit-base-patch32'))
  await addModels(stage, join(folder, 'models'))
  await importImages(
    stage,
    await drawAll({
      'coast at dawn': drawCoast(palettes.dawn, 620),
      'coast at dusk': drawCoast(palettes.dusk, 300),
      'coast at night': drawCoast(palettes.night, 240),
      'coast, storm': drawCoast(palettes.storm, 480),
      saucer: crop('coffee', [60, 180, 300, 210]),
      handle: crop('coffee', [150, 220, 220, 160]),
    }),
  )
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Library')
  await page
    .getByRole('region', { name: 'Search by content' })
    .getByText(/^All 8 images are searchable/)
    .waitFor()
  await gallery.open()
  await new OrganizePage(page).find('looks:"a blue sea"')
  await gallery.grid
    .locator('[role=option]:first-child')
    .and(gallery.grid.getByRole('option', { name: /^coast/ }))
    .waitFor()
  await gallery.tiles.first().click()
  await stage.shoot('find')
}

/** The same edit on a whole folder, as a plan. */
export async function runPlan(stage: Stage): Promise<void> {
  const { studio, page, running, folder } = stage
  const photos = await vases(true)
  await importImages(stage, { 'vase 1': photos['vase 1']! })
  await openImage(stage, 'vase 1')
  await studio.setNumber('Size', 90)
  await studio.scribble({ x: 690, y: 90 }, { x: 850, y: 180 }, 30)
  await page.getByRole('button', { name: 'Edit plan…' }).click()
  const plan = page.getByRole('dialog', { name: 'Edit plan', exact: true })
  await plan.getByRole('combobox', { name: 'Model' }).selectOption({ label: 'Content-aware fill' })
  await plan.getByRole('button', { name: 'Run · free' }).waitFor()
  await stage.shoot('plan')
  await writeImages(join(folder, 'photos'), photos)
  await plan.getByRole('button', { name: 'Run on images…' }).click()
  const batch = page.getByRole('dialog', { name: 'Edit plan on images' })
  await answerOpenDialog(running.app, [join(folder, 'photos')])
  await batch.getByRole('button', { name: 'Choose folder…' }).click()
  await batch.getByRole('button', { name: 'Run · free' }).click()
  await batch.getByText('6 of 6 images done').first().waitFor({ timeout: 300_000 })
  await stage.shoot('plan-images')
}

/** Exports for the web, signed, and shows what the file says. */
export async function exportSigned(stage: Stage): Promise<void> {
  const { gallery, studio, form, page, running, folder } = stage
  await studio.setNumber('Size', 60)
  await studio.scribble({ x: 335, y: 255 }, { x: 390, y: 310 })
  await form.choose('Remove')
  await studio.fill()
  await gallery.open()
  await gallery.tiles.first().click()
  const exporting = new ExportDialog(page)
  const { dialog } = exporting
  await page.keyboard.press('e')
  await exporting.choosePreset('For the web (JPEG 2048 px)')
  await exporting.show('Metadata')
  await dialog.getByRole('switch', { name: 'Sign with Content Credentials' }).click()
  await stage.shoot('export')
  const out = join(folder, 'out')
  await mkdir(out)
  await answerOpenDialog(running.app, [out])
  await dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await exporting.submit()
  const [written = ''] = await exporting.writtenPaths()
  await exporting.close()
  // Picked by a plain name: where the system has no UTF-8 locale, Chromium's picker loses others.
  const received = join(out, 'received.jpg')
  await copyFile(written, received)
  await importFiles(page, [received])
  await gallery.tiles.nth(3).waitFor()
  await gallery.tiles.first().click()
  const record = page.getByRole('region', { name: 'Content Credentials' })
  await record.getByText('Unchanged since signing').waitFor()
  await record.scrollIntoViewIfNeeded()
  await stage.shoot('export-proof')
}
