import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { sharp } from '../../src/main/platform/pure/sharp.ts'
import { formatBytes } from '../../src/renderer/lib/format.ts'
import { ExportDialog } from '../e2e/pages/export-dialog.ts'
import { GalleryPage } from '../e2e/pages/gallery-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, importFiles } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/canvas-test.ts'
import { writeCard } from '../e2e/support/cards.ts'

test('exports three images with a saved preset, skips existing files, and makes a contact sheet and a web gallery', async ({
  running,
  folder,
  page,
  app,
}) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const out = join(folder, 'out')
  await mkdir(out)
  const paths = await Promise.all(
    [1, 2, 3].map(async (number) => {
      const path = join(folder, `kite ${number} <b>.png`)
      await writeCard(path, { widthPx: 60 * number, heightPx: 40 }, (x, y) => [
        (x * number) & 255,
        y & 255,
        40 * number,
      ])
      return path
    }),
  )
  const { imported } = await importFiles(page, paths)
  expect(imported).toHaveLength(3)
  await gallery.open()
  const kites = gallery.grid.getByRole('option', { name: /^kite/ })
  await expect(kites).toHaveCount(3)
  for (const number of [0, 1, 2]) await kites.nth(number).click({ modifiers: number > 0 ? ['ControlOrMeta'] : [] })

  await page.keyboard.press('e')
  await dialog.choosePreset('For the web (JPEG 2048 px)')
  await dialog.show('File name')
  await dialog.dialog.getByRole('textbox', { name: 'File name' }).fill('{n} {width}')
  await dialog.dialog.getByRole('combobox', { name: 'If file exists' }).selectOption({ label: 'Skip image' })
  await dialog.dialog.getByRole('button', { name: 'Save as preset…' }).click()
  await dialog.dialog.getByRole('textbox', { name: 'Preset name' }).fill('Skipping')
  await page.keyboard.press('Enter')
  await expect(dialog.dialog.getByRole('combobox', { name: 'Preset' })).toHaveValue(/.{30,}/)
  await answerOpenDialog(app, [out])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await dialog.submit()
  expect(await dialog.writtenPaths()).toHaveLength(3)
  await dialog.close()
  const written = await readdir(out)
  expect(written).toHaveLength(3)

  await page.keyboard.press('e')
  await expect(dialog.dialog.getByRole('combobox', { name: 'Preset' }).locator('option:checked')).toHaveText('Skipping')
  await dialog.submit()
  await expect(dialog.dialog.getByText('Skipped 3 images')).toBeVisible()
  await dialog.close()
  expect(await readdir(out)).toEqual(written)

  await page.keyboard.press('e')
  await dialog.dialog.getByRole('radio', { name: 'Contact sheet' }).check({ force: true })
  await dialog.dialog.getByRole('textbox', { name: 'Title' }).fill('Kites 赤い')
  for (const label of ['Columns, value', 'Rows, value']) {
    await dialog.dialog.getByRole('textbox', { name: label }).fill('1')
    await page.keyboard.press('Tab')
  }
  await dialog.submit()
  const [pdf = ''] = await dialog.writtenPaths()
  await expect(dialog.dialog.getByRole('status')).not.toContainText('No installed font')
  await dialog.close()
  expect(execFileSync('pdfinfo', [pdf], { encoding: 'utf8' })).toMatch(/Pages:\s+3\n/)
  const text = execFileSync('pdftotext', [pdf, '-'], { encoding: 'utf8' })
  expect(text).toContain('kite 2 <b>')
  expect(text).toContain('赤い')

  await page.keyboard.press('e')
  await dialog.dialog.getByRole('radio', { name: 'Contact sheet' }).check({ force: true })
  await dialog.dialog.getByRole('radio', { name: 'PNG' }).check({ force: true })
  // U+0378 is assigned to no character.
  await dialog.dialog.getByRole('textbox', { name: 'Title' }).fill('Kites \u0378 赤い')
  await dialog.submit()
  const [png = ''] = await dialog.writtenPaths()
  await expect(dialog.dialog.getByRole('status')).toContainText('No installed font has \u0378 (U+0378), so')
  await dialog.close()
  expect(execFileSync('identify', ['-format', '%w %h', png], { encoding: 'utf8' })).toMatch(/^158\d 224\d$/)

  await page.keyboard.press('e')
  await dialog.dialog.getByRole('radio', { name: 'Web gallery' }).check({ force: true })
  await dialog.dialog.getByRole('textbox', { name: 'Title' }).fill('My <kites>')
  await dialog.submit()
  const [index = ''] = await dialog.writtenPaths()
  await dialog.close()
  await walkGallery(running, index)
})

test('a signed export carries the name of its certificate and reveals later changes', async ({ folder, page, app }) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const out = join(folder, 'signed')
  await mkdir(out)
  const path = join(folder, 'heron.png')
  await writeCard(path, { widthPx: 90, heightPx: 60 }, (x, y) => [x & 255, (y * 3) & 255, 90])
  await importFiles(page, [path])

  await call(page, 'credentials.forget', {})
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('navigation', { name: 'Settings' }).getByRole('button', { name: 'Export', exact: true }).click()
  const card = page.getByRole('region', { name: 'Content Credentials' })
  await expect(card.getByRole('status')).toContainText('No certificate yet')
  await card.getByRole('button', { name: 'Create certificate…' }).click()
  await page.getByRole('textbox', { name: 'Name on certificate' }).fill('Änne Müller')
  await page.keyboard.press('Enter')
  await expect(card.getByRole('status')).toContainText('Änne Müller')

  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^heron/ }).click()
  await page.keyboard.press('e')
  await dialog.choosePreset('For the web (JPEG 2048 px)')
  await dialog.show('Metadata')
  await dialog.dialog.getByRole('switch', { name: 'Sign with Content Credentials' }).click()
  await expect(dialog.dialog.getByText('Signed as “Änne Müller”')).toContainText('unknown signer')
  await answerOpenDialog(app, [out])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await dialog.submit()
  const [written = ''] = await dialog.writtenPaths()
  await dialog.close()
  expect(execFileSync('exiftool', ['-JUMBF:all', written], { encoding: 'utf8' })).toContain('c2pa')

  const file = await readFile(written)
  const changed = join(folder, 'changed.jpg')
  file[file.lastIndexOf(Buffer.of(0xff, 0xda)) + 200]! ^= 1
  await writeFile(changed, file)
  await importFiles(page, [written, changed])
  const record = page.getByRole('region', { name: 'Content Credentials' })
  await gallery.grid.getByRole('option', { name: /^changed/ }).click()
  await expect(record).toContainText('Changed since signing')
  await expectAccessible(page, 'Content Credentials')
  await gallery.grid
    .getByRole('option', { name: /^heron/ })
    .first()
    .click()
  await expect(record).toContainText('Unchanged since signing')
  await expect(record).toContainText('Änne Müller')
})

test('the dialog says how large the file will be, and that JPEG has no transparency', async ({ folder, page, app }) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const path = join(folder, 'glass.png')
  await sharp({ create: { width: 80, height: 60, channels: 4, background: { r: 90, g: 120, b: 160, alpha: 0.5 } } })
    .png()
    .toFile(path)
  await importFiles(page, [path])
  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^glass/ }).click()
  await page.keyboard.press('e')
  const lost = dialog.dialog.getByText('JPEG has no transparency')
  await dialog.choosePreset('PNG with all metadata')
  await expect(lost).toHaveCount(0)
  await dialog.chooseFormat('JPEG')
  await expect(lost).toBeVisible()
  const size = dialog.dialog.getByText(/^[\d.,]+ (?:bytes|B|kB|KB)$/)
  await expect(size).toBeVisible()
  const out = join(folder, 'glass')
  await mkdir(out)
  await answerOpenDialog(app, [out])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  const shown = await size.innerText()
  await dialog.submit()
  const [written = ''] = await dialog.writtenPaths()
  await dialog.close()
  expect(shown).toBe(formatBytes((await readFile(written)).length))
})

test('an image starts as it was exported last; another one as it is, with the last export a click away', async ({
  folder,
  page,
  app,
}) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const preset = dialog.dialog.getByRole('combobox', { name: 'Preset' }).locator('option:checked')
  const last = dialog.dialog.getByRole('button', { name: /^Last used: WebP · quality 85/ })
  const paths = ['tern', 'wren'].map((name) => join(folder, `${name}.png`))
  for (const [at, path] of paths.entries())
    await writeCard(path, { widthPx: 60, heightPx: 40 }, (x, y) => [x & 255, y & 255, 90 * at])
  await importFiles(page, paths)
  await gallery.open()
  const open = async (name: string) => {
    await gallery.grid.getByRole('option', { name: new RegExp(`^${name}`) }).click()
    await page.keyboard.press('e')
  }
  await open('tern')
  await dialog.choosePreset('For the web (JPEG 2048 px)')
  await dialog.chooseFormat('WebP')
  await answerOpenDialog(app, [folder])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await dialog.submit()
  await dialog.writtenPaths()
  await dialog.close()

  await open('wren')
  await expect(preset).toHaveText('PNG with all metadata')
  await expect(last).toBeVisible()
  await expectAccessible(page, 'export, the last one offered')
  await page.keyboard.press('Escape')
  await open('tern')
  await expect(preset).toHaveText('For the web (JPEG 2048 px) (changed)')
  await expect(last).toHaveCount(0)
  await page.keyboard.press('Escape')

  await open('wren')
  await last.click()
  await expect(dialog.dialog.getByRole('button', { name: 'Export', exact: true })).toBeFocused()
  await expect(preset).toHaveText('For the web (JPEG 2048 px) (changed)')
  await dialog.submit()
  expect((await dialog.writtenPaths()).map((path) => basename(path))).toEqual(['wren.webp'])
  await dialog.close()
})

test('exporting an original requires all of its metadata or none', async ({ folder, page, app }) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const out = join(folder, 'originals')
  await mkdir(out)
  const path = join(folder, 'egret.png')
  await writeCard(path, { widthPx: 90, heightPx: 60 }, (x, y) => [x & 255, y & 255, 90])
  execFileSync('exiftool', ['-q', '-overwrite_original', '-EXIF:GPSLatitude=51.5', '-Comment=secret', path])
  await importFiles(page, [path])

  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^egret/ }).click()
  await page.keyboard.press('e')
  await dialog.choosePreset('Share without recipe')
  await dialog.chooseFormat('Original')
  await answerOpenDialog(app, [out])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await expect(dialog.dialog.getByText('Select all metadata or none.')).toBeVisible()
  await expect(dialog.dialog.getByRole('button', { name: 'Export', exact: true })).toBeDisabled()
  const metadata = dialog.dialog.getByRole('group', { name: 'Metadata' })
  await metadata.getByRole('radio', { name: 'All' }).check({ force: true })
  await metadata.getByRole('radio', { name: 'None' }).check({ force: true })
  await expect(dialog.dialog.getByText('AI label is off')).toBeVisible()
  await dialog.submit()
  const [written = ''] = await dialog.writtenPaths()
  await dialog.close()
  expect((await readFile(path)).includes('secret')).toBe(true)
  expect(execFileSync('exiftool', ['-GPS:all', '-Comment', written], { encoding: 'utf8' })).toBe('')
})

test('a batch export is stopped and continued, and a document is exported with its layers', async ({
  folder,
  page,
  app,
}) => {
  const gallery = new GalleryPage(page)
  const dialog = new ExportDialog(page)
  const out = join(folder, 'stopped')
  await mkdir(out)
  const paths = await Promise.all(
    Array.from({ length: 24 }, async (_, number) => {
      const path = join(folder, `reed ${number}.png`)
      await writeCard(path, { widthPx: 320, heightPx: 240 }, (x, y) => [
        (x * y + number * 9) & 255,
        (x * 7) & 255,
        y & 255,
      ])
      return path
    }),
  )
  const { imported } = await importFiles(page, paths)
  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^reed/ }).first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('e')
  await dialog.chooseFormat('AVIF')
  await dialog.dialog.getByRole('switch', { name: 'Lossless' }).click()
  await dialog.show('File name')
  await dialog.dialog.getByRole('textbox', { name: 'File name' }).fill('{n}')
  await answerOpenDialog(app, [out])
  await dialog.dialog.getByRole('button', { name: 'Choose folder…' }).click()
  await dialog.submit()
  await dialog.dialog.getByRole('button', { name: 'Stop' }).click()
  await expect(dialog.dialog.getByText('No file is incomplete')).toBeVisible()
  const before = await dialog.writtenPaths()
  expect((await readdir(out)).length).toBe(before.length)
  await dialog.dialog.getByRole('button', { name: 'Continue' }).click()
  const all = await dialog.writtenPaths()
  await dialog.close()
  expect(all.length).toBeGreaterThanOrEqual(imported.length)
  expect((await readdir(out)).toSorted()).toEqual(all.map((path) => basename(path)).toSorted())
  expect(before.length).toBeLessThan(all.length)

  await call(page, 'canvas.open', { assetId: imported[0]! })
  await gallery.grid.getByRole('option', { name: /^reed 0/ }).click()
  await page.keyboard.press('e')
  const layered = join(folder, 'reed.ora')
  await answerSaveDialog(app, layered)
  await dialog.dialog.getByRole('button', { name: 'OpenRaster (ORA)…' }).click()
  await expect(page.getByText(`Saved: ${layered}`)).toBeVisible()
  expect((await readFile(layered)).subarray(0, 2).toString()).toBe('PK')
})

/** Opens the gallery by `file:` in a window of its own, as a recipient of the folder does. */
async function walkGallery({ app }: Pick<Running, 'app'>, index: string) {
  expect(await readFile(index, 'utf8')).not.toMatch(/https?:/)
  const opening = app.waitForEvent('window')
  await app.evaluate(async ({ BrowserWindow }, address) => {
    const window = new BrowserWindow({ width: 900, height: 700, webPreferences: { partition: 'visitor' } })
    void window.loadURL(address)
  }, pathToFileURL(index).href)
  const page = await opening
  await expect(page.getByRole('heading', { name: 'My <kites>' })).toBeVisible()
  const images = page.locator('main img')
  await expect(images).toHaveCount(3)
  await page.locator('main a').first().focus()
  await page.keyboard.press('Enter')
  const shown = page.locator('dialog img')
  await expect(shown).toBeVisible()
  const first = await shown.getAttribute('src')
  await page.keyboard.press('ArrowRight')
  await expect(shown).not.toHaveAttribute('src', first ?? '')
  await expect.poll(() => shown.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0)
  await page.keyboard.press('ArrowLeft')
  await expect(shown).toHaveAttribute('src', first ?? '')
  await page.keyboard.press('Escape')
  await expect(page.locator('dialog')).toBeHidden()
  await expect(page.locator('main a').first()).toBeFocused()
  await page.close()
}
