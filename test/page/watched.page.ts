import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runBuiltProgram } from '../support/run-built-program.ts'
import { smallPng } from '../support/small-images.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

test('a watched folder imports existing and new images, can be paused, and can be removed', async ({
  gallery,
  page,
  app,
  home,
}) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-watched-'))
  try {
    await writeFile(join(folder, 'there before.png'), smallPng(1, 64, 48))
    const settings = new SettingsPage(page)
    await settings.open()
    await settings.show('Library')
    await expect(page.getByText('No watched folders.')).toBeVisible()

    await answerOpenDialog(app, [home])
    await page.getByRole('button', { name: 'Watch folder…' }).click()
    await expect(page.getByRole('alert')).toContainText('belongs to Atelier')

    await answerOpenDialog(app, [folder])
    await page.getByRole('button', { name: 'Watch folder…' }).click()
    const row = page.getByRole('list', { name: 'Watched folders' }).getByRole('listitem')
    await expect(row).toContainText('Watching. 1 image imported')
    await expect(page.getByRole('alert')).toHaveCount(0)

    await gallery.open()
    await expect(gallery.tiles).toHaveCount(3)
    await writeFile(join(folder, 'dropped.png'), smallPng(2, 64, 48))
    await expect(gallery.tiles).toHaveCount(4)
    await expect(gallery.tiles.first()).toHaveAccessibleName(/^dropped/)

    await settings.open()
    await settings.show('Library')
    await expect(row).toContainText('2 images imported')
    const watch = page.getByRole('switch', { name: `Watch ${folder}` })
    await watch.click()
    await expect(row).toContainText('Paused.')
    await rename(folder, `${folder} away`)
    await watch.click()
    await expect(row).toContainText('Unavailable.')
    await rename(`${folder} away`, folder)
    await page.getByRole('button', { name: `Stop watching ${folder}` }).click()
    await expect(page.getByText('No watched folders.')).toBeVisible()
    expect((await readdir(folder)).toSorted()).toEqual(['dropped.png', 'there before.png'])
    await gallery.open()
    await expect(gallery.tiles).toHaveCount(4)

    // The command line imports into the same library: the window updates without input.
    await writeFile(join(home, 'by command.png'), smallPng(3, 64, 48))
    const electron = await app.evaluate(async () => process.execPath)
    const { code, err } = await runBuiltProgram(['import', join(home, 'by command.png')], { home, electron })
    expect([code, err]).toEqual([0, ''])
    await expect(gallery.tiles).toHaveCount(5)
    await expect(gallery.tiles.first()).toHaveAccessibleName(/^by command/)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
