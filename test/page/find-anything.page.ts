import { expect, test } from './support/test.ts'

test('the Help menu offers the tour and the help, and every shortcut is listed', async ({ studio, page, app }) => {
  await studio.canvas.ready()
  /** As a press on the entry of the system's own menu. */
  const choose = (id: string) =>
    app.evaluate(async ({ Menu }, command) => Menu.getApplicationMenu()?.getMenuItemById(command)?.click(), id)

  await test.step('a button says its name and its key under the pointer', async () => {
    await page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: 'Lasso', exact: true }).hover()
    await expect(page.locator('.tooltip')).toContainText(/Lasso\s*L$/)
    await page.mouse.move(5, 5)
  })

  await test.step('a task says its name under the pointer and on keyboard focus', async () => {
    for (const name of ['Remove', 'Expand']) {
      await page.getByRole('radio', { name, exact: true }).hover()
      await expect(page.locator('.tooltip')).toHaveText(name)
      await page.mouse.move(5, 5)
      await expect(page.locator('.tooltip')).toHaveCount(0)
    }
    await page.getByRole('radio', { name: 'Fill', exact: true }).focus()
    await page.keyboard.press('ArrowRight')
    await expect(page.locator('.tooltip')).toHaveText('Add')
    await page.keyboard.press('ArrowLeft')
    await expect(page.locator('.tooltip')).toHaveText('Fill')
    await page.keyboard.press('Control')
    await expect(page.locator('.tooltip')).toHaveCount(0)
  })

  await test.step('the keys in use are listed, and lead to where they are changed', async () => {
    await page.keyboard.press('?')
    const list = page.getByRole('dialog', { name: 'Keyboard shortcuts' })
    await expect(
      list
        .locator('dl > div')
        .filter({ hasText: /^Lasso/ })
        .locator('kbd'),
    ).toHaveText(['L'])
    await list.getByRole('button', { name: 'Edit shortcuts…' }).click()
    await expect(page.getByRole('textbox', { name: 'Search commands and shortcuts' })).toBeVisible()
    await page.keyboard.press('ControlOrMeta+1')
  })

  await test.step('the menu opens the help and the tour', async () => {
    await choose('help.open')
    const help = page.getByRole('dialog', { name: 'Help' })
    await expect(help.getByRole('heading', { level: 1 })).toHaveText('First steps')
    await page.keyboard.press('Escape')
    await expect(help).toHaveCount(0)
    await choose('help.tour')
    const tour = page.getByRole('region', { name: 'Tour' })
    await expect(tour.getByRole('status')).toContainText('Tour, 1 of 7')
    await page.keyboard.press('Escape')
    await expect(tour).toHaveCount(0)
  })
})
