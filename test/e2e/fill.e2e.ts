import { colorAt, colorDistance, decode, libraryAssets, readOriginal } from './support/images.ts'
import { expect, test } from './support/test.ts'

test.beforeEach(async ({ studio }) => {
  await studio.setNumber('Size', 60)
  await studio.canvas.stroke([
    { x: 350, y: 270 },
    { x: 375, y: 295 },
  ])
})

test('the key that the hint and the button show fills on this computer', async ({ studio, running }) => {
  const { page } = running
  await expect(page.locator('.first-hint .kbd')).toHaveText(/↵$/)
  await expect(page.locator('.generate-button .kbd')).toHaveText(/↵$/)
  await studio.canvas.stroke([
    { x: 300, y: 220 },
    { x: 320, y: 240 },
  ])
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect(studio.measured).toContainText(', 0 outside')
})

test('says what keeps it from filling, and fills only under the mask', async ({ studio, running }) => {
  const { page } = running
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Fill', exact: true })).toBeDisabled()
  await expect(page.getByText('Paint over the area to change.')).toBeVisible()
  await page.getByRole('button', { name: 'Restore mask', exact: true }).click()
  await studio.fill()
  await expect(studio.measured).toContainText(', 0 outside')
})

test('the same seed gives the same pixels; another try gives others', async ({ studio, running }) => {
  await studio.fixSeed(4711)
  await studio.fill()
  await studio.fill()
  await running.page.getByRole('button', { name: 'Fill again' }).click()
  await expect(studio.cards.nth(2)).toHaveAccessibleName(/done/, { timeout: 60_000 })
  const seeds = await studio.seeds()
  expect(seeds.slice(0, 2)).toEqual([4711, 4711])
  expect(seeds[2]).not.toBe(4711)

  const results = (await libraryAssets(running.page)).filter(({ recipe }) => recipe.operation === 'fill').toReversed()
  const files = await Promise.all(results.map((asset) => readOriginal(running, asset)))
  expect(files).toHaveLength(3)
  expect(files[0]?.equals(files[1] ?? Buffer.alloc(0))).toBe(true)
  const [first, , other] = await Promise.all(files.map((file) => decode(file)))
  expect(first?.data.equals(other?.data ?? Buffer.alloc(0))).toBe(false)
})

test('a fill can be canceled and leaves nothing behind', async ({ studio, running }) => {
  const { page } = running
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await page.keyboard.press('Shift+F5')
  await page.getByTestId('studio-left').getByRole('button', { name: 'Cancel', exact: true }).click()
  await expect(studio.cards).toHaveCount(0, { timeout: 10_000 })
  expect((await libraryAssets(page)).filter(({ recipe }) => recipe.operation === 'fill')).toEqual([])
  // And the next one works.
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await studio.fill()
})

test('a coarse preview is there before the result', async ({ studio, running }) => {
  const previews: string[] = []
  running.page.on('request', (request) => {
    if (request.url().startsWith('asset://preview/')) previews.push(request.url())
  })
  // Most of the image: long enough for its preview to be seen.
  await running.page.getByRole('button', { name: 'Invert', exact: true }).click()
  const drawn = running.page.locator('.card-image canvas:not([width="0"])').waitFor()
  await Promise.all([drawn, studio.fill()])
  expect(previews.length).toBeGreaterThan(0)
})

test('hold for the original, slide between before and after', async ({ studio, running }) => {
  const { page } = running
  const point = { x: 362, y: 282 }
  await page.mouse.move(5, 5)
  await page.keyboard.press('q')
  const original = await colorAt(page, await studio.canvas.place(point))
  await studio.fill()
  // The results take their room from the stage.
  const spot = await studio.canvas.place(point)
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeGreaterThan(20)
  const filled = await colorAt(page, spot)

  await page.keyboard.down('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), original)).toBeLessThan(4)
  await page.keyboard.up('\\')
  await expect.poll(async () => colorDistance(await colorAt(page, spot), filled)).toBeLessThan(4)

  await page.keyboard.press('y')
  const slider = page.getByRole('slider', { name: 'Before and after' })
  // It begins where the change is, not in the middle of the image.
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

test('keep makes the result the image, undo takes it back', async ({ studio, running }) => {
  const { page } = running
  await studio.fill()
  await page.keyboard.press('Enter')
  await expect(studio.cards.first()).toHaveAccessibleName(/kept/)
  await page.keyboard.press('ControlOrMeta+z')
  await expect(studio.cards.first()).not.toHaveAccessibleName(/kept/)
})

test('reject puts the result into the trash, and it can be brought back from there', async ({ studio, running }) => {
  const { page } = running
  await studio.fill()
  const before = (await libraryAssets(page)).length
  await page.keyboard.press('Backspace')
  await expect(studio.cards).toHaveCount(0)
  await expect.poll(async () => (await libraryAssets(page)).length).toBe(before - 1)
})

test('results are still there after a restart, with the mask', async ({ studio, running }) => {
  await studio.fill()
  await studio.canvas.savedMask()
  await running.page.reload()
  await studio.canvas.ready()
  await expect(studio.cards).toHaveCount(1)
  expect((await studio.canvas.mask()).at(362, 282)).toBe(255)
})
