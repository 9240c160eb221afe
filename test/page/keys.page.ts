import type { Page } from '@playwright/test'
import { SettingsPage } from '../e2e/pages/settings-page.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { call } from '../e2e/support/bridge.ts'
import type { Running } from '../e2e/support/launch.ts'
import { launch, quit } from './support/launch.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

const tool = (page: Page) => page.locator('.canvas-stage')
const expectTool = (page: Page, name: string) => expect(tool(page)).toHaveAttribute('data-tool', name)

async function toStudio(page: Page): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('button', { name: 'Studio' }).click()
}

/** The shortcut that the native menu shows for a command. */
function menuKey({ app }: Running, command: string): Promise<string | undefined> {
  return app.evaluate(
    async ({ Menu }, id) => Menu.getApplicationMenu()?.getMenuItemById(id)?.accelerator?.toString(),
    command,
  )
}

test('a changed shortcut works at once, shows in menus, and survives a restart', async ({
  studio,
  running,
  page,
  home,
}) => {
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.change('Eraser', 'E', 'k')
  expect(await settings.keysOf('Eraser')).toEqual(['K'])
  await settings.change('Undo', 'Ctrl+Z', 'F9')
  await expect.poll(() => menuKey(running, 'edit.undo')).toBe('F9')

  await toStudio(page)
  await page.keyboard.press('b')
  await page.keyboard.press('k')
  await expectTool(page, 'eraser')
  await page.keyboard.press('b')
  await page.keyboard.press('e')
  await expectTool(page, 'brush')
  await studio.canvas.stroke([{ x: 200, y: 200 }])
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
  await page.keyboard.press('F9')
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  await quit(running)

  const restarted = await launch({ home })
  try {
    await new StudioPage(restarted.page).canvas.ready()
    await restarted.page.keyboard.press('k')
    await expectTool(restarted.page, 'eraser')
    await restarted.page.keyboard.press('ControlOrMeta+k')
    const search = restarted.page.getByPlaceholder('Search commands…')
    await search.fill('eraser')
    await expect(restarted.page.getByRole('option', { name: 'Eraser', exact: true }).locator('kbd')).toHaveText(['K'])
    await expect.poll(() => menuKey(restarted, 'edit.undo')).toBe('F9')
  } finally {
    await quit(restarted)
  }
})

test('assigning a taken shortcut asks what to do and names both commands', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.change('Lasso', 'L', 'b')
  const question = settings.row('Lasso').getByRole('alert')
  await expect(question).toContainText('B is assigned to “Brush”')
  await question.getByRole('button', { name: 'Cancel' }).click()
  expect(await settings.keysOf('Lasso')).toEqual(['L'])

  await settings.change('Lasso', 'L', 'b')
  await question.getByRole('button', { name: 'Keep both' }).click()
  await expect(page.getByText('1 shortcut has two commands')).toBeVisible()
  await settings.showOnly(/Conflicts/)
  await expect(settings.rows).toHaveCount(2)
  await expect(settings.row('Lasso')).toContainText('B is also assigned to “Brush”. “Brush” takes precedence.')

  await page.getByRole('button', { name: 'Reset Lasso' }).click()
  await expect(page.getByText('No commands found.')).toBeVisible()
  await settings.showOnly(/All/)
  await settings.change('Lasso', 'L', 'b')
  await question.getByRole('button', { name: 'Reassign' }).click()
  expect(await settings.keysOf('Brush')).toEqual([])
  await toStudio(page)
  await page.keyboard.press('b')
  await expectTool(page, 'lasso')
})

test('presets change shortcuts and keep custom ones', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.change('Magic wand', 'W', 'k')
  for (const [preset, key, id] of [
    ['Photoshop', 'c', 'crop'],
    ['Krita', 't', 'move'],
    ['InvokeAI', 'u', 'rectangle'],
    ['Atelier', 'm', 'rectangle'],
  ] as const) {
    await settings.choosePreset(preset)
    await toStudio(page)
    await page.keyboard.press('b')
    await page.keyboard.press(key)
    await expectTool(page, id)
    await page.keyboard.press('k')
    await expectTool(page, 'wand')
    await page.keyboard.press('b')
    await settings.open()
  }
  await page.getByRole('button', { name: 'Reset all' }).click()
  expect(await settings.keysOf('Magic wand')).toEqual(['W'])
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  expect(await settings.keysOf('Magic wand')).toEqual(['K'])
})

test('presets change gestures and held keys', async ({ studio, page }) => {
  const settings = new SettingsPage(page)
  const size = page.getByRole('textbox', { name: 'Size, value', exact: true })
  const dragWithShift = async () => {
    await page.keyboard.press('b')
    await studio.canvas.view.hover()
    await page.keyboard.down('Shift')
    await studio.canvas.stroke([
      { x: 200, y: 200 },
      { x: 300, y: 200 },
    ])
    await page.keyboard.up('Shift')
  }
  await dragWithShift()
  await expect(size).toHaveValue('48')
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan(0))
  await page.keyboard.press('ControlOrMeta+z')

  await settings.open()
  await settings.choosePreset('Krita')
  await toStudio(page)
  await dragWithShift()
  await expect(size).not.toHaveValue('48')
  expect((await studio.canvas.savedMask()).painted).toBe(0)

  await settings.open()
  await settings.choosePreset('Photoshop')
  await toStudio(page)
  await studio.canvas.view.hover()
  await page.keyboard.down('p')
  const note = page.locator('.canvas-stage-note', { hasText: /^Original$/ })
  await expect(note).toBeVisible()
  await page.keyboard.up('p')
  await expect(note).toBeHidden()
})

test('commands are found by name and by shortcut with the keyboard alone', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await page.keyboard.press('ControlOrMeta+,')
  await settings.search.fill('mask grow')
  await expect(settings.rows).toHaveCount(1)
  await settings.search.fill('')
  await page.getByRole('button', { name: 'Find by shortcut' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('e')
  // One for each route: the Studio, the Gallery, Compare.
  await expect(settings.rows).toHaveCount(3)
  for (const name of ['Eraser', 'Export selected images…', 'Export…']) {
    await expect(settings.row(name)).toBeVisible()
  }
  await page.getByRole('button', { name: 'Show all shortcuts' }).click()

  await page.getByRole('button', { name: 'Change E for Eraser', exact: true }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Shift+F8')
  await expect(page.getByRole('button', { name: 'Change Shift+F8 for Eraser', exact: true })).toBeFocused()
})

test('shortcuts can be edited as text, and mistakes are reported', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await settings.open()
  await page.getByRole('button', { name: 'Edit as text…' }).click()
  const text = page.getByRole('textbox', { name: 'Shortcuts', exact: true })
  await text.fill('{"preset": "krita", "overrides": {"tool.wand": ["nonsense"]}}')
  await page.getByRole('button', { name: 'Apply' }).click()
  await expect(page.getByRole('alert')).toContainText('“tool.wand” has an invalid shortcut')
  await text.fill('{"preset": "krita", "overrides": {"tool.wand": ["F3"]}}')
  await page.getByRole('button', { name: 'Apply' }).click()
  expect(await settings.keysOf('Magic wand')).toEqual(['F3'])
  expect(await settings.keysOf('Mirror view')).toEqual(['M'])
})

test('pen pressure and theme are saved', async ({ studio, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await settings.open()
  await settings.show('Tablet and touch')
  const firmness = page.getByRole('textbox', { name: 'Firmness, value' })
  await firmness.fill('50')
  await firmness.press('Enter')
  await expect(page.getByRole('img', { name: 'Half pressure counts as 25%' })).toBeVisible()
  await expect.poll(async () => (await call(page, 'settings.get', {})).tablet.pressureGamma).toBe(2)
  await settings.show('Appearance')
  await page.getByRole('radio', { name: 'Light', exact: true }).check({ force: true })
  await expect.poll(async () => (await call(page, 'settings.get', {})).theme).toBe('light')
})

test('the Settings fit at every window size in both themes', async ({ studio, running, page }) => {
  await expect(studio.canvas.view).toBeVisible()
  const settings = new SettingsPage(page)
  await settings.open()
  for (const theme of ['dark', 'light'] as const) {
    await call(page, 'settings.change', { theme })
    await expect(page.locator('html')).toHaveAttribute('data-theme', theme)
    for (const [width, height] of [
      [1280, 800],
      [1920, 1080],
    ] as const) {
      await resizeTo(running, width, height)
      for (const name of ['Tablet and touch', 'Appearance', 'Keyboard'] as const) {
        await settings.show(name)
        const isScrolling = await page.evaluate(() => {
          const { scrollWidth, clientWidth } = document.documentElement
          const parts = [...document.querySelectorAll('.settings-scroll, .key-search')]
          return scrollWidth > clientWidth || parts.some((part) => part.scrollWidth > part.clientWidth)
        })
        expect(isScrolling, `${name} at ${width} × ${height}, ${theme}`).toBe(false)
      }
    }
  }
})
