import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { SettingsPage } from './pages/settings-page.ts'
import { call, libraryIds } from './support/bridge.ts'
import { launch, quit } from './support/launch.ts'
import { answerOpenDialog, answerSaveDialog } from './support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

async function openStorage(page: Page): Promise<SettingsPage> {
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Storage')
  return settings
}

test('finds a missing file, frees space, restores a backup and moves the library', async ({
  running,
  gallery,
  page,
  app,
  home,
}) => {
  const outside = await mkdtemp(join(tmpdir(), 'atelier-elsewhere-'))
  const [asset] = await call(page, 'library.assets', { ids: await libraryIds(gallery.page) })
  await openStorage(page)
  await expect(page.getByRole('row', { name: /^Images/ })).toContainText('2 files')

  await test.step('a missing file is noticed, found by its content and restored', async () => {
    const file = join(home, 'library', asset!.relativePath)
    await rename(file, join(outside, 'who knows.dat'))
    await page.getByRole('button', { name: 'Check all files' }).click()
    const problems = page.getByRole('list', { name: 'Files with problems' })
    await expect(problems.getByRole('listitem')).toHaveText(new RegExp(`${asset!.name}.*Missing`))
    await answerOpenDialog(app, [outside])
    await page.getByRole('button', { name: 'Find in folder…' }).click()
    await expect(page.getByText('1 file restored.')).toBeVisible()
    expect(existsSync(file)).toBe(true)
    await page.getByRole('button', { name: 'Check all files' }).click()
    await expect(page.getByText('No problems found.')).toBeVisible()
  })

  await test.step('thumbnails are freed', async () => {
    await page.getByRole('button', { name: 'Free up: Thumbnails' }).click()
    await expect(page.getByText(/freed\.$/)).toBeVisible()
    await expect(page.getByRole('row', { name: /^Thumbnails/ })).toHaveCount(0)
  })

  const backup = join(outside, 'mine.zip')
  await test.step('a backup is written, then an image is deleted', async () => {
    await answerSaveDialog(app, backup)
    await page.getByRole('button', { name: 'Back up…' }).click()
    await expect(page.getByText(`to ${backup}.`)).toBeVisible()
    expect((await stat(backup)).size).toBeGreaterThan(500_000)
    await call(page, 'library.trash', { ids: [asset!.id] })
    await call(page, 'library.purge', { ids: [asset!.id] })
    await expect.poll(() => libraryIds(page)).toHaveLength(1)
  })

  await test.step('the backup is prepared for the next start', async () => {
    await answerOpenDialog(app, [backup])
    await page.getByRole('button', { name: 'Restore backup…' }).click()
    await expect(page.getByText(/^The backup of .* with 2 images is ready\./)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Restore backup…' })).toBeDisabled()
    await quit(running)
  })
  const restored = await launch({ home })
  const target = join(outside, 'new place')
  try {
    await openStorage(restored.page)
    await expect.poll(() => libraryIds(restored.page)).toContain(asset!.id)
    expect((await readdir(home)).some((name) => name.startsWith('replaced-'))).toBe(true)
    await expect(restored.page.getByRole('row', { name: /^Previous libraries/ })).toBeVisible()

    await answerOpenDialog(restored.app, [target])
    await restored.page.getByRole('button', { name: 'Move library…' }).click()
    await expect(restored.page.getByText(`Everything is copied to ${target}`)).toBeVisible()
  } finally {
    await quit(restored)
  }
  const moved = await launch({ home })
  try {
    await openStorage(moved.page)
    await expect(moved.page.getByText(target, { exact: true })).toBeVisible()
    expect(await libraryIds(moved.page)).toContain(asset!.id)
  } finally {
    await quit(moved)
    await rm(outside, { recursive: true, force: true })
  }
})
