import { join } from 'node:path'
import type { Point } from '../../src/shared/util/geometry.ts'
import type { StudioPage } from '../e2e/pages/studio-page.ts'
import { writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/canvas-test.ts'

/** The cursor at each point of the fitted image: it shows what the pointer would drag. */
async function cursorsAt({ canvas }: StudioPage, points: readonly Point[]): Promise<readonly (string | null)[]> {
  const cursors: (string | null)[] = []
  for (const point of points) {
    await canvas.move(point)
    cursors.push(await canvas.view.getAttribute('data-cursor'))
  }
  return cursors
}

test.describe('handles respond where they are drawn', () => {
  test('on a frame: corners, whole sides, and the inside once a frame exists', async ({ studio }) => {
    const { canvas } = studio
    await studio.selectTool('Frame')
    await canvas.move({ x: 300, y: 200 })
    await expect(canvas.view).toHaveAttribute('data-cursor', '')
    await expect.poll(() => cursorsAt(studio, [{ x: 600, y: 200 }])).toEqual(['ew-resize'])
    // Targets are 24 px wide: ten outside and ten inside still hit the corner; a side responds along its whole length.
    const points = [
      { x: 590, y: 390 },
      { x: 610, y: 410 },
      { x: 590, y: 300 },
      { x: 150, y: -8 },
      { x: 585, y: 385 },
    ]
    expect(await cursorsAt(studio, points)).toEqual(['nwse-resize', 'nwse-resize', 'ew-resize', 'ns-resize', ''])
    await canvas.stroke([
      { x: 200, y: 150 },
      { x: 500, y: 350 },
    ])
    await expect.poll(() => cursorsAt(studio, [{ x: 300, y: 250 }])).toEqual(['move'])
    expect(
      await cursorsAt(studio, [
        { x: 510, y: 360 },
        { x: 530, y: 370 },
      ]),
    ).toEqual(['nwse-resize', ''])
  })

  test('on a small crop: the middle still moves it', async ({ studio }) => {
    const { canvas } = studio
    await studio.page.keyboard.press('Shift+c')
    await canvas.stroke([
      { x: 300, y: 200 },
      { x: 316, y: 216 },
    ])
    await expect.poll(() => cursorsAt(studio, [{ x: 308, y: 208 }])).toEqual(['move'])
    expect(
      await cursorsAt(studio, [
        { x: 301, y: 201 },
        { x: 308, y: 195 },
        { x: 322, y: 194 },
      ]),
    ).toEqual(['nwse-resize', 'ns-resize', 'nesw-resize'])
  })

  test('on a rectangle and a gradient started with Enter', async ({ studio }) => {
    const { canvas, page } = studio
    await page.keyboard.press('m')
    await canvas.view.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => cursorsAt(studio, [{ x: 300, y: 200 }])).toEqual(['move'])
    await canvas.stroke([
      { x: 450, y: 300 },
      { x: 500, y: 320 },
    ])
    await canvas.stroke([
      { x: 300, y: 200 },
      { x: 280, y: 190 },
    ])
    await page.keyboard.press('Enter')
    await canvas.maskOnDisk((mask) => {
      expect(mask.painted).toBe(350 * 220)
      expect([mask.at(130, 90), mask.at(479, 309), mask.at(129, 90), mask.at(480, 309)]).toEqual([255, 255, 0, 0])
    })
    await page.keyboard.press('ControlOrMeta+d')
    await page.keyboard.press('Shift+G')
    await canvas.view.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => cursorsAt(studio, [{ x: 458, y: 208 }])).toEqual(['move'])
    expect(await cursorsAt(studio, [{ x: 300, y: 200 }])).toEqual([''])
    await canvas.stroke([
      { x: 450, y: 200 },
      { x: 150, y: 380 },
    ])
    await page.keyboard.press('Enter')
    await canvas.maskOnDisk((mask) => {
      expect([mask.at(500, 100), mask.at(500, 390)]).toEqual([255, 0])
      expect(Math.abs(mask.at(20, 290) - 128)).toBeLessThan(4)
    })
  })

  test('on a placed image, also when rotated or in a mirrored view', async ({ studio, folder, page, app }) => {
    const { canvas } = studio
    const path = join(folder, 'placed.png')
    await writeCard(path, { widthPx: 200, heightPx: 100 }, (x) => [x < 100 ? 250 : 10, 90, 40])
    await answerOpenDialog(app, [path])
    await page.getByRole('button', { name: 'Place image…' }).click()
    await canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(1))
    await expect.poll(() => cursorsAt(studio, [{ x: 300, y: 200 }])).toEqual(['move'])
    const around = [
      { x: 400, y: 250 },
      { x: 400, y: 180 },
      { x: 230, y: 150 },
      { x: 200, y: 250 },
      { x: 418, y: 262 },
      { x: 440, y: 290 },
    ]
    expect(await cursorsAt(studio, around)).toEqual([
      'nwse-resize',
      'ew-resize',
      'ns-resize',
      'nesw-resize',
      'rotate',
      '',
    ])
    await page.getByRole('textbox', { name: 'Rotation (°)' }).fill('90')
    await page.keyboard.press('Enter')
    // Its right side is now at the bottom.
    await expect.poll(() => cursorsAt(studio, [{ x: 300, y: 300 }])).toEqual(['ns-resize'])
    expect(
      await cursorsAt(studio, [
        { x: 350, y: 300 },
        { x: 350, y: 200 },
      ]),
    ).toEqual(['nwse-resize', 'ew-resize'])
    await page.getByRole('textbox', { name: 'Rotation (°)' }).fill('0')
    await page.keyboard.press('Enter')
    await studio.run('Mirror view')
    const box = await canvas.view.boundingBox()
    if (box === null) throw new Error('the canvas is not shown')
    const mirroredPoint = async (point: Point) => {
      const { x, y } = await canvas.place(point)
      return { x: 2 * box.x + box.width - x, y }
    }
    const [from, to] = [await mirroredPoint({ x: 400, y: 250 }), await mirroredPoint({ x: 450, y: 275 })]
    await page.mouse.move(from.x, from.y)
    await expect(canvas.view).toHaveAttribute('data-cursor', 'nesw-resize')
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
    // The upper left corner of the layer, cursors at the right, stays where it is.
    await canvas.onDisk(({ state }) => {
      const [layer] = state.layers
      if (layer?.kind !== 'picture') throw new Error('no image is placed')
      expect(layer.placement.scaleX).toBeCloseTo(1.25, 1)
      expect(layer.placement.centreX).toBeCloseTo(325, 0)
      expect(layer.placement.centreY).toBeCloseTo(212.5, 0)
    })
  })
})
