import type { StoredDocument } from '../e2e/support/bridge.ts'
import { activeDocument } from '../e2e/support/bridge.ts'
import { blockColor, blocks } from '../e2e/support/cards.ts'
import { expect, test } from './support/canvas-test.ts'
import { colorAt, colorDistance, decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'

const frameOf = ({ state }: StoredDocument) => state.frame
const rect = (x: number, y: number, widthPx: number, heightPx: number) => ({ x, y, widthPx, heightPx })

test.describe('the frame', () => {
  test.describe('around a small image', () => {
    test.use({ card: { size: { widthPx: 400, heightPx: 260 }, colorAt: (x, y) => blockColor(x, y + 70) } })

    test('a side and a corner are dragged beyond the image, undone, canceled and removed', async ({ studio, page }) => {
      const { canvas } = studio
      // Leaves room around the image to drag into.
      const middle = await canvas.place({ x: 200, y: 130 })
      await studio.selectTool('Frame')
      await canvas.stroke([
        { x: 400, y: 130 },
        { x: 440, y: 140 },
      ])
      await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, 0, 440, 260)))
      await canvas.stroke([
        { x: 0, y: 260 },
        { x: -30, y: 310 },
      ])
      await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-30, 0, 470, 310)))
      // The added area is hatched, not empty.
      await page.mouse.move(5, 5)
      const [outside, stage] = await Promise.all([
        colorAt(page, { x: middle.x + 215, y: middle.y }),
        colorAt(page, { x: middle.x, y: middle.y - 160 }),
      ])
      expect(colorDistance(outside, stage)).toBeGreaterThan(4)
      await canvas.stroke(
        [
          { x: 440, y: 130 },
          { x: 460, y: 130 },
        ],
        { isReleased: false },
      )
      await page.keyboard.press('Escape')
      await page.mouse.up()
      await page.keyboard.press('ControlOrMeta+z')
      await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, 0, 440, 260)))
      await page.keyboard.press('ControlOrMeta+Shift+z')
      await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-30, 0, 470, 310)))
      // Snaps back to the border of the image: that side no longer extends.
      await canvas.stroke([
        { x: 440, y: 130 },
        { x: 403, y: 130 },
      ])
      await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-30, 0, 430, 310)))
      await page.getByRole('button', { name: 'Remove frame' }).click()
      await canvas.onDisk((stored) => expect(frameOf(stored)).toBeNull())
    })
  })

  test('is set by keys, buttons, aspect ratios and numbers, and fit shows all of it', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('Alt+Shift+ArrowRight')
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, 0, 750, 400)))
    await studio.selectTool('Frame')
    await page.getByRole('button', { name: 'Extend up' }).click()
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, -100, 750, 500)))
    const shape = page.getByRole('combobox', { name: 'Aspect ratio' })
    await shape.selectOption('1:1')
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, -100, 600, 600)))
    await shape.selectOption('21:9')
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-166, 0, 933, 400)))
    await shape.selectOption('Free ratio')
    for (const [label, value] of [
      ['X', '-50'],
      ['Width', '700'],
    ] as const) {
      await page.getByRole('textbox', { name: label, exact: true }).fill(value)
      await page.keyboard.press('Enter')
    }
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-50, 0, 700, 400)))
    await page.keyboard.press('ControlOrMeta+0')
    // The whole frame fits in the view, with margins of the stage around it.
    const box = await canvas.view.boundingBox()
    await expect(studio.zoom).toHaveText(
      `${Math.round(Math.min(1, (box!.width - 92) / 700, (box!.height - 48) / 400) * 100)}%`,
    )
    await page.getByRole('button', { name: 'Remove frame' }).click()
    await canvas.onDisk((stored) => expect(frameOf(stored)).toBeNull())
  })

  test('is drawn freely across the image border, then moved', async ({ studio }) => {
    const { canvas } = studio
    await studio.selectTool('Frame')
    await canvas.stroke([
      { x: 200, y: 150 },
      { x: 620, y: 350 },
    ])
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(200, 150, 420, 200)))
    await canvas.stroke([
      { x: 300, y: 250 },
      { x: 290, y: 260 },
    ])
    await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(190, 160, 420, 200)))
  })
})

test.describe('the crop', () => {
  test('Enter crops, masks and layers keep their position, and undo restores the rest', async ({
    studio,
    running,
    page,
  }) => {
    const { canvas } = studio
    await canvas.stroke([{ x: 450, y: 110 }])
    await page.keyboard.press('ControlOrMeta+Shift+n')
    await canvas.stroke([{ x: 110, y: 290 }])
    await canvas.onDisk(({ state, paint }) => expect(paint(state.layers[0]?.id ?? '').at(110, 290)[3]).toBe(255))
    const before = await activeDocument(page)
    await page.keyboard.press('Shift+c')
    await canvas.stroke([
      { x: 40, y: 50 },
      { x: 480, y: 350 },
    ])
    await expect(page.getByText('Output: 440 × 300 px')).toBeVisible()
    // Shrunk by its lower right corner, canceled with Escape, and drawn again.
    await canvas.stroke([
      { x: 480, y: 350 },
      { x: 470, y: 340 },
    ])
    await expect(page.getByText('Output: 430 × 290 px')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(page.getByText('Drag over the area to keep')).toBeVisible()
    await canvas.stroke([
      { x: 40, y: 50 },
      { x: 480, y: 350 },
    ])
    await page.keyboard.press('Enter')
    await canvas.onDisk(({ state, coverage, paint }) => {
      expect(state.size).toEqual({ widthPx: 440, heightPx: 300 })
      expect([coverage(state.masks[0]?.id ?? '').at(410, 60), coverage(state.masks[0]?.id ?? '').at(385, 60)]).toEqual([
        255, 0,
      ])
      expect(paint(state.layers[0]?.id ?? '').at(70, 240)[3]).toBe(255)
    })
    const after = await activeDocument(page)
    const assets = await libraryAssets(page)
    const cropped = assets.find(({ id }) => id === after.baseId)
    expect(cropped).toMatchObject({ widthPx: 440, heightPx: 300, parentId: before.baseId })
    const { data } = await decode(await readOriginal(running, cropped!))
    const at = (x: number, y: number) => [...data.subarray((y * 440 + x) * 4, (y * 440 + x) * 4 + 3)]
    expect([at(20, 10), at(19, 10), at(360, 10)]).toEqual([blocks.first.color, [120, 120, 120], blocks.second.color])
    await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state, coverage }) => {
      expect(state.size).toEqual({ widthPx: 600, heightPx: 400 })
      expect(coverage(state.masks[0]?.id ?? '').at(450, 110)).toBe(255)
    })
    expect((await activeDocument(page)).baseId).toBe(before.baseId)
  })

  test('follows a fixed aspect ratio and is applied by a double click', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('Shift+c')
    await page.getByRole('combobox', { name: 'Aspect ratio' }).selectOption('1:1')
    await canvas.stroke([
      { x: 100, y: 100 },
      { x: 250, y: 160 },
    ])
    await expect(page.getByText('Output: 150 × 150 px')).toBeVisible()
    const { x, y } = await canvas.place({ x: 170, y: 170 })
    await page.mouse.dblclick(x, y)
    await canvas.onDisk(({ state }) => expect(state.size).toEqual({ widthPx: 150, heightPx: 150 }))
  })
})

test('Expand sets the frame on the canvas by pixels, ratio or sides, one undo step each, in the narrow panel', async ({
  studio,
  page,
  app,
}) => {
  const { canvas } = studio
  await app.evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800))
  await page.getByRole('radio', { name: 'Expand', exact: true }).check()
  const panel = page.getByRole('region', { name: 'Expand by' })
  const side = (name: string) => panel.getByRole('textbox', { name: `${name} in pixels` })
  const type = async (name: string, px: string) => {
    await side(name).fill(px)
    await side(name).press('Enter')
  }
  await type('Left', '120')
  await type('Bottom', '50')
  await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(-120, 0, 720, 450)))
  await expect(panel).toContainText('Output: 720 × 450')

  await panel.getByRole('radio', { name: '1:1' }).check()
  await canvas.onDisk((stored) => expect(frameOf(stored)).toEqual(rect(0, -100, 600, 600)))
  await expect(panel).toContainText('Output: 600 × 600')
  await expect(side('Top')).toHaveValue('100')
  await panel.getByRole('radio', { name: '16:9' }).check()
  await expect(side('Left')).toHaveValue('55')
  await expect(panel.getByRole('radio', { name: '1:1' })).not.toBeChecked()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(panel.getByRole('radio', { name: '1:1' })).toBeChecked()
  await page.keyboard.press('ControlOrMeta+z')
  await expect(side('Left')).toHaveValue('120')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(panel).toContainText('Output: 720 × 400')

  await test.step('dragging a handle updates the pixel fields', async () => {
    await panel.getByRole('button', { name: 'Reset' }).click()
    await canvas.ready()
    await studio.selectTool('Frame')
    await canvas.stroke([
      { x: 600, y: 200 },
      { x: 640, y: 200 },
    ])
    await expect(side('Right')).toHaveValue('40')
  })

  await test.step('a frame beyond the view is zoomed into view', async () => {
    await type('Right', '3000')
    await expect.poll(async () => Number.parseInt((await studio.zoom.textContent()) ?? '', 10)).toBeLessThan(40)
    await side('Right').fill('99999')
    await expect(panel.getByRole('alert')).toContainText('to 15784')
    await page.keyboard.press('Escape')
  })

  await test.step('nothing is cut off', async () => {
    const edge = await panel.boundingBox()
    for (const part of await panel.locator('input, button, .pills span').all()) {
      const box = (await part.boundingBox())!
      expect(box.x).toBeGreaterThanOrEqual(edge!.x)
      expect(box.x + box.width).toBeLessThanOrEqual(edge!.x + edge!.width)
    }
    const widths = await side('Right').evaluate((input) => [input.scrollWidth, input.clientWidth])
    expect(widths[0]).toBeLessThanOrEqual(widths[1]!)
  })
})

test('the area added by the frame is filled on this computer, kept, and can be painted on', async ({
  studio,
  page,
}) => {
  const { canvas } = studio
  await canvas.stroke([{ x: 450, y: 110 }])
  await page.getByRole('radio', { name: 'Expand', exact: true }).check()
  await page.keyboard.press('Alt+Shift+ArrowLeft')
  await page.keyboard.press('ControlOrMeta+d')
  await page.getByRole('button', { name: 'Expand', exact: true }).click()
  await expect(studio.cards.first()).toHaveAccessibleName(/done/, { timeout: 60_000 })
  await expect(studio.measured).toContainText(', 0 outside')
  await studio.results.getByRole('button', { name: 'Keep' }).click()
  await canvas.onDisk(({ state }) => expect([state.size, state.frame]).toEqual([{ widthPx: 750, heightPx: 400 }, null]))
  await page.keyboard.press('ControlOrMeta+0')
  await canvas.stroke([{ x: 600, y: 110 }])
  await canvas.maskOnDisk((mask) => expect([mask.at(600, 110), mask.at(450, 110)]).toEqual([255, 0]))
  const spot = await canvas.place({ x: 640, y: 70 })
  await page.mouse.move(5, 5)
  await expect.poll(async () => colorDistance(await colorAt(page, spot), blocks.second.color)).toBeLessThan(3)
})
