import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { toolIds } from '../../src/renderer/editor/tools/tool.ts'
import { writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/canvas-test.ts'

const announcement = (page: Page) => page.locator('.canvas-stage-said[role="status"]')

/** What screen readers get once the masks rest. */
const maskedArea = (page: Page) => page.locator('.canvas-stage > [role="status"]')

/** Moves the focus to the image with Shift+Tab, as without a pointer. */
async function tabToImage(page: Page): Promise<void> {
  await page.keyboard.press('Shift+Tab')
  for (let step = 0; step < 80; step += 1) {
    if (await page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'canvas-view')) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error('the image cannot be reached with Tab')
}

test('shapes, brush, magic wand and gradient work with keys alone', async ({ studio, page }) => {
  const { keyboard } = page
  const { canvas } = studio
  await tabToImage(page)

  await keyboard.press('m')
  await keyboard.press('Enter')
  await expect(announcement(page)).toContainText('Arrow keys move the shape')
  await keyboard.press('Alt+ArrowRight')
  await expect(announcement(page)).toHaveText('300 × 200 at 151, 100')
  await keyboard.press('Alt+ArrowDown')
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) =>
    expect([mask.painted, mask.at(151, 101), mask.at(450, 300)]).toEqual([300 * 200, 255, 255]),
  )
  await expect(maskedArea(page)).toHaveText('Masked: 300 × 200 at 151, 101')
  await keyboard.press('ControlOrMeta+d')
  await expect(maskedArea(page)).toHaveText('Nothing masked')

  // Brush: Enter starts and ends the stroke.
  await keyboard.press('b')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  for (let step = 0; step < 5; step += 1) await keyboard.press('Shift+ArrowRight')
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => {
    expect([mask.at(300, 200), mask.at(400, 200), mask.at(300, 230)]).toEqual([255, 255, 0])
  })
  await keyboard.press('ControlOrMeta+d')
  await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))

  // Polygon: Enter adds a corner; twice at the same point closes it.
  await keyboard.press('Shift+l')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  for (let step = 0; step < 3; step += 1) await keyboard.press('Shift+ArrowRight')
  await keyboard.press('Enter')
  for (let step = 0; step < 3; step += 1) await keyboard.press('Shift+ArrowDown')
  await keyboard.press('Enter')
  await expect(announcement(page)).toContainText('Corner 3')
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => {
    expect(mask.painted).toBeGreaterThan(5_000)
    expect([mask.at(400, 230), mask.at(310, 290)]).toEqual([255, 0])
  })
  await keyboard.press('ControlOrMeta+d')

  // Lasso, drawn with the arrow keys.
  await keyboard.press('l')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  for (const key of ['ArrowLeft', 'ArrowDown', 'ArrowRight']) {
    for (let step = 0; step < 2; step += 1) await keyboard.press(`Shift+${key}`)
  }
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => expect([mask.painted > 4_000, mask.at(270, 230)]).toEqual([true, 255]))
  await keyboard.press('ControlOrMeta+d')

  // Magic wand, moved from the middle onto the red square.
  await keyboard.press('w')
  await keyboard.press('Enter')
  for (let step = 0; step < 4; step += 1) await keyboard.press('Shift+ArrowLeft')
  for (let step = 0; step < 3; step += 1) await keyboard.press('Shift+ArrowUp')
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(110, 110), mask.at(210, 110), mask.at(300, 20)]).toEqual([255, 255, 0]),
  )
  await keyboard.press('ControlOrMeta+d')

  await keyboard.press('Shift+g')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => {
    expect([mask.at(100, 50), mask.at(500, 50)]).toEqual([255, 0])
    expect(Math.abs(mask.at(300, 50) - 127)).toBeLessThan(4)
  })
})

test('crop, frame and a placed image are edited with keys and numbers', async ({ studio, folder, page, app }) => {
  const { keyboard } = page
  const { canvas } = studio
  await studio.run('Frame')
  await tabToImage(page)
  await keyboard.press('Enter')
  await keyboard.press('Alt+Shift+ArrowRight')
  await canvas.onDisk(({ state }) => expect(state.frame).toEqual({ x: 0, y: 0, widthPx: 750, heightPx: 400 }))
  await studio.run('Remove frame')
  await keyboard.press('Enter')
  await keyboard.press('Shift+ArrowDown')
  await keyboard.press('Enter')
  await canvas.onDisk(({ state }) => {
    expect(state.frame).toMatchObject({ x: 0, y: 0, widthPx: 600 })
    expect(state.frame?.heightPx).toBeGreaterThan(400)
  })
  await keyboard.press('Backspace')
  await canvas.onDisk(({ state }) => expect(state.frame).toBeNull())

  const path = join(folder, `keys-${Date.now()}.png`)
  await writeCard(path, { widthPx: 100, heightPx: 100 }, (x) => [x, 50, Date.now() % 256])
  await answerOpenDialog(app, [path])
  await studio.run('Place image…')
  await canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(1))
  await keyboard.press('ArrowRight')
  await keyboard.press('Shift+ArrowUp')
  await keyboard.press('Alt+ArrowRight')
  await canvas.onDisk(({ state }) =>
    expect(state.layers[0]).toMatchObject({ placement: { centreX: 301, centreY: 190, rotationDeg: 1 } }),
  )
  const width = page.getByRole('textbox', { name: 'Width', exact: true })
  await width.focus()
  await width.fill('50')
  await keyboard.press('Enter')
  await canvas.onDisk(({ state }) => expect(state.layers[0]).toMatchObject({ placement: { scaleX: 0.5, scaleY: 0.5 } }))

  await studio.run('Crop')
  await tabToImage(page)
  await keyboard.press('Enter')
  await expect(announcement(page)).toContainText('Enter crops')
  await keyboard.press('Enter')
  await canvas.onDisk(({ state }) => expect(state.size).toEqual({ widthPx: 300, heightPx: 200 }))
})

test('commands mask everything, the border, the subject, a color and a rectangle', async ({ studio, page }) => {
  const { keyboard } = page
  const { canvas } = studio
  await studio.run('Mask everything')
  await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(600 * 400))
  await studio.run('Mask border')
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(5, 200), mask.at(39, 200), mask.at(40, 200), mask.at(300, 395)]).toEqual([255, 255, 0, 255]),
  )
  await studio.run('Guess subject')
  await canvas.maskOnDisk((mask) => expect([mask.at(5, 200), mask.painted > 5_000]).toEqual([0, true]))
  // The edge is narrow: 1.5 % of the shorter side, 400 px.
  await canvas.onDisk(({ state }) => expect(state.edit).toMatchObject({ growPx: 2, featherPx: 4 }))
  await studio.run('Select by color…')
  await expect(page.getByRole('textbox', { name: 'Color', exact: true })).toBeFocused()
  await keyboard.type('#283cbe')
  await keyboard.press('Enter')
  // The smooth edge adds a rim of half a pixel.
  await canvas.maskOnDisk((mask) =>
    expect([mask.painted, mask.at(110, 290), mask.at(61, 241)]).toEqual([102 * 102, 255, 255]),
  )
  await studio.run('Mask rectangle…')
  await expect(page.getByRole('textbox', { name: 'X', exact: true })).toBeFocused()
  for (const [at, number] of [500, 10, 50, 30].entries()) {
    if (at > 0) await keyboard.press('Tab')
    await keyboard.type(String(number))
  }
  await keyboard.press('Enter')
  await canvas.maskOnDisk((mask) => expect([mask.painted, mask.at(549, 39)]).toEqual([102 * 102 + 1_500, 255]))
  await keyboard.press('ControlOrMeta+z')
  await expect(announcement(page)).toHaveText('Undone: Add rectangle')
})

test('every control has a name that is unique among its kind, whichever tool is selected', async ({ studio, page }) => {
  await page.getByRole('button', { name: 'New mask' }).click()
  await studio.canvas.stroke([{ x: 100, y: 100 }])
  await page.keyboard.press('ControlOrMeta+Shift+n')
  const session = await page.context().newCDPSession(page)
  const roles = new Set(['button', 'slider', 'textbox', 'switch', 'combobox', 'radio', 'checkbox', 'tab', 'ColorWell'])
  for (const id of toolIds) {
    await studio.run(toolLabels[id])
    const { nodes } = await session.send('Accessibility.getFullAXTree')
    const named = nodes
      .filter(({ ignored, role }) => !ignored && roles.has(String(role?.value)))
      .map(({ role, name }) => ({ role: String(role?.value), name: String(name?.value ?? '') }))
    expect(named.length).toBeGreaterThan(40)
    expect(
      named.filter(({ name }) => name.trim() === ''),
      id,
    ).toEqual([])
    // Radio buttons may share a name: their group distinguishes them.
    const distinct = named.filter(({ role }) => role !== 'radio').map(({ role, name }) => `${role} ${name}`)
    expect(
      distinct.filter((label, index) => distinct.indexOf(label) !== index),
      id,
    ).toEqual([])
  }
})

const toolLabels: Readonly<Record<(typeof toolIds)[number], string>> = {
  brush: 'Brush',
  eraser: 'Eraser',
  lasso: 'Lasso',
  polygon: 'Polygon',
  rectangle: 'Rectangle',
  ellipse: 'Ellipse',
  wand: 'Magic wand',
  object: 'Object selection',
  bucket: 'Bucket',
  gradient: 'Gradient',
  'colour-brush': 'Color brush',
  'colour-eraser': 'Color eraser',
  clone: 'Clone',
  heal: 'Heal',
  eyedropper: 'Eyedropper',
  move: 'Move',
  markup: 'Markup',
  frame: 'Frame',
  crop: 'Crop',
  hand: 'Hand',
  zoom: 'Zoom',
}

test('F6 cycles through the parts of the window, and Tab leaves the image', async ({ studio, page }) => {
  const { keyboard } = page
  const part = () =>
    page.evaluate(() => document.activeElement?.closest('[data-part]')?.getAttribute('data-part') ?? null)
  await studio.run('Go to image')
  await expect.poll(part).toBe('image')
  await keyboard.press('Tab')
  expect(await part()).not.toBe('image')
  await expect(page.getByRole('button', { name: 'Fill', exact: true })).toBeVisible()
  await studio.run('Go to image')
  await expect.poll(part).toBe('image')
  await keyboard.press('ControlOrMeta+F6')
  expect(await part()).toBe('left')
  const visited: (string | null)[] = []
  for (let step = 0; step < 4; step += 1) {
    await keyboard.press('F6')
    visited.push(await part())
  }
  expect(visited.filter((each) => each !== 'results').slice(0, 3)).toEqual(['image', 'right', 'places'])
})

test('filling with the brush still down ends the stroke first, and an empty fill is refused with a reason', async ({
  studio,
  page,
}) => {
  const { keyboard } = page
  await tabToImage(page)
  await keyboard.press('b')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  for (let step = 0; step < 3; step += 1) await keyboard.press('Shift+ArrowRight')
  await keyboard.press('Shift+F5')
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
  await expect(studio.measured).toContainText(', 0 outside')

  // Erasing the whole mask leaves nothing to fill.
  await keyboard.press('ControlOrMeta+d')
  await tabToImage(page)
  await keyboard.press('e')
  await keyboard.press('Enter')
  await keyboard.press('Enter')
  await keyboard.press('Shift+F5')
  await expect(page.getByText('Paint over what to remove.').first()).toBeVisible()
  expect(await studio.cardCount()).toBe(1)
})
