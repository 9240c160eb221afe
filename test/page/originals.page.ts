import { mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('originals move to a shared folder, which is chosen in a dialog, stay usable when it is away, and move back', async ({
  running,
  gallery,
}) => {
  const { page, app } = running
  expect(await libraryIds(gallery.page)).toHaveLength(2)
  const folder = await mkdtemp(join(tmpdir(), 'atelier-originals-e2e-'))
  const originals = async () =>
    (await readdir(join(folder, 'atelier-originals', 'files'), { recursive: true }).catch(() => [])).filter((name) =>
      /\.[a-z]+$/.test(name),
    )
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Storage')
  const card = page.getByRole('region', { name: 'Shared originals' })
  await expect(card.getByText(/^Several libraries keep each image file once/)).toBeVisible()

  await answerOpenDialog(app, [folder])
  await card.getByRole('button', { name: 'Choose shared folder…' }).click()
  await expect(card.getByText(folder)).toBeVisible()
  await expect(card.getByText(/\(you\)/)).toBeVisible({ timeout })
  await expect(card.getByRole('status')).toHaveText('2 originals in the shared folder.', { timeout })
  expect(await originals()).toHaveLength(2)

  await rename(folder, `${folder}-away`)
  await card.getByRole('button', { name: 'Change…' }).focus()
  await call(page, 'originals.run', {})
  await expect(card.getByRole('alert')).toContainText('cannot be reached', { timeout })
  await rename(`${folder}-away`, folder)
  await card.getByRole('button', { name: 'Try again' }).click()
  await expect(card.getByRole('alert')).toBeHidden({ timeout })

  await card.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(card.getByText(/in the shared folder and can still be used/)).toBeVisible()
  expect(await originals()).toHaveLength(2)

  // What is there cannot be checked while the folder is away.
  await rename(folder, `${folder}-away`)
  await page.getByRole('button', { name: 'Check all files' }).click()
  await expect(page.getByText(/^2 files were not checked: the shared folder/)).toBeVisible({ timeout })
  await rename(`${folder}-away`, folder)
  await card.getByRole('button', { name: 'Move originals back' }).click()
  await expect(page.getByText('2 originals are in this library’s own folder again.')).toBeVisible({ timeout })
  await expect(card.getByRole('button', { name: 'Move originals back' })).toBeHidden({ timeout })
  expect(await originals()).toHaveLength(0)
  expect(await readdir(join(folder, 'atelier-originals', 'members'))).toEqual([])
  await page.getByRole('button', { name: 'Check all files' }).click()
  await expect(page.getByText(/^2 files checked.*No problems found/)).toBeVisible({ timeout })
  await rm(folder, { recursive: true, force: true })
})
