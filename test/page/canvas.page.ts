import { colorAt, colorDistance } from '../e2e/support/images.ts'
import { expect, test } from './support/canvas-test.ts'

test.describe('painting', () => {
  test('the brush paints where the pointer went, at image resolution', async ({ studio }) => {
    await studio.canvas.stroke([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ])
    // A line of 100 × 40 px with a half circle at each end.
    const expected = 100 * 40 + Math.PI * 20 * 20
    await studio.canvas.maskOnDisk((mask) => {
      expect(mask.at(150, 100)).toBe(255)
      expect(mask.at(150, 118)).toBe(255)
      expect(mask.at(150, 124)).toBe(0)
      expect(mask.at(75, 100)).toBe(0)
      expect(Math.abs(mask.painted - expected)).toBeLessThan(expected * 0.05)
    })
  })

  test('hardness softens the edge and strength limits the coverage', async ({ studio }) => {
    await studio.setNumber('Hardness', 0)
    await studio.setNumber('Strength', 50)
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    await studio.canvas.maskOnDisk((mask) => {
      const [middle, half, edge] = [mask.at(300, 200), mask.at(310, 200), mask.at(319, 200)]
      expect(middle).toBeGreaterThan(110)
      expect(middle).toBeLessThanOrEqual(128)
      expect(half).toBeLessThan(middle)
      expect(edge).toBeLessThan(half)
    })
  })

  test('erasing can be undone and redone', async ({ studio, page }) => {
    const { keyboard } = page
    const { canvas } = studio
    await canvas.stroke([
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ])
    await keyboard.press('e')
    await canvas.stroke([
      { x: 150, y: 60 },
      { x: 150, y: 140 },
    ])
    await canvas.maskOnDisk((mask) => expect([mask.at(150, 100), mask.at(110, 100)]).toEqual([0, 255]))
    await keyboard.press('ControlOrMeta+z')
    await canvas.maskOnDisk((mask) => expect(mask.at(150, 100)).toBe(255))
    await keyboard.press('ControlOrMeta+z')
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
    await keyboard.press('ControlOrMeta+Shift+z')
    await keyboard.press('ControlOrMeta+Shift+z')
    await canvas.maskOnDisk((mask) => expect([mask.at(150, 100), mask.at(110, 100)]).toEqual([0, 255]))
  })

  test('Shift+click draws a straight line from the last stroke, Alt+click erases', async ({ studio }) => {
    const { canvas } = studio
    await canvas.stroke([{ x: 100, y: 300 }])
    await canvas.click({ x: 400, y: 200 }, 'Shift')
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(250, 250), mask.at(175, 275), mask.at(325, 225)]).toEqual([255, 255, 255])
      expect(mask.at(250, 300)).toBe(0)
    })
    await canvas.click({ x: 250, y: 250 }, 'Alt')
    await canvas.maskOnDisk((mask) => expect([mask.at(250, 250), mask.at(175, 275)]).toEqual([0, 255]))
  })

  test('keys and Alt+right-drag change the brush for the next stroke', async ({ studio, page }) => {
    const { canvas } = studio
    const size = page.getByRole('textbox', { name: 'Size, value' })
    await page.keyboard.press(']')
    await expect(size).not.toHaveValue('40')
    await page.keyboard.press('[')
    await expect(size).toHaveValue('40')
    await page.keyboard.press('5')
    await expect(page.getByRole('textbox', { name: 'Strength, value', exact: true })).toHaveValue('50')
    await canvas.stroke([{ x: 300, y: 100 }])
    await canvas.maskOnDisk((mask) => expect(mask.at(300, 100)).toBe(128))
    // Alt+right-drag sideways changes the size and paints nothing.
    const spot = await canvas.place({ x: 300, y: 300 })
    await page.mouse.move(spot.x, spot.y)
    await page.keyboard.down('Alt')
    await page.mouse.down({ button: 'right' })
    await page.mouse.move(spot.x + 60, spot.y, { steps: 5 })
    await page.mouse.up({ button: 'right' })
    await page.keyboard.up('Alt')
    await expect.poll(async () => Number(await size.inputValue())).toBeGreaterThan(60)
    await canvas.stroke([{ x: 100, y: 300 }])
    await canvas.maskOnDisk((mask) => expect([mask.at(100, 300), mask.at(300, 300)]).toEqual([128, 0]))
  })

  test('inverts, clears and restores the mask, selects all, and swaps to the eraser', async ({ studio, page }) => {
    const { canvas } = studio
    const button = (name: string) => page.getByRole('button', { name, exact: true })
    await canvas.stroke([{ x: 300, y: 200 }])
    await button('Invert').click()
    await canvas.maskOnDisk((mask) =>
      expect([mask.at(300, 200), mask.at(5, 5), mask.at(599, 399)]).toEqual([0, 255, 255]),
    )
    await button('Clear').click()
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
    await button('Restore mask').click()
    await canvas.maskOnDisk((mask) => expect(mask.at(5, 5)).toBe(255))
    await page.keyboard.press('ControlOrMeta+a')
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(600 * 400))
    await page.keyboard.press('x')
    await expect(button('Eraser')).toHaveAttribute('aria-pressed', 'true')
    await canvas.stroke([{ x: 300, y: 200 }])
    await canvas.maskOnDisk((mask) => expect([mask.at(300, 200), mask.at(5, 5)]).toEqual([0, 255]))
  })

  test('typing into a field switches no tool', async ({ studio, page }) => {
    const field = page.getByRole('textbox', { name: 'Size, value', exact: true })
    await field.click()
    await page.keyboard.type('e')
    await expect(page.getByRole('button', { name: 'Brush', exact: true })).toHaveAttribute('aria-pressed', 'true')
    await page.keyboard.press('Escape')
    await studio.canvas.stroke([{ x: 300, y: 200 }])
    await studio.canvas.maskOnDisk((mask) => expect(mask.at(300, 200)).toBe(255))
  })

  test('many strokes can be undone one by one', async ({ studio, page }) => {
    await studio.setNumber('Size', 4)
    const points = Array.from({ length: 60 }, (_, step) => ({
      x: 20 + (step % 15) * 20,
      y: 20 + Math.floor(step / 15) * 40,
    }))
    await studio.canvas.dabs(points)
    await studio.canvas.maskOnDisk((painted) => expect(points.filter(({ x, y }) => painted.at(x, y) === 0)).toEqual([]))
    for (let step = 0; step < points.length; step += 1) await page.keyboard.press('ControlOrMeta+z')
    await studio.canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  })
})

test.describe('shapes', () => {
  const square = [
    { x: 100, y: 100 },
    { x: 300, y: 100 },
    { x: 300, y: 300 },
    { x: 100, y: 300 },
  ] as const

  test('the lasso replaces, adds to, subtracts from and intersects the mask', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('l')
    await canvas.stroke(square)
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(200, 200), mask.at(110, 290), mask.at(90, 200), mask.at(310, 200)]).toEqual([255, 255, 0, 0])
    })
    const right = square.map(({ x, y }) => ({ x: x + 150, y }))
    await canvas.stroke(right, { keys: ['Shift'] })
    await canvas.maskOnDisk((mask) => expect([mask.at(120, 200), mask.at(430, 200)]).toEqual([255, 255]))
    const lower = square.map(({ x, y }) => ({ x: x * 2 - 50, y: y + 150 }))
    await canvas.stroke(lower, { keys: ['Alt'] })
    await canvas.maskOnDisk((mask) => expect([mask.at(200, 200), mask.at(200, 280)]).toEqual([255, 0]))
    await canvas.stroke(square, { keys: ['Shift', 'Alt'] })
    await canvas.maskOnDisk((mask) =>
      expect([mask.at(200, 200), mask.at(200, 280), mask.at(430, 200)]).toEqual([255, 0, 0]),
    )
  })

  test('the polygon responds to clicks, Backspace, Enter, a double click and Escape', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('Shift+l')
    const [a, b, c, d] = square
    for (const corner of [a, b, { x: 500, y: 380 }]) await canvas.click(corner)
    await page.keyboard.press('Backspace')
    await canvas.click(c)
    await canvas.click(d)
    await page.keyboard.press('Enter')
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(200, 200), mask.at(102, 298), mask.at(400, 330), mask.at(95, 200)]).toEqual([255, 255, 0, 0])
      expect(Math.abs(mask.painted - 200 * 200)).toBeLessThan(900)
    })
    await page.keyboard.press('ControlOrMeta+d')
    for (const corner of [a, b]) await canvas.click(corner)
    const { x, y } = await canvas.place(c)
    await page.mouse.dblclick(x, y)
    await canvas.maskOnDisk((mask) => expect([mask.at(290, 200), mask.at(120, 280)]).toEqual([255, 0]))
    await page.keyboard.press('ControlOrMeta+d')
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
    for (const corner of [a, b, c]) await canvas.click(corner)
    await page.keyboard.press('Escape')
    await page.keyboard.press('Enter')
    await canvas.click({ x: 400, y: 300 })
    await canvas.click({ x: 500, y: 300 })
    await canvas.click({ x: 450, y: 350 })
    // A click on the first corner closes it.
    await canvas.click({ x: 400, y: 300 })
    await canvas.maskOnDisk((mask) => expect([mask.at(450, 320), mask.at(280, 150)]).toEqual([255, 0]))
  })

  test('an unfinished polygon survives panning, zooming and hiding the mask', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('Shift+l')
    const [a, b, c, d] = square
    await canvas.click(a)
    await canvas.click(b)
    const from = await canvas.place({ x: 300, y: 250 })
    await page.mouse.move(from.x, from.y)
    await page.keyboard.down('Space')
    await page.mouse.down()
    await page.mouse.move(from.x + 70, from.y - 40, { steps: 4 })
    await page.mouse.up()
    await page.keyboard.up('Space')
    await page.mouse.wheel(0, -240)
    await page.keyboard.press('q')
    await page.keyboard.press('ControlOrMeta+0')
    await canvas.click(c)
    await canvas.click(d)
    await page.keyboard.press('Enter')
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(200, 200), mask.at(105, 295), mask.at(295, 105)]).toEqual([255, 255, 255])
      expect(Math.abs(mask.painted - 200 * 200)).toBeLessThan(900)
    })
  })

  test('draws rectangles and ellipses, square with Shift, from the center with Alt', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('m')
    await canvas.stroke([
      { x: 100, y: 100 },
      { x: 260, y: 180 },
    ])
    await canvas.maskOnDisk((mask) => {
      expect(mask.painted).toBe(160 * 80)
      expect([mask.at(100, 100), mask.at(259, 179), mask.at(260, 180)]).toEqual([255, 255, 0])
    })
    await page.keyboard.press('ControlOrMeta+d')
    // Pressed during the drag, Shift and Alt make it a square around its start.
    await canvas.stroke([{ x: 300, y: 200 }], { isReleased: false })
    await page.keyboard.down('Shift')
    await page.keyboard.down('Alt')
    await canvas.move({ x: 360, y: 220 })
    await page.mouse.up()
    await page.keyboard.up('Alt')
    await page.keyboard.up('Shift')
    await canvas.maskOnDisk((mask) => {
      expect(mask.painted).toBe(120 * 120)
      expect([mask.at(240, 140), mask.at(359, 259)]).toEqual([255, 255])
    })
    await page.keyboard.press('ControlOrMeta+d')
    await page.keyboard.press('Shift+m')
    await canvas.stroke([
      { x: 200, y: 100 },
      { x: 400, y: 200 },
    ])
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(300, 150), mask.at(202, 102), mask.at(205, 150), mask.at(300, 103)]).toEqual([255, 0, 255, 255])
      expect(Math.abs(mask.painted - Math.PI * 100 * 50)).toBeLessThan(400)
    })
  })

  test('a linear or radial gradient fades from full to empty', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('Shift+g')
    await canvas.stroke([
      { x: 100, y: 200 },
      { x: 500, y: 200 },
    ])
    await canvas.maskOnDisk((mask) => {
      const values = [50, 200, 300, 400, 550].map((x) => mask.at(x, 50))
      expect(values[0]).toBe(255)
      expect(Math.abs((values[2] ?? 0) - 127)).toBeLessThan(4)
      expect(values[4]).toBe(0)
      expect(values).toEqual(values.toSorted((a, b) => b - a))
    })
    await page.keyboard.press('ControlOrMeta+d')
    await page.getByRole('radio', { name: 'Radial', exact: true }).check()
    await canvas.stroke([
      { x: 300, y: 200 },
      { x: 400, y: 200 },
    ])
    await canvas.maskOnDisk((mask) => {
      expect(mask.at(300, 200)).toBeGreaterThan(250)
      expect(Math.abs(mask.at(300, 150) - 127)).toBeLessThan(6)
      expect([mask.at(405, 200), mask.at(50, 50)]).toEqual([0, 0])
    })
  })
})

test.describe('selecting by color', () => {
  test('the magic wand selects similar colors by tolerance, contiguous or not', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('w')
    await page.getByRole('switch', { name: 'Anti-alias' }).click()
    await studio.setNumber('Tolerance', 5)
    await canvas.click({ x: 110, y: 110 })
    await canvas.maskOnDisk((mask) => {
      expect(mask.painted).toBe(100 * 100)
      expect([mask.at(60, 60), mask.at(159, 159), mask.at(160, 110), mask.at(450, 110)]).toEqual([255, 255, 0, 0])
    })
    await studio.setNumber('Tolerance', 20)
    await canvas.click({ x: 110, y: 110 })
    await canvas.maskOnDisk((mask) => expect([mask.painted, mask.at(250, 110)]).toEqual([2 * 100 * 100, 255]))
    await page.getByRole('switch', { name: 'Contiguous' }).click()
    await canvas.click({ x: 110, y: 110 }, 'Shift')
    await canvas.maskOnDisk((mask) => expect([mask.painted, mask.at(450, 110)]).toEqual([3 * 100 * 100, 255]))
    await canvas.click({ x: 210, y: 110 }, 'Alt')
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(0))
  })

  test('the bucket fills a mask, or a paint layer with its color', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('g')
    await studio.setNumber('Tolerance', 5)
    await canvas.click({ x: 110, y: 290 })
    await canvas.maskOnDisk((mask) => expect([mask.at(110, 290), mask.at(300, 100)]).toEqual([255, 0]))
    await page.keyboard.press('ControlOrMeta+Shift+n')
    await page.keyboard.press('g')
    await page.getByLabel('Paint color').fill('#10c0f0')
    await canvas.click({ x: 450, y: 290 })
    await canvas.onDisk(({ state, paint }) => {
      const layer = paint(state.layers[0]?.id ?? '')
      expect(layer.at(450, 290)).toEqual([0x10, 0xc0, 0xf0, 255])
      expect([layer.at(401, 241)[3], layer.at(390, 290)[3]]).toEqual([255, 0])
    })
  })
})

test('the mask overlay has several styles and can be hidden', async ({ studio, page }) => {
  const spot = await studio.canvas.place({ x: 300, y: 100 })
  await page.mouse.move(5, 5)
  const bare = await colorAt(page, spot)
  await studio.canvas.stroke([{ x: 300, y: 100 }])
  const readColor = async () => {
    await page.mouse.move(5, 5)
    return colorAt(page, spot)
  }
  await expect.poll(async () => colorDistance(await readColor(), bare)).toBeGreaterThan(25)
  await page.keyboard.press('Shift+q')
  await expect.poll(async () => colorDistance(await readColor(), bare)).toBeLessThan(4)
  await expect(page.getByRole('radio', { name: 'Outline', exact: true })).toBeChecked()
  await page.keyboard.press('Shift+q')
  await expect.poll(readColor).toEqual([255, 255, 255])
  await page.keyboard.press('q')
  await expect.poll(async () => colorDistance(await readColor(), bare)).toBeLessThan(4)
  await expect(page.getByText('Mask hidden but active')).toBeVisible()
  await page.getByRole('button', { name: 'Mask overlay' }).click()
  await expect.poll(readColor).toEqual([255, 255, 255])
  await page.keyboard.press('Shift+q')
  await expect.poll(async () => colorDistance(await readColor(), bare)).toBeGreaterThan(25)
})
