import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expectAccessible } from '../e2e/support/axe.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/test.ts'

test('the help is searched, read with the keys in use, and followed by its links', async ({ studio, page }) => {
  await studio.canvas.ready()
  await page.keyboard.press('F1')
  const help = page.getByRole('dialog', { name: 'Help' })
  const pages = help.getByRole('navigation', { name: 'Help pages' })
  const article = help.getByRole('article')
  await expect(article.getByRole('heading', { level: 1 })).toHaveText('First steps')
  await expect(pages.getByRole('button', { name: 'First steps' })).toHaveAttribute('aria-current', 'page')
  await expect(article.locator('kbd').first()).toHaveText('B')

  await article.getByRole('link', { name: 'Masks' }).click()
  await expect(article.getByRole('heading', { level: 1 })).toHaveText('Masks')
  await help.getByRole('button', { name: 'Back', exact: true }).click()
  await expect(article.getByRole('heading', { level: 1 })).toHaveText('First steps')

  const search = help.getByRole('searchbox', { name: 'Search help' })
  await search.fill('keyring')
  const results = help.getByRole('region', { name: 'Search results' })
  await expect(results.getByRole('button')).not.toHaveCount(0)
  await results.getByRole('button').first().click()
  const found = article.getByRole('heading', { name: 'credential/unavailable' })
  await expect(found).toBeInViewport()
  await search.fill('zzzz')
  await expect(results.getByRole('status')).toContainText('No results for “zzzz”')
  await search.fill('')
  await expectAccessible(page, 'help')
  await page.keyboard.press('Escape')
  await expect(help).toHaveCount(0)
})

test('an error leads to its explanation', async ({ studio, page, app, home }) => {
  await studio.canvas.ready()
  const path = join(home, 'text.png')
  await writeFile(path, 'This is not an image.')
  await answerOpenDialog(app, [path])
  await page.keyboard.press('ControlOrMeta+o')
  const alert = page.getByRole('region', { name: 'Notifications' }).getByRole('alert')
  await expect(alert).toContainText('text.png')
  await alert.getByRole('button', { name: 'Help' }).click()
  const article = page.getByRole('dialog', { name: 'Help' }).getByRole('article')
  await expect(article.getByRole('heading', { name: 'media/unsupported' })).toBeInViewport()
})

test('diagnostics and licenses are shown before they are copied', async ({ page, app }) => {
  await page.getByRole('button', { name: 'Help', exact: true }).click()
  const help = page.getByRole('dialog', { name: 'Help' })
  await help.getByRole('button', { name: 'Diagnostics' }).click()
  const report = help.getByRole('region', { name: 'Diagnostics' }).locator('pre')
  await expect(report).toContainText(/^Atelier \d+\.\d+\.\d+/)
  await expect(report).toContainText('Library: 2 images')
  await expect(report).toContainText('openai: on, no key')
  await expectAccessible(page, 'diagnostics')
  await help.getByRole('button', { name: 'Copy diagnostics' }).click()
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied).toBe(await report.textContent())

  await help.getByRole('button', { name: 'Third-party licenses' }).click()
  await help.getByRole('searchbox', { name: 'Find package' }).fill('konva')
  const konva = help.getByText(/^konva \d.*MIT/)
  await konva.click()
  await expect(help.getByText('Permission is hereby granted').first()).toBeVisible()
  await expectAccessible(page, 'licenses')
})
