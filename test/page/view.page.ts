import { placeColor } from '../e2e/support/cards.ts'
import { readLens } from '../e2e/support/lens.ts'
import { expect, test } from './support/canvas-test.ts'
import { colorAt, colorDistance } from '../e2e/support/images.ts'

const card = { size: { widthPx: 510, heightPx: 340 }, colorAt: placeColor }
test.use({ card })

test('the wheel zooms at the pointer, and keys zoom to 100 %, fit and the mask', async ({ studio, page }) => {
  const { zoom } = studio
  const spot = await studio.canvas.place({ x: 150, y: 100 })
  await page.mouse.move(spot.x, spot.y)
  await page.mouse.wheel(0, -400)
  await expect(zoom).toHaveText('216%')
  // The point under the pointer stays in place: a dab there lands on target.
  await page.mouse.down()
  await page.mouse.up()
  await studio.canvas.maskOnDisk((mask) => expect(mask.at(150, 100)).toBe(255))
  await page.keyboard.press('ControlOrMeta+0')
  await expect(zoom).toHaveText('100%')
  await page.keyboard.press('ControlOrMeta+Shift+)')
  await expect(zoom).toHaveText('400%')
  await page.keyboard.press('ControlOrMeta+-')
  await expect(zoom).toHaveText('300%')
  await page.keyboard.press('ControlOrMeta+1')
  await expect(zoom).toHaveText('100%')
  // With Ctrl the wheel resizes the brush instead.
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -100)
  await page.keyboard.up('Control')
  await expect(zoom).toHaveText('100%')
  await expect(page.getByRole('textbox', { name: 'Size, value' })).not.toHaveValue('40')
})

test('Space, the middle button, Ctrl+Space, R and C switch the tool while they are held', async ({ studio, page }) => {
  const { canvas } = studio
  const middle = await canvas.place({ x: 255, y: 170 })
  const drag = async (byX: number, byY: number, button: 'left' | 'middle' = 'left') => {
    await page.mouse.move(middle.x, middle.y)
    await page.mouse.down({ button })
    await page.mouse.move(middle.x + byX, middle.y + byY, { steps: 4 })
    await page.mouse.up({ button })
    await page.mouse.move(5, 5)
  }
  const seen = async () => (await readLens(page, round(middle), 60)).toImage(middle)
  const start = await seen()
  await page.keyboard.down('Space')
  await drag(40, 25)
  await page.keyboard.up('Space')
  await expect.poll(async () => distance(await seen(), { x: start.x - 40, y: start.y - 25 })).toBeLessThan(0.5)
  await drag(-40, -25, 'middle')
  await expect.poll(async () => distance(await seen(), start)).toBeLessThan(0.5)

  await page.keyboard.down('Control')
  await page.keyboard.down('Space')
  await drag(120, 0)
  await page.keyboard.up('Space')
  await page.keyboard.up('Control')
  await expect(studio.zoom).toHaveText('141%')
  await page.keyboard.press('ControlOrMeta+0')

  await page.keyboard.down('r')
  await page.mouse.move(middle.x + 150, middle.y)
  await page.mouse.down()
  await page.mouse.move(middle.x + 130, middle.y + 75, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('r')
  await expect(page.getByText(/^View: rotated (29|30|31)°$/)).toBeVisible()
  await page.keyboard.press('Shift+r')
  await expect(page.getByText(/^View: rotated/)).toHaveCount(0)
  await page.keyboard.press('ControlOrMeta+0')

  // Used while it is held, C draws a frame and then returns to the brush.
  await page.keyboard.down('c')
  await canvas.stroke([
    { x: 100, y: 100 },
    { x: 300, y: 200 },
  ])
  await page.keyboard.up('c')
  await canvas.onDisk(({ state }) => expect(state.frame).toEqual({ x: 100, y: 100, widthPx: 200, heightPx: 100 }))
  await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute('aria-pressed', 'true')
  await canvas.stroke([{ x: 255, y: 170 }])
  await canvas.maskOnDisk((mask) => {
    expect(mask.at(255, 170)).toBe(255)
    expect(Math.abs(mask.painted - Math.PI * 20 * 20)).toBeLessThan(80)
  })
})

test('the hand and zoom tools move the view, and a held key shows the original', async ({ studio, page }) => {
  const { canvas } = studio
  const middle = await canvas.place({ x: 255, y: 170 })
  await canvas.stroke([{ x: 255, y: 170 }])
  await page.mouse.move(5, 5)
  const [tinted] = [await colorAt(page, middle)]
  await page.keyboard.down('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, middle), placeColor(255, 170))).toBeLessThan(3)
  await page.keyboard.up('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, middle), tinted)).toBeLessThan(3)
  await page.keyboard.press('z')
  await page.mouse.click(middle.x, middle.y)
  await expect(studio.zoom).toHaveText('200%')
  await page.keyboard.down('Alt')
  await page.mouse.click(middle.x, middle.y)
  await page.keyboard.up('Alt')
  await expect(studio.zoom).toHaveText('100%')
  await page.keyboard.press('h')
  await page.mouse.move(middle.x, middle.y)
  await page.mouse.down()
  await page.mouse.move(middle.x + 33, middle.y, { steps: 3 })
  await page.mouse.up()
  await expect.poll(async () => colorDistance(await colorAt(page, { x: middle.x + 33, y: middle.y }), tinted)).toBe(0)
  await canvas.maskOnDisk((mask) => expect(Math.abs(mask.painted - Math.PI * 20 * 20)).toBeLessThan(80))
})

test('a stroke that starts at the border of the stage paints and resizes no panel', async ({ studio, page }) => {
  const before = (await studio.canvas.view.boundingBox())!
  await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2)
  await page.mouse.wheel(0, -720)
  for (const x of [before.x + 1, before.x + before.width - 2]) {
    await page.mouse.move(x, before.y + before.height / 2)
    await page.mouse.down()
    await page.mouse.move(before.x + before.width / 2, before.y + before.height / 2, { steps: 5 })
    await page.mouse.up()
  }
  expect(await studio.canvas.view.boundingBox()).toEqual(before)
  // At 400 % each stroke is half the stage long.
  await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBeGreaterThan((before.width / 4) * 38))
})

test('the navigator moves and zooms the view by pointer and keys', async ({ studio, page }) => {
  const box = (await studio.canvas.view.boundingBox())!
  const middle = round({ x: box.x + box.width / 2, y: box.y + box.height / 2 - 60 })
  await studio.run('Show or hide navigator')
  const navigator = page.getByRole('group', { name: 'Navigator' })
  await navigator.getByRole('slider', { name: 'Zoom' }).fill('32')
  await expect(studio.zoom).toHaveText('400%')
  const overview = navigator.getByRole('application')
  const inside = (await overview.boundingBox())!
  // One click, when it has stopped moving and nothing covers it.
  await overview.click({ position: { x: inside.width * 0.25, y: inside.height * 0.5 } })
  await page.mouse.move(5, 5)
  const seen = async () =>
    (await readLens(page, middle, 50)).toImage({ x: box.x + box.width / 2, y: box.y + box.height / 2 })
  await expect.poll(async () => distance(await seen(), { x: 127.5, y: 170 })).toBeLessThan(2)
  await overview.focus()
  await page.keyboard.press('ArrowRight')
  await expect.poll(async () => (await seen()).x).toBeGreaterThan(127.5 + box.width / 4 / 12)
  await navigator.getByRole('button', { name: /Fit in window/ }).click()
  await expect(studio.zoom).toHaveText('100%')
  await studio.run('Show or hide navigator')
  await expect(navigator).toHaveCount(0)
})

test('above 800 % a grid separates the pixels', async ({ studio, page }) => {
  const { canvas } = studio
  await canvas.move({ x: 255, y: 170 })
  await page.mouse.wheel(0, -360 * 4)
  await expect(studio.zoom).toHaveText('1600%')
  await page.mouse.move(5, 5)
  const { x, y } = await canvas.place({ x: 255, y: 170 })
  // Along 40 device pixels some lines have neither of the colors of the pixels themselves.
  await expect
    .poll(async () => {
      const colors = []
      for (let at = 0; at < 20; at += 1) colors.push(await colorAt(page, { x: x - 10 + at, y: y + 5 }))
      return colors.filter(([red, green]) => Math.abs(red - 127) > 2 || Math.abs(green - 85) > 2).length
    })
    .toBeGreaterThan(0)
})

function round({ x, y }: { readonly x: number; readonly y: number }) {
  return { x: Math.round(x), y: Math.round(y) }
}

function distance(a: { readonly x: number; readonly y: number }, b: { readonly x: number; readonly y: number }) {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

test('the zoom menu sets the zoom and shows its shortcuts', async ({ studio, page }) => {
  const fitted = await studio.zoom.innerText()
  await studio.zoom.click()
  await page.getByRole('menuitem', { name: '50%', exact: true }).click()
  await expect(studio.zoom).toHaveText('50%')
  await studio.zoom.click()
  await expect(page.getByRole('menuitem', { name: /^100%/ }).locator('kbd')).not.toHaveCount(0)
  await page.getByRole('menuitem', { name: 'Zoom in' }).click()
  await expect(studio.zoom).not.toHaveText('50%')
  await studio.zoom.click()
  await page.getByRole('menuitem', { name: 'Fit in window' }).click()
  await expect(studio.zoom).toHaveText(fitted)
})
