import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { openaiStub } from '../support/services/openai-stub.ts'
import { smallPng } from '../support/small-images.ts'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { expectOpenedAccessible } from '../e2e/support/axe.ts'
import { call } from '../e2e/support/bridge.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { test } from './support/test.ts'

test('dialogs for spending, deleting, signing and importing are accessible', async ({
  studio,
  form,
  gallery,
  startService,
  running,
  page,
  app,
  home,
}) => {
  await resizeTo(running, 1280, 800)
  await startService(openaiStub)
  const caps = { perRunUsd: 0.001, perDayUsd: null, perMonthUsd: null, onOver: 'stop' } as const
  await call(page, 'money.setCaps', { caps, isResuming: false })
  await form.fillIn('New image', { model: 'gpt-image-2' })
  await page.getByRole('button', { name: 'Add reference images' }).click()
  await expectOpenedAccessible(page, 'references')
  await form.prompt.fill('a red kite')
  await form.generate.click()
  await expectOpenedAccessible(page, 'a limit stops it')

  const mask = join(home, 'mask.png')
  await writeFile(mask, smallPng(3, 600, 400))
  await form.choose('Fill')
  await answerOpenDialog(app, [mask])
  await page.getByRole('button', { name: 'Import mask…' }).click()
  await expectOpenedAccessible(page, 'a mask from a file')

  await gallery.open()
  const broken = join(home, 'broken.png')
  await writeFile(broken, 'no image at all')
  await answerOpenDialog(app, [broken, mask])
  await studio.run('Import images…')
  await page.getByRole('button', { name: 'Show files' }).click()
  await expectOpenedAccessible(page, 'what could not be read')
  await gallery.tiles.first().click()
  await answerOpenDialog(app, [home])
  for (const ends of ['exported', 'exported already']) {
    await page.keyboard.press('e')
    await page.getByRole('dialog').getByRole('button', { name: 'Export', exact: true }).click()
    await page
      .getByRole('dialog')
      .getByRole('button', { name: /^(Done|Keep both)$/ })
      .waitFor()
    await expectOpenedAccessible(page, ends)
  }
  await page.keyboard.press('Delete')
  await gallery.showSection('Trash')
  await page.getByRole('button', { name: 'Empty trash…' }).click()
  await expectOpenedAccessible(page, 'emptying the trash')

  await studio.run('Open Compare')
  await page.getByRole('button', { name: 'Add images…' }).click()
  await expectOpenedAccessible(page, 'images for the light table')

  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Export')
  await page.getByRole('button', { name: 'Create certificate…' }).click()
  await expectOpenedAccessible(page, 'a certificate')
  await page.getByRole('button', { name: 'Create certificate…' }).click()
  await page.getByRole('textbox', { name: 'Name on certificate' }).fill('Mary')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Remove…' }).click()
  await expectOpenedAccessible(page, 'removing the certificate')
  await settings.show('Storage')
  await page.getByRole('button', { name: 'Free up: Trash' }).click()
  await expectOpenedAccessible(page, 'freeing up the trash')
})
