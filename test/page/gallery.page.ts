import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { smallPng } from '../support/small-images.ts'
import { ExportDialog } from '../e2e/pages/export-dialog.ts'
import { importFiles } from '../e2e/support/bridge.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import type { Running } from '../e2e/support/launch.ts'
import { decode } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

/** Puts images into the library, named p000, p001 …, the last one newest. */
async function importMany({ page, home }: Running, count: number): Promise<void> {
  const folder = join(home, 'incoming')
  await mkdir(folder)
  const paths = Array.from({ length: count }, (_, at) => join(folder, `p${String(at).padStart(3, '0')}.png`))
  await Promise.all(paths.map((path, at) => writeFile(path, smallPng(at, 48, 32))))
  const { imported, failed } = await importFiles(page, paths)
  expect([imported.length, failed]).toEqual([count, []])
}

test('shows many images, newest first, and renders only those in view', async ({ running, studio, gallery, page }) => {
  await importMany(running, 150)
  await gallery.open()
  await expect(gallery.tiles.first()).toHaveAttribute('aria-setsize', '152')
  await expect(gallery.tiles.first()).toHaveAccessibleName(/^p14\d/)
  expect(await gallery.tiles.count()).toBeLessThan(120)
  await gallery.tiles.first().click()
  await page.keyboard.press('End')
  await expect(gallery.grid.getByRole('option', { name: /^(coffee|chelsea)/ }).first()).toBeVisible()
  await expect(studio.canvas.view).not.toBeVisible()
})

test('Import takes files with one click, and folders from its menu', async ({ gallery, page, app, home }) => {
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(2)
  const [file, folder] = [join(home, 'import-file.png'), join(home, 'import-folder')]
  await mkdir(folder)
  await Promise.all([
    writeFile(file, smallPng(41, 64, 48)),
    ...[42, 43].map((seed) => writeFile(join(folder, `import-${seed}.png`), smallPng(seed, 64, 48))),
  ])
  const button = page.getByRole('group', { name: 'Import' })
  await answerOpenDialog(app, [file])
  await button.getByRole('button', { name: 'Import…', exact: true }).click()
  await expect(gallery.tile('import-file')).toBeVisible()
  await answerOpenDialog(app, [folder])
  await button.getByRole('button', { name: 'More import options' }).click()
  await page.getByRole('menuitem', { name: 'Folder…' }).click()
  await expect(gallery.tile('import-43')).toBeVisible()
  await expect(gallery.tiles).toHaveCount(5)
})

test('the viewer steps through images, shows information and closes', async ({ running, gallery, page }) => {
  const { keyboard } = page
  await importMany(running, 3)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(5)
  const [first = '', second = ''] = await gallery.names()
  await gallery.tiles.first().click()
  await keyboard.press('Space')
  await expect(gallery.viewer.getByRole('heading')).toHaveText(first)
  await keyboard.press('ArrowRight')
  await expect(gallery.viewer.getByRole('heading')).toHaveText(second)
  await keyboard.press('i')
  await expect(gallery.viewer.getByText('Imported').first()).toBeVisible()
  await keyboard.press('Escape')
  await expect(gallery.viewer).toBeHidden()
  await expect(gallery.grid).toBeVisible()
})

test('deletes to the trash, undoes it, and restores from the trash', async ({ running, gallery, page }) => {
  await importMany(running, 2)
  await gallery.open()
  await expect(gallery.tiles).toHaveCount(4)
  await gallery.tiles.first().click()
  await page.keyboard.press('Delete')
  await expect(gallery.tiles).toHaveCount(3)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(gallery.tiles).toHaveCount(4)

  await gallery.tiles.first().click()
  await page.keyboard.press('Delete')
  await expect(gallery.tiles).toHaveCount(3)
  await gallery.showSection('Trash')
  await expect(gallery.tiles).toHaveCount(1)
  await gallery.tiles.first().click()
  await page.getByRole('toolbar', { name: 'Gallery' }).getByRole('button', { name: 'Restore', exact: true }).click()
  await gallery.showSection('All images')
  await expect(gallery.tiles).toHaveCount(4)
})

test('exports every format, and never overwrites a file without asking', async ({ gallery, page, app, home }) => {
  const folder = join(home, 'exported')
  await mkdir(folder)
  await answerOpenDialog(app, [folder])
  await gallery.open()
  await gallery.grid.getByRole('option', { name: /^coffee/ }).click()
  for (const format of ['PNG', 'JPEG', 'WebP', 'AVIF', 'TIFF'] as const) {
    const dialog = new ExportDialog(page)
    await page.keyboard.press('e')
    await dialog.chooseFormat(format)
    await dialog.submit()
    const [path = ''] = await dialog.writtenPaths()
    expect(await decode(path)).toMatchObject({ width: 600, height: 400 })
    await dialog.close()
  }

  const dialog = new ExportDialog(page)
  await page.keyboard.press('e')
  await dialog.chooseFormat('PNG')
  await dialog.submit()
  await expect(dialog.dialog.getByText('Nothing was overwritten')).toBeVisible()
  await dialog.dialog.getByRole('button', { name: 'Keep both' }).click()
  await dialog.writtenPaths()
  await dialog.close()
  expect((await readdir(folder)).filter((name) => name.endsWith('.png'))).toHaveLength(2)
})
