import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from '@playwright/test'
import { smallPng } from '../support/small-images.ts'
import { call, importFiles } from '../e2e/support/bridge.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { expect, test } from './support/test.ts'

const spot = [
  { x: 350, y: 270 },
  { x: 375, y: 295 },
] as const

async function boxOf(target: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await target.boundingBox()
  if (box === null) throw new Error('it is not shown')
  return box
}

/** The share of the window's width and height that the canvas takes. */
async function canvasShare(page: Page): Promise<{ width: number; height: number }> {
  const { width, height } = await boxOf(page.locator('.studio-stage'))
  const size = await page.evaluate(() => ({ width: window.innerWidth, height: window.innerHeight }))
  return { width: width / size.width, height: height / size.height }
}

test('without results, or with collapsed ones, the canvas takes the height of the window', async ({
  studio,
  running,
  page,
}) => {
  await resizeTo(running, 1280, 800)
  expect((await canvasShare(page)).height).toBeGreaterThan(0.85)
  await expect(studio.results).toContainText('Results appear here')

  await studio.canvas.stroke(spot)
  await studio.fill()
  expect((await canvasShare(page)).height).toBeLessThan(0.75)
  await studio.results.getByRole('button', { name: 'Collapse results' }).click()
  await expect(studio.cards).toHaveCount(0)
  expect((await canvasShare(page)).height).toBeGreaterThan(0.85)
  await expect(studio.measured).toBeVisible()
  await expect(studio.results.getByRole('button', { name: 'Keep' })).toBeInViewport({ ratio: 1 })

  await page.reload()
  await studio.canvas.ready()
  expect((await canvasShare(page)).height).toBeGreaterThan(0.85)
  await studio.results.getByRole('button', { name: 'Expand results' }).click()
  await expect(studio.cards).toHaveCount(1)

  await studio.canvas.view.click({ position: { x: 200, y: 200 } })
  await page.keyboard.press('Tab')
  await expect(studio.results).toBeHidden()
  expect((await canvasShare(page)).width).toBeGreaterThan(0.95)
  await page.keyboard.press('Tab')
  await expect(studio.results).toBeVisible()
})

test('the results are resized by pointer and keyboard, and keep their height', async ({ studio, page }) => {
  await studio.canvas.stroke(spot)
  await studio.fill()
  const handle = page.getByRole('separator', { name: 'Resize results' })
  const heightOf = async () => (await boxOf(studio.results)).height
  const before = await heightOf()
  const { x, y, width, height } = await boxOf(handle)
  await page.mouse.move(x + width / 2, y + height / 2)
  await page.mouse.down()
  await page.mouse.move(x + width / 2, y + height / 2 - 80, { steps: 4 })
  await page.mouse.up()
  await expect.poll(heightOf).toBeCloseTo(before + 80, -1)

  const dragged = await heightOf()
  await handle.focus()
  await page.keyboard.press('ArrowUp')
  await expect.poll(heightOf).toBeGreaterThan(dragged + 4)
  const kept = await heightOf()
  await page.reload()
  await studio.canvas.ready()
  await expect.poll(heightOf).toBeCloseTo(kept, -1)
})

test('a card shows the whole image in its aspect ratio, also after the results are resized', async ({
  studio,
  page,
}) => {
  await studio.canvas.stroke(spot)
  const card = await studio.fill()
  const shown = card.locator('img')
  expect(await shown.evaluate((image) => getComputedStyle(image).objectFit)).toBe('contain')
  const ratioOf = async () => {
    const { width, height } = await boxOf(shown)
    return width / height
  }
  // The sample is 600 × 400.
  await expect.poll(ratioOf).toBeCloseTo(1.5, 1)
  const { height } = await boxOf(shown)
  const handle = page.getByRole('separator', { name: 'Resize results' })
  await handle.focus()
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  await expect.poll(async () => (await boxOf(shown)).height).toBeGreaterThan(height + 40)
  await expect.poll(ratioOf).toBeCloseTo(1.5, 1)
})

test('the canvas takes most of the width beside its panels, and nearly all when they are collapsed', async ({
  studio,
  running,
  page,
}) => {
  await resizeTo(running, 1280, 800)
  expect((await canvasShare(page)).width).toBeGreaterThanOrEqual(0.62)
  // Nothing in the panels is cut off.
  for (const panel of ['Task', 'Tool options']) {
    const overflows = await page.getByRole('complementary', { name: panel, exact: true }).evaluate((aside) => {
      const parts = [...aside.querySelectorAll('.panel-scroll')]
      return parts.filter((part) => part.scrollWidth > part.clientWidth).length
    })
    expect(overflows, panel).toBe(0)
  }
  await resizeTo(running, 1024, 640)
  expect((await canvasShare(page)).width).toBeGreaterThanOrEqual(0.5)
  const tasks = page.getByRole('group', { name: 'Task', exact: true }).getByRole('radio')
  await expect(tasks).toHaveCount(8)
  const boxes = await Promise.all((await tasks.all()).map(boxOf))
  expect(new Set(boxes.map(({ y }) => y)).size).toBe(1)

  await page.getByRole('button', { name: 'Collapse task panel' }).click()
  await page.getByRole('button', { name: 'Collapse tool options' }).click()
  expect((await canvasShare(page)).width).toBeGreaterThan(0.84)
  await page.reload()
  await studio.canvas.ready()
  expect((await canvasShare(page)).width).toBeGreaterThan(0.84)
  const folded = page.getByRole('complementary', { name: 'Task', exact: true })
  await folded.getByRole('button', { name: 'Remove', exact: true }).click()
  await expect(page.getByRole('radio', { name: 'Remove', exact: true })).toBeChecked()
  await page.getByRole('button', { name: 'Expand tool options' }).click()
  await expect(page.getByRole('region', { name: 'Mask', exact: true })).toBeVisible()
})

test('a new image shows no mask panel, and a masked edit no size field', async ({ form, page }) => {
  const mask = page.getByRole('region', { name: 'Mask', exact: true })
  const size = page.getByRole('group', { name: /^(Size|Shape)/ })
  await expect(mask).toBeVisible()
  await form.chooseModel('Demo Light')
  await expect(form.tick('Demo Light')).toBeChecked()
  await expect(size).toHaveCount(0)
  await form.choose('New image')
  await expect(mask).toHaveCount(0)
  await form.chooseModel('Demo Light')
  await expect(size).toBeVisible()
})

test('routes and prompt tools are labeled, and the routes stay in view at any interface scale', async ({
  form,
  running,
  page,
}) => {
  await resizeTo(running, 1280, 800)
  await form.choose('New image')
  const routes = page.getByRole('navigation', { name: 'Main' }).getByRole('button')
  await expect(routes).toHaveText(['Studio', 'Gallery', 'Compare', 'Models', 'Help', 'Settings'])
  const tools = page.getByRole('toolbar', { name: 'Prompt tools' }).getByRole('button')
  await expect(tools).toHaveText(['Styles', 'Builder', 'Rewrite', 'Snippets', 'Wildcards', 'History', 'References'])
  for (const button of [...(await routes.all()), ...(await tools.all())]) {
    expect(await button.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0)
    await expect(button.locator('.icon-button-word')).toBeVisible()
  }
  await resizeTo(running, 1024, 640)
  await call(page, 'settings.change', { uiScale: 2 })
  await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(512)
  for (const route of await routes.all()) await expect(route).toBeInViewport({ ratio: 1 })
})

test('one notification at a time shows over the lower left of the canvas beside the tools, in the Studio only', async ({
  studio,
  page,
}) => {
  await studio.canvas.stroke(spot)
  await studio.fill()
  await page.keyboard.press('Enter')
  const message = page.getByRole('region', { name: 'Notifications' }).getByRole('status')
  await expect(message).toHaveCount(1)
  const tools = page.getByRole('toolbar', { name: 'Tools' })
  const [box, stage, bar] = await Promise.all([boxOf(message), boxOf(page.locator('.studio-stage')), boxOf(tools)])
  const gap = box.x - (bar.x + bar.width)
  expect(gap).toBeGreaterThanOrEqual(0)
  expect(gap).toBeLessThan(20)
  expect(box.x + box.width).toBeLessThanOrEqual(stage.x + stage.width)
  expect(box.y).toBeGreaterThan(stage.y + stage.height / 2)
  expect(box.y + box.height).toBeLessThanOrEqual(stage.y + stage.height)
  await message.hover()
  await page.keyboard.press('ControlOrMeta+2')
  await expect(message).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+1')
  await expect(message).toHaveCount(1)
})

test('a fitted image stays fitted in a smaller window, with the tools in one column', async ({
  studio,
  running,
  page,
}) => {
  await resizeTo(running, 1280, 800)
  await studio.canvas.ready()
  const before = Number.parseInt((await studio.zoom.textContent()) ?? '', 10)
  await resizeTo(running, 1024, 640)
  await expect.poll(async () => Number.parseInt((await studio.zoom.textContent()) ?? '', 10)).toBeLessThan(before)
  // The image is where fitting puts it: a stroke at its corner is on the mask.
  await studio.setNumber('Size', 20)
  await studio.canvas.stroke([{ x: 12, y: 12 }])
  await studio.canvas.maskOnDisk((mask) => expect(mask.at(12, 12)).toBeGreaterThan(0))

  await studio.fill()
  const buttons = page.getByRole('toolbar', { name: 'Tools' }).locator('[data-tool]')
  const boxes = await Promise.all((await buttons.all()).map(boxOf))
  expect(new Set(boxes.map(({ x }) => Math.round(x))).size).toBe(1)
  // The last used seed takes only one line.
  await expect(page.getByText(/^Last: \d+$/)).toHaveCSS('white-space', 'nowrap')
})

test('in the Gallery, a message lies above the bar of the selection, and the smallest window has three columns', async ({
  gallery,
  running,
  page,
  home,
}) => {
  await resizeTo(running, 1024, 640)
  const paths = Array.from({ length: 4 }, (_, at) => join(home, `room-${at}.png`))
  await Promise.all(paths.map((path, at) => writeFile(path, smallPng(at, 48, 48))))
  await importFiles(page, paths)
  await gallery.open()
  const tops = async () => {
    const boxes = await Promise.all((await gallery.tiles.all()).map(boxOf))
    return boxes.filter(({ y }) => y === boxes[0]!.y).length
  }
  await expect.poll(tops).toBe(3)

  await gallery.tiles.first().click()
  await page.keyboard.press('ControlOrMeta+a')
  const bar = page.getByRole('toolbar', { name: 'Selected images' })
  await expect(bar).toBeVisible()
  await page.keyboard.press('ControlOrMeta+v')
  const toast = page.locator('.toast')
  await expect(toast).toBeVisible()
  const [above, below] = [await boxOf(toast), await boxOf(bar)]
  expect(above.y + above.height).toBeLessThanOrEqual(below.y)
})
