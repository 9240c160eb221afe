import type { Page } from '@playwright/test'
import { copiedImageSize } from '../e2e/support/clipboard.ts'
import { expect, test } from './support/canvas-test.ts'

const beside = { x: 120, y: 120 }

async function rightClick(page: Page, { x, y }: { readonly x: number; readonly y: number }): Promise<void> {
  await page.mouse.click(x, y, { button: 'right' })
}

test('a right click with a brush opens its settings and the mask commands at the pointer', async ({ studio, page }) => {
  const { canvas } = studio
  const panel = page.getByRole('dialog', { name: 'Brush' })
  const at = await canvas.place({ x: 300, y: 200 })
  await rightClick(page, at)
  await panel.waitFor()
  const box = (await panel.boundingBox())!
  expect(Math.abs(box.x - at.x)).toBeLessThan(12)
  await expect(panel.getByRole('button', { name: /^Clear mask/ })).toBeDisabled()
  await expect(
    panel
      .getByRole('button', { name: /^Invert mask/ })
      .locator('kbd')
      .first(),
  ).toBeVisible()
  const size = panel.getByRole('textbox', { name: 'Size, value' })
  await size.fill('64')
  await size.press('Enter')
  await page.keyboard.press('Escape')
  await expect(panel).toHaveCount(0)
  await expect(page.getByRole('textbox', { name: 'Size, value' })).toHaveValue('64')

  await test.step('a click elsewhere only closes it', async () => {
    await rightClick(page, at)
    await panel.waitFor()
    const target = await canvas.place(beside)
    await page.mouse.click(target.x, target.y)
    await expect(panel).toHaveCount(0)
    expect((await canvas.savedMask()).painted).toBe(0)
  })

  await test.step('a right click elsewhere moves it', async () => {
    await rightClick(page, at)
    await panel.waitFor()
    const target = await canvas.place(beside)
    await rightClick(page, target)
    await expect.poll(async () => Math.abs(((await panel.boundingBox())?.x ?? 0) - target.x)).toBeLessThan(12)
    await panel.getByRole('button', { name: /^Invert mask/ }).click()
    await expect(panel).toHaveCount(0)
    await canvas.maskOnDisk((mask) => expect(mask.at(120, 120)).toBe(255))
  })
})

test('a selection tool opens a mask menu, by mouse and by key', async ({ studio, page, app }) => {
  const { canvas } = studio
  await studio.selectTool('Magic wand')
  const at = await canvas.place({ x: 300, y: 200 })
  await rightClick(page, at)
  const menu = page.getByRole('menu')
  await expect(menu.getByRole('menuitem', { name: /^Clear mask/ })).toBeDisabled()
  await expect(menu.getByRole('menuitem', { name: /^Paste/ })).toBeEnabled()
  await menu.getByRole('menuitem', { name: /^Mask everything/ }).click()
  await canvas.maskOnDisk((mask) => expect(mask.at(120, 120)).toBe(255))
  await expect(menu).toHaveCount(0)

  // After a click nothing has the focus: the menu key goes to the canvas.
  await page.mouse.move(at.x, at.y)
  await page.keyboard.press('ContextMenu')
  await menu.waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await expect(menu.getByRole('menuitem', { name: /^Clear mask/ })).toBeFocused()
  await page.keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => expect(mask.at(120, 120)).toBe(0))
  await canvas.view.focus()
  await page.keyboard.press('Shift+F10')
  await menu.waitFor()
  await page.keyboard.press('Escape')
  await expect(menu).toHaveCount(0)
  await expect(canvas.view).toBeFocused()

  await rightClick(page, at)
  await menu.getByRole('menuitem', { name: /^Copy image/ }).click()
  await expect(page.getByText('Image copied.')).toBeVisible()
  expect(await copiedImageSize(app)).toEqual({ widthPx: 600, heightPx: 400 })
})

test('on a layer the panel has the layer commands, and Alt+right-drag still resizes the brush', async ({
  studio,
  page,
}) => {
  const { canvas } = studio
  await page.keyboard.press('ControlOrMeta+Shift+n')
  await canvas.stroke([beside])
  const at = await canvas.place({ x: 300, y: 200 })
  await rightClick(page, at)
  const panel = page.getByRole('dialog', { name: 'Color brush' })
  await panel.getByRole('button', { name: 'Hide layer' }).click()
  await canvas.onDisk(({ state }) => expect(state.layers[0]).toMatchObject({ isVisible: false }))
  await rightClick(page, at)
  await panel.getByRole('button', { name: 'Duplicate layer' }).click()
  await canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(2))

  const size = page.getByRole('textbox', { name: 'Size, value' })
  const before = Number(await size.inputValue())
  await page.mouse.move(at.x, at.y)
  await page.keyboard.down('Alt')
  await page.mouse.down({ button: 'right' })
  await page.mouse.move(at.x + 60, at.y, { steps: 6 })
  await page.mouse.up({ button: 'right' })
  await page.keyboard.up('Alt')
  await expect.poll(async () => Number(await size.inputValue())).toBeGreaterThan(before)
  await expect(panel).toHaveCount(0)
  await expect(page.getByRole('menu')).toHaveCount(0)
})
