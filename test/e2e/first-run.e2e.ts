import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { measureChange } from '../../scripts/demo/measure-change.ts'
import { ExportDialog } from './pages/export-dialog.ts'
import { answerOpenDialog } from './support/native-dialogs.ts'
import { libraryAssets, samplePath } from './support/pictures.ts'
import { expect, test } from './support/test.ts'

test('first start: paint, fill, compare, keep, export', async ({ running, studio }) => {
  const { page, app, home } = running
  await expect(page.getByText('Paint over what should go, then press')).toBeVisible()

  await studio.scribble({ x: 330, y: 250 }, { x: 400, y: 320 })
  await studio.fill()
  await expect(studio.measured).toContainText('outside 0')

  const [result] = await libraryAssets(page)
  const folder = join(home, 'exported')
  await mkdir(folder)
  await answerOpenDialog(app, [folder])
  await studio.results.getByRole('button', { name: 'Export' }).click()
  const dialog = new ExportDialog(page)
  await dialog.submit()
  const [path = ''] = await dialog.writtenPaths()
  await dialog.close()

  // The line in the window is believed only because the files say the same.
  const change = await measureChange(samplePath, path, join(home, 'library', '.masks', `${result?.id}.png`))
  expect(change.changedOutside).toBe(0)
  expect(change.changedInside).toBe(result?.recipe.changedInside)
  expect(change.changedInside).toBeGreaterThan(2_000)
})
