import { join } from 'node:path'
import type { Placement } from '../../src/shared/domain/canvas-document.ts'
import type { StoredDocument } from '../e2e/support/bridge.ts'
import { activeDocument, call } from '../e2e/support/bridge.ts'
import { blocks, writeCard } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { expect, test } from './support/canvas-test.ts'
import { colorAt, colorDistance, decode, libraryAssets, readOriginal } from '../e2e/support/images.ts'

const cyan = [0x10, 0xc0, 0xf0] as const

test.describe('painting in color', () => {
  test.beforeEach(async ({ studio, page }) => {
    await page.keyboard.press('n')
    await expect(page.getByRole('button', { name: 'Paint 1 (paint layer)' })).toHaveAttribute('aria-pressed', 'true')
    await page.getByLabel('Paint color').fill('#10c0f0')
    await studio.setNumber('Size', 40)
    await studio.setNumber('Hardness', 100)
  })

  test('the brush adds color and the eraser removes it', async ({ studio, page }) => {
    const { canvas } = studio
    await canvas.stroke([
      { x: 100, y: 200 },
      { x: 200, y: 200 },
    ])
    await canvas.onDisk(({ state, paint }) => {
      const layer = paint(state.layers[0]?.id ?? '')
      expect([layer.at(150, 200), layer.at(150, 224)[3]]).toEqual([[...cyan, 255], 0])
    })
    const spot = await canvas.place({ x: 150, y: 200 })
    await page.mouse.move(5, 5)
    expect(colorDistance(await colorAt(page, spot), cyan)).toBeLessThan(3)
    await page.keyboard.press('x')
    await studio.setNumber('Size', 20)
    await canvas.stroke([{ x: 150, y: 200 }])
    await canvas.onDisk(({ state, paint }) => {
      const layer = paint(state.layers[0]?.id ?? '')
      expect([layer.at(150, 200)[3], layer.at(110, 200)]).toEqual([0, [...cyan, 255]])
    })
    await page.keyboard.press('x')
    await studio.setNumber('Strength', 50)
    await canvas.stroke([{ x: 150, y: 200 }])
    await canvas.onDisk(({ state, paint }) =>
      expect(paint(state.layers[0]?.id ?? '').at(150, 200)).toEqual([...cyan, 128]),
    )
    await studio.setNumber('Strength', 100)
  })

  test('Alt+click and the eyedropper pick a color from the image', async ({ studio, page }) => {
    const { canvas } = studio
    const color = page.getByLabel('Paint color')
    await canvas.click({ x: 450, y: 110 }, 'Alt')
    await expect(color).toHaveValue('#c82828')
    await expect(page.getByRole('status').filter({ hasText: 'Color #c82828' })).toBeVisible()
    await canvas.stroke([{ x: 300, y: 100 }])
    await page.keyboard.press('i')
    await canvas.click({ x: 110, y: 290 })
    await expect(color).toHaveValue('#283cbe')
    await canvas.click({ x: 300, y: 100 })
    await expect(color).toHaveValue('#c82828')
    await page.getByRole('switch', { name: 'Sample all layers' }).click()
    await canvas.click({ x: 300, y: 100 })
    await expect(color).toHaveValue('#787878')
    await canvas.onDisk(({ state, paint }) =>
      expect(paint(state.layers[0]?.id ?? '').at(300, 100)).toEqual([200, 40, 40, 255]),
    )
  })

  test('the clone tool copies from its source, and asks for one first', async ({ studio, page }) => {
    const { canvas } = studio
    await page.keyboard.press('s')
    await studio.setNumber('Size', 40)
    await studio.setNumber('Hardness', 100)
    await canvas.stroke([{ x: 300, y: 300 }])
    await expect(page.getByRole('status').filter({ hasText: 'Alt+click to set the source first.' })).toBeVisible()
    await canvas.click({ x: 110, y: 290 }, 'Alt')
    await expect(page.getByText('Source: 110, 290.')).toBeVisible()
    await canvas.stroke([
      { x: 300, y: 300 },
      { x: 320, y: 300 },
    ])
    const layerOf = ({ state, paint }: StoredDocument) => paint(state.layers[0]?.id ?? '')
    await canvas.onDisk((stored) => {
      expect(layerOf(stored).at(300, 300)).toEqual([...blocks.blue.color, 255])
      expect(layerOf(stored).at(335, 300)).toEqual([...blocks.blue.color, 255])
    })
    // Aligned: the next stroke keeps the offset of the first.
    await canvas.stroke([{ x: 250, y: 120 }])
    await canvas.onDisk((stored) => expect(layerOf(stored).at(250, 120)).toEqual([...blocks.first.color, 255]))
    await page.getByRole('switch', { name: 'Aligned' }).click()
    await canvas.stroke([{ x: 350, y: 350 }])
    await canvas.onDisk((stored) => expect(layerOf(stored).at(350, 350)).toEqual([...blocks.blue.color, 255]))
  })

  test('the heal tool copies the texture and keeps the tone, also in dabs in quick succession', async ({
    studio,
    page,
  }) => {
    const { canvas } = studio
    // A spot to remove, painted on the layer itself.
    await canvas.dabs([{ x: 300, y: 100 }])
    await page.keyboard.press('j')
    await studio.setNumber('Size', 60)
    await canvas.click({ x: 300, y: 340 }, 'Alt')
    const spots = [
      { x: 300, y: 100 },
      { x: 350, y: 290 },
      { x: 240, y: 290 },
      { x: 560, y: 200 },
    ]
    await canvas.dabs(spots)
    await canvas.onDisk(({ state, paint }) => {
      const layer = paint(state.layers[0]?.id ?? '')
      // The surroundings are gray 120, and so is the source.
      for (const { x, y } of spots) expect(layer.at(x, y), `${x}, ${y}`).toEqual([120, 120, 120, 255])
    })
    await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state, paint }) => {
      const layer = paint(state.layers[0]?.id ?? '')
      expect([layer.at(560, 200)[3], layer.at(240, 290)[3]]).toEqual([0, 255])
    })
  })
})

test.describe('placed images', () => {
  const size = { widthPx: 200, heightPx: 100 }

  test.beforeEach(async ({ studio, running, folder }) => {
    const path = join(folder, `placed-${Date.now()}.png`)
    // Four different quarters distinguish rotations from flips.
    await writeCard(path, size, (x, y) => [x < 100 ? 250 : 10, y < 50 ? 250 : 10, Date.now() % 256])
    await answerOpenDialog(running.app, [path])
    await running.page.getByRole('button', { name: 'Place image…' }).click()
    await studio.canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(1))
    await expect(running.page.getByRole('button', { name: 'Move', exact: true })).toHaveAttribute(
      'aria-pressed',
      'true',
    )
  })

  const placed = ({ state }: StoredDocument): Placement => {
    const [layer] = state.layers
    if (layer?.kind !== 'picture') throw new Error('no image is placed')
    return layer.placement
  }

  test('are moved, scaled, rotated and flipped by pointer, numbers and keys, with an undo step each', async ({
    studio,
    page,
  }) => {
    const { canvas } = studio
    await canvas.onDisk((stored) => expect(placed(stored)).toMatchObject({ centreX: 300, centreY: 200, scaleX: 1 }))
    await canvas.stroke([
      { x: 300, y: 200 },
      { x: 350, y: 170 },
    ])
    await canvas.onDisk((stored) => {
      expect(placed(stored).centreX).toBeCloseTo(350, 1)
      expect(placed(stored).centreY).toBeCloseTo(170, 1)
      expect(placed(stored).scaleX).toBe(1)
    })
    // Drags the lower right corner along the diagonal: the upper left one stays at 250, 120.
    await canvas.stroke([
      { x: 450, y: 220 },
      { x: 350, y: 170 },
    ])
    await canvas.onDisk((stored) => {
      expect(placed(stored).scaleX).toBeCloseTo(0.5, 2)
      expect(placed(stored).centreX).toBeCloseTo(300, 0)
      expect(placed(stored).centreY).toBeCloseTo(145, 0)
    })
    // A little outside the upper right corner: a quarter turn, in steps with Shift.
    await canvas.stroke([{ x: 362, y: 112 }], { isReleased: false })
    await page.keyboard.down('Shift')
    for (const point of [
      { x: 370, y: 150 },
      { x: 333, y: 207 },
    ]) {
      await canvas.move(point)
    }
    await page.mouse.up()
    await page.keyboard.up('Shift')
    await canvas.onDisk((stored) => expect(placed(stored).rotationDeg).toBe(90))
    await page.getByRole('button', { name: 'Flip horizontal' }).click()
    await page.getByRole('textbox', { name: 'Rotation (°)' }).fill('-30')
    await page.keyboard.press('Enter')
    await page.getByRole('textbox', { name: 'Width' }).fill('400')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('ArrowDown')
    await canvas.onDisk((stored) => {
      expect(placed(stored)).toMatchObject({ rotationDeg: -30, isFlippedX: true, isFlippedY: false })
      expect(placed(stored).scaleX).toBeCloseTo(2, 5)
      expect(placed(stored).centreX).toBeCloseTo(290, 0)
      expect(placed(stored).centreY).toBeCloseTo(146, 0)
    })
    for (let step = 0; step < 8; step += 1) await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(0))
    await page.keyboard.press('ControlOrMeta+Shift+z')
    await canvas.onDisk((stored) => expect(placed(stored)).toMatchObject({ centreX: 300, centreY: 200, scaleX: 1 }))
  })

  test('order, visibility and opacity apply on screen and in the sent image', async ({ studio, running, page }) => {
    const { canvas } = studio
    const name = (await canvas.stored()).state.layers[0]?.name ?? ''
    await page.keyboard.press('ControlOrMeta+Shift+n')
    await page.getByLabel('Paint color').fill('#10c0f0')
    await studio.run('Fill layer with color')
    const spot = await canvas.place({ x: 230, y: 170 })
    await page.mouse.move(5, 5)
    const seen = async () => colorAt(page, spot)
    await expect.poll(seen).toEqual([...cyan])
    await page.getByRole('button', { name: 'Move Paint 2 down' }).click()
    await expect.poll(async () => (await seen()).slice(0, 2)).toEqual([250, 250])
    await page.getByRole('button', { name: `${name} (placed image)` }).click()
    await studio.setNumber('Layer opacity', 50)
    await expect.poll(async () => colorDistance((await seen()).slice(0, 2), [133, 221])).toBeLessThan(3)
    await page.getByRole('button', { name: 'Hide Paint 2' }).click()
    await expect.poll(async () => colorDistance((await seen()).slice(0, 2), [185, 185])).toBeLessThan(3)
    await expect(page.getByText('1 layer hidden (not sent)')).toBeVisible()
    await canvas.onDisk(({ state }) =>
      expect(state.layers.map((layer) => [layer.name, layer.isVisible, layer.opacity])).toEqual([
        ['Paint 2', false, 1],
        [name, true, 0.5],
      ]),
    )
    const { id } = await activeDocument(page)
    const { assetId } = await call(page, 'canvas.compose', { id })
    const [composed] = (await libraryAssets(page)).filter((asset) => asset.id === assetId)
    const { data, width } = await decode(await readOriginal(running, composed!))
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]
    expect(colorDistance(at(230, 170).slice(0, 2), [185, 185])).toBeLessThan(2)
    expect(at(30, 30)).toEqual([120, 120, 120])
    await page.getByRole('button', { name: `Delete ${name}` }).click()
    await canvas.onDisk(({ state }) => expect(state.layers).toHaveLength(1))
    await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state }) => expect(state.layers.map((layer) => layer.name)).toEqual(['Paint 2', name]))
  })

  test('a fill works on the visible layers and includes them in its result', async ({ studio, running, page }) => {
    const { canvas } = studio
    await page.keyboard.press('m')
    await canvas.stroke([
      { x: 420, y: 250 },
      { x: 470, y: 300 },
    ])
    await canvas.maskOnDisk((mask) => expect(mask.painted).toBe(50 * 50))
    const before = (await libraryAssets(page)).length
    await studio.fill()
    await expect(studio.measured).toContainText(', 0 outside')
    const made = (await libraryAssets(page)).slice(0, (await libraryAssets(page)).length - before)
    const result = made.find(({ recipe }) => recipe.operation === 'fill')
    const { data, width } = await decode(await readOriginal(running, result!))
    const at = (x: number, y: number) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 2)]
    expect([at(230, 170), at(370, 230), at(110, 110)]).toEqual([
      [250, 250],
      [10, 10],
      [200, 40],
    ])
    await studio.results.getByRole('button', { name: 'Keep' }).click()
    await canvas.onDisk(({ state }) => expect(state.layers.filter((layer) => layer.isVisible)).toEqual([]))
    await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state }) => expect(state.layers.filter((layer) => layer.isVisible)).toHaveLength(1))
  })
})
