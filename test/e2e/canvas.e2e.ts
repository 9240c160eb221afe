import { colourAt, colourDistance } from './support/pictures.ts'
import { expect, test } from './support/test.ts'

test.describe('painting', () => {
  test.beforeEach(async ({ studio }) => {
    await studio.setNumber('Size', 40)
    await studio.setNumber('Hardness', 100)
  })

  test('the brush paints where the pointer went, at image resolution', async ({ studio }) => {
    await studio.canvas.stroke([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ])
    const mask = await studio.canvas.savedMask()
    expect(mask.at(150, 100)).toBe(255)
    expect(mask.at(150, 118)).toBe(255)
    expect(mask.at(150, 124)).toBe(0)
    expect(mask.at(75, 100)).toBe(0)
    // A line of 100 × 40 px with a half circle at each end.
    const expected = 100 * 40 + Math.PI * 20 * 20
    expect(Math.abs(mask.painted - expected)).toBeLessThan(expected * 0.05)
  })

  test('hardness softens the edge and strength limits it', async ({ studio }) => {
    await studio.setNumber('Hardness', 0)
    await studio.setNumber('Strength', 50)
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    const mask = await studio.canvas.savedMask()
    const [middle, half, edge] = [mask.at(300, 200), mask.at(310, 200), mask.at(319, 200)]
    expect(middle).toBeGreaterThan(110)
    expect(middle).toBeLessThanOrEqual(128)
    expect(half).toBeLessThan(middle)
    expect(edge).toBeLessThan(half)
  })

  test('the eraser takes away, undo brings back, redo takes away again', async ({ studio, running }) => {
    const { keyboard } = running.page
    await studio.canvas.stroke([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ])
    await keyboard.press('e')
    await studio.canvas.stroke([
      { x: 150, y: 60 },
      { x: 150, y: 140 },
    ])
    expect((await studio.canvas.savedMask()).at(150, 100)).toBe(0)
    await keyboard.press('ControlOrMeta+z')
    expect((await studio.canvas.savedMask()).at(150, 100)).toBe(255)
    await keyboard.press('ControlOrMeta+z')
    expect((await studio.canvas.savedMask()).painted).toBe(0)
    await keyboard.press('ControlOrMeta+Shift+z')
    await keyboard.press('ControlOrMeta+Shift+z')
    const mask = await studio.canvas.savedMask()
    expect([mask.at(150, 100), mask.at(110, 100)]).toEqual([0, 255])
  })

  test('Shift and a click draw a straight line from the last stroke', async ({ studio, running }) => {
    await studio.canvas.stroke([{ x: 100, y: 300 }])
    await running.page.keyboard.down('Shift')
    await studio.canvas.stroke([{ x: 400, y: 200 }])
    await running.page.keyboard.up('Shift')
    const mask = await studio.canvas.savedMask()
    expect([mask.at(250, 250), mask.at(175, 275), mask.at(325, 225)]).toEqual([255, 255, 255])
    expect(mask.at(250, 300)).toBe(0)
  })

  test('invert, clear and bring back', async ({ studio, running }) => {
    const button = (name: string) => running.page.getByRole('button', { name, exact: true })
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    await button('Invert').click()
    const inverted = await studio.canvas.savedMask()
    expect([inverted.at(300, 200), inverted.at(5, 5), inverted.at(599, 399)]).toEqual([0, 255, 255])
    await button('Clear').click()
    expect((await studio.canvas.savedMask()).painted).toBe(0)
    await button('Bring back').click()
    expect((await studio.canvas.savedMask()).at(5, 5)).toBe(255)
  })

  test('the overlay shows the mask and can be hidden', async ({ studio, running }) => {
    const { page } = running
    const spot = await studio.canvas.place({ x: 300, y: 200 })
    await page.mouse.move(5, 5)
    const bare = await colourAt(page, spot)
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    await page.mouse.move(5, 5)
    await expect.poll(async () => colourDistance(await colourAt(page, spot), bare)).toBeGreaterThan(25)
    await page.keyboard.press('q')
    await expect.poll(async () => colourDistance(await colourAt(page, spot), bare)).toBeLessThan(4)
    await expect(page.getByText('Mask hidden, it still applies')).toBeVisible()
  })

  test('a key typed into a field paints nothing and switches no tool', async ({ studio, running }) => {
    const field = running.page.getByRole('textbox', { name: 'Size, value', exact: true })
    await field.click()
    await running.page.keyboard.type('e')
    await expect(running.page.getByRole('button', { name: 'Brush' })).toHaveAttribute('aria-pressed', 'true')
    await running.page.keyboard.press('Escape')
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    expect((await studio.canvas.savedMask()).at(300, 200)).toBe(255)
  })
})

test('the wheel zooms at the pointer; 100 % and fit come back', async ({ studio, running }) => {
  const { page } = running
  const zoom = page.getByLabel('Zoom')
  const spot = await studio.canvas.place({ x: 150, y: 100 })
  await page.mouse.move(spot.x, spot.y)
  const before = await zoom.innerText()
  await page.mouse.wheel(0, -400)
  await expect(zoom).not.toHaveText(before)
  // What was under the pointer still is: a dab there lands where it was aimed.
  await page.mouse.down()
  await page.mouse.up()
  expect((await studio.canvas.savedMask()).at(150, 100)).toBeGreaterThan(200)
  await page.keyboard.press('ControlOrMeta+0')
  await expect(zoom).toHaveText(before)
})

test('Space pans and gives the brush back', async ({ studio, running }) => {
  const { page } = running
  await page.mouse.move((await studio.canvas.place({ x: 300, y: 200 })).x, 300)
  await page.keyboard.down('Space')
  await page.mouse.down()
  await page.mouse.move(700, 420, { steps: 4 })
  await page.mouse.up()
  await page.keyboard.up('Space')
  expect((await studio.canvas.savedMask()).painted).toBe(0)
  await page.keyboard.press('ControlOrMeta+0')
  await studio.canvas.stroke([{ x: 300, y: 200 }])
  expect((await studio.canvas.savedMask()).at(300, 200)).toBe(255)
})

test('200 strokes can be undone one by one', async ({ studio, running }) => {
  await studio.setNumber('Size', 4)
  const points = Array.from({ length: 200 }, (_, step) => ({
    x: 20 + (step % 25) * 20,
    y: 20 + Math.floor(step / 25) * 40,
  }))
  await studio.canvas.dabs(points)
  const painted = await studio.canvas.savedMask()
  expect(points.filter(({ x, y }) => painted.at(x, y) === 0)).toEqual([])
  for (let step = 0; step < 200; step += 1) await running.page.keyboard.press('ControlOrMeta+z')
  expect((await studio.canvas.savedMask()).painted).toBe(0)
})
