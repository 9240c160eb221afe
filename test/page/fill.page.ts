import { activeDocument, call } from '../e2e/support/bridge.ts'
import { resizeTo } from '../e2e/support/resize.ts'
import { colorAt, colorDistance, decode, differenceOf, libraryAssets, readOriginal } from '../e2e/support/images.ts'
import { expect, test } from './support/test.ts'

test.beforeEach(async ({ studio }) => {
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 350, y: 270 },
    { x: 375, y: 295 },
  ])
})

test('the shortcut in the hint and on the button fills on this computer', async ({ studio, page }) => {
  await expect(page.locator('.first-hint .kbd')).toHaveText(/↵$/)
  await expect(page.locator('.generate-button .kbd')).toHaveText(/↵$/)
  await studio.canvas.stroke([
    { x: 300, y: 220 },
    { x: 320, y: 240 },
  ])
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(studio.measured).toContainText(', 0 outside')
})

test('shows why Fill is disabled, and fills only inside the mask', async ({ studio, page }) => {
  const { canvas } = studio
  const clear = page.getByRole('button', { name: 'Clear', exact: true })
  await clear.click()
  await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  // A stroke is saved in parts while it is painted; its undo is saved at once.
  await page.keyboard.press('ControlOrMeta+z')
  await canvas.maskOnDisk((mask) => expect(mask.at(375, 295)).toBe(255))
  const painted = await canvas.mask()
  await clear.click()
  await expect(page.getByRole('button', { name: 'Fill', exact: true })).toBeDisabled()
  await expect(page.getByText('Paint over the area to change.')).toBeVisible()
  await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  await page.getByRole('button', { name: 'Restore mask', exact: true }).click()
  await canvas.maskOnDisk(({ data }) => expect(Buffer.from(data).equals(painted.data)).toBe(true))
  await studio.fill()
  await expect(studio.measured).toContainText(', 0 outside')
})

test('the same seed gives the same pixels; Fill again gives different ones', async ({ studio, running, page }) => {
  await studio.fixSeed(4711)
  await studio.fill()
  await studio.fill()
  await page.getByRole('button', { name: 'Fill again' }).click()
  await expect(studio.cards.nth(2)).toHaveAccessibleName(/done/, { timeout: 60_000 })
  const seeds = await studio.seeds()
  expect(seeds.slice(0, 2)).toEqual([4711, 4711])
  expect(seeds[2]).not.toBe(4711)

  const results = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill').toReversed()
  const files = await Promise.all(results.map((asset) => readOriginal(running, asset)))
  expect(files).toHaveLength(3)
  const [first, second, other] = await Promise.all(files.map((file) => decode(file)))
  expect(differenceOf(first!, second!)).toBeNull()
  expect(files[0]!.equals(files[1]!)).toBe(true)
  expect(differenceOf(first!, other!)).not.toBeNull()
})

test('a fill can be canceled and leaves nothing behind', async ({ studio, page }) => {
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await page.keyboard.press('Shift+F5')
  await page.getByTestId('studio-left').getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(studio.cards).toHaveCount(0)
  expect((await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill')).toEqual([])
  // The next fill works.
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await studio.fill()
})

test('a preview appears before the result', async ({ studio, page }) => {
  const previews: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith('asset://preview/')) previews.push(request.url())
  })
  // Filling most of the image takes long enough for its preview to be seen.
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  const drawn = page.locator('.card-image canvas:not([width="0"])').waitFor()
  await Promise.all([drawn, studio.fill()])
  expect(previews.length).toBeGreaterThan(0)
})

test('holding a key shows the original, and a slider compares before and after', async ({ studio, page }) => {
  const point = { x: 362, y: 282 }
  await page.mouse.move(5, 5)
  await page.keyboard.press('q')
  const original = await colorAt(page, await studio.canvas.place(point))
  await studio.fill()
  // The results make the stage smaller.
  const spot = await studio.canvas.place(point)
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeGreaterThan(20)
  const filled = await colorAt(page, spot)

  await page.keyboard.down('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeLessThan(4)
  await page.keyboard.up('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), filled)).toBeLessThan(4)

  await page.keyboard.press('y')
  const slider = page.getByRole('slider', { name: 'Before and after' })
  // It starts at the change, not in the middle of the image.
  const { x, width } = (await slider.boundingBox())!
  expect(Math.abs(x + width / 2 - spot.x)).toBeLessThan(40)
  await expect(slider.getByText('Before')).toBeVisible()
  await expect(slider.getByText('After')).toBeVisible()
  await slider.focus()
  await page.keyboard.press('End')
  await expect(slider).toHaveAttribute('aria-valuenow', '100')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeLessThan(4)
  await page.keyboard.press('Home')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), filled)).toBeLessThan(4)
})

test('Enter keeps a result, and undo reverts it', async ({ studio, page }) => {
  const { canvas } = studio
  const { baseId } = await activeDocument(page)
  await studio.fill()
  const mask = await canvas.mask()
  await page.keyboard.press('Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
  const [result] = (await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill')
  await expect.poll(async () => (await activeDocument(page)).baseId).toBe(result?.id)
  await canvas.maskOnDisk(({ painted }) => expect(painted).toBe(0))
  await page.keyboard.press('ControlOrMeta+z')
  await expect(studio.cards.first()).not.toHaveAccessibleName(/kept/)
  await expect.poll(async () => (await activeDocument(page)).baseId).toBe(baseId)
  await canvas.maskOnDisk(({ data }) => expect(Buffer.from(data).equals(mask.data)).toBe(true))
})

test('Backspace rejects a result and removes it from the library', async ({ studio, page }) => {
  await studio.fill()
  const before = (await libraryAssets(page)).length
  await page.keyboard.press('Backspace')
  await expect(studio.cards).toHaveCount(0)
  await expect.poll(async () => (await libraryAssets(page)).length).toBe(before - 1)
})

test('results and the mask survive a reload', async ({ studio, running }) => {
  const { canvas, cards } = studio
  const { page } = running
  const point = { x: 362, y: 282 }
  await page.mouse.move(5, 5)
  await page.keyboard.press('q')
  const original = await colorAt(page, await canvas.place(point))
  await studio.fill()
  const spot = await canvas.place(point)
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeGreaterThan(20)
  const filled = await colorAt(page, spot)
  const [seeds, measured] = [await studio.seeds(), await studio.measured.innerText()]
  const mask = await canvas.mask()
  expect(mask.at(point.x, point.y)).toBe(255)

  await page.reload()
  await canvas.ready()
  await expect(cards).toHaveCount(1)
  expect(await studio.seeds()).toEqual(seeds)
  await cards.first().click()
  await expect(studio.measured).toHaveText(measured)
  await page.mouse.move(5, 5)
  await page.keyboard.press('q')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), filled)).toBeLessThan(4)
  // Its inverse is computed from the mask that the window loaded.
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  const inverse = mask.data.map((value) => 255 - value)
  await canvas.maskOnDisk(({ data }) => expect(Buffer.from(data).equals(inverse)).toBe(true))
})

test('the results stay where one looks while images arrive that were not asked for here', async ({
  studio,
  running,
  page,
}) => {
  await resizeTo(running, 1024, 640)
  for (let count = 1; count <= 5; count++) await studio.fill()
  // One's own click is followed to its card.
  await expect(studio.cards.last()).toBeInViewport({ ratio: 0.9 })
  const list = page.locator('.strip-cards')
  const scrollPx = () => list.evaluate((element) => element.scrollLeft)
  expect(await scrollPx()).toBeGreaterThan(100)
  await list.evaluate((element) => element.scrollTo({ left: 0 }))
  await studio.cards.first().hover()
  const { id: documentId, baseId: assetId } = await activeDocument(page)
  const frame = { x: -40, y: 0, widthPx: 840, heightPx: 600 }
  await call(page, 'edits.expand', { documentId, assetId, frame, seed: 1 })
  await expect
    .poll(async () => (await call(page, 'jobs.list', { documentId })).map(({ state }) => state))
    .toEqual(Array.from({ length: 6 }, () => 'done'))
  await expect.poll(() => studio.cardCount()).toBe(6)
  expect(await scrollPx()).toBe(0)
})
