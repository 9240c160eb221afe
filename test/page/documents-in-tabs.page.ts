import { join } from 'node:path'
import type { Point } from '../../src/shared/util/geometry.ts'
import { activeDocument, readDocument, type StoredDocument } from '../e2e/support/bridge.ts'
import { blockColor, cardSize, placeColor, writeCard } from '../e2e/support/cards.ts'
import { copyKnownHome } from '../e2e/support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { readLens } from '../e2e/support/lens.ts'
import { answerOpenDialog, answerSaveDialog } from '../e2e/support/native-dialogs.ts'
import { openCard } from '../e2e/support/open-card.ts'
import { test } from './support/canvas-test.ts'
import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { StudioPage } from '../e2e/pages/studio-page.ts'
import { colorAt, colorDistance } from '../e2e/support/images.ts'
import { isFull, isShared, turn } from '../support/turn.ts'
import { expect } from './support/test.ts'

const mask = ({ state, coverage }: StoredDocument, at = 0) => coverage(state.masks[at]?.id ?? '')

test.describe('on cards of positions', () => {
  const card = { size: { widthPx: 512, heightPx: 384 }, colorAt: placeColor }
  test.use({ card })

  test('each tab has its own masks, layers, frame, prompt, view and undo history', async ({
    studio,
    running,
    folder,
    page,
  }) => {
    const { canvas } = studio
    const form = new GenerateForm(page)
    const middle = await canvas.place({ x: 256, y: 192 })
    const zoomAt = async (point: Point, wheel: number) => {
      const before = await studio.zoom.innerText()
      await canvas.move(point)
      await page.mouse.wheel(0, wheel)
      await expect(studio.zoom).not.toHaveText(before)
      await page.mouse.move(5, 5)
    }
    /** The zoom, and the image point in the middle of the screen. */
    const readView = async () => {
      const zoom = await studio.zoom.innerText()
      const lens = await readLens(page, { x: Math.round(middle.x), y: Math.round(middle.y) }, 40)
      return { zoom, at: lens.toImage(middle) }
    }
    const expectView = async ({ zoom, at }: Awaited<ReturnType<typeof readView>>) => {
      await expect(studio.zoom).toHaveText(zoom)
      await expect
        .poll(async () => {
          const now = await readView()
          return Math.hypot(now.at.x - at.x, now.at.y - at.y)
        })
        .toBeLessThan(1)
    }

    const first = (await activeDocument(page)).name
    await form.chooseModel('demo')
    await form.prompt.fill('a red square')
    await canvas.stroke([{ x: 110, y: 110 }])
    await page.getByRole('button', { name: 'New mask' }).click()
    await page.keyboard.press('Alt+Shift+ArrowLeft')
    await canvas.onDisk(({ state }) => expect([state.masks.length, state.frame !== null]).toEqual([2, true]))

    const name = `other-${Date.now()}`
    await openCard(running, join(folder, `${name}.png`), card)
    await canvas.ready()
    await expect(form.prompt).toHaveValue('')
    await form.prompt.fill('a blue square')
    await form.prompt.press('Escape')
    await page.keyboard.press('ControlOrMeta+Shift+n')
    await canvas.stroke([{ x: 450, y: 290 }])
    await zoomAt({ x: 300, y: 250 }, -360)
    await canvas.onDisk(({ state, paint, coverage }) => {
      expect([state.masks.length, state.layers.length, state.frame]).toEqual([1, 1, null])
      expect(paint(state.layers[0]?.id ?? '').at(450, 290)[3]).toBe(255)
      expect(coverage(state.masks[0]?.id ?? '').painted).toBe(0)
    })
    const otherView = await readView()
    await page.getByRole('tab', { name: first, exact: true }).click()
    await expect(page.getByRole('button', { name: 'Mask 2 (mask)' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Paint 1 (paint layer)' })).toHaveCount(0)
    await expect(form.prompt).toHaveValue('a red square')
    await zoomAt({ x: 150, y: 150 }, -200)
    const firstView = await readView()
    expect(firstView.zoom).not.toBe(otherView.zoom)
    // Each tab has its own undo history.
    for (let step = 0; step < 3; step += 1) await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk((stored) =>
      expect([mask(stored).painted, stored.state.masks.length, stored.state.frame]).toEqual([0, 1, null]),
    )
    await page.getByRole('tab', { name, exact: true }).click()
    await expect(page.getByRole('button', { name: 'Paint 1 (paint layer)' })).toBeVisible()
    await expect(form.prompt).toHaveValue('a blue square')
    await expectView(otherView)
    await page.keyboard.press('ControlOrMeta+z')
    await canvas.onDisk(({ state, paint }) => expect(paint(state.layers[0]?.id ?? '').at(450, 290)[3]).toBe(0))
    await page.getByRole('tab', { name: first, exact: true }).click()
    await expect(form.prompt).toHaveValue('a red square')
    await expectView(firstView)
    await page.getByRole('button', { name: `Close ${name}` }).click()
    await expect(page.getByRole('tab')).toHaveCount(1)
  })
})

/** Adds two masks, a paint layer and a placed image. */
async function fillDocument(studio: StudioPage, app: Parameters<typeof answerOpenDialog>[0], folder: string) {
  const { page, canvas } = studio
  await canvas.stroke([{ x: 110, y: 110 }])
  await page.getByRole('button', { name: 'New mask' }).click()
  await studio.setNumber('Strength', 60)
  await canvas.stroke([{ x: 450, y: 110 }])
  await studio.setNumber('Strength', 100)
  await studio.setNumber('Mask strength', 70)
  await page.keyboard.press('ControlOrMeta+Shift+n')
  await page.getByLabel('Paint color').fill('#10c0f0')
  await canvas.stroke([{ x: 450, y: 290 }])
  await studio.setNumber('Layer opacity', 80)
  const placed = join(folder, `placed-${Date.now()}.png`)
  await writeCard(placed, { widthPx: 120, heightPx: 80 }, (x) => [x * 2, 200, Date.now() % 256])
  await answerOpenDialog(app, [placed])
  await page.getByRole('button', { name: 'Place image…' }).click()
  await page.getByRole('textbox', { name: 'Rotation (°)' }).fill('30')
  await page.keyboard.press('Enter')
  await canvas.onDisk((stored) => {
    expect(mask(stored, 1).at(450, 110)).toBe(153)
    expect(stored.state.layers.map(({ kind, opacity }) => [kind, opacity])).toEqual([
      ['paint', 0.8],
      ['picture', 1],
    ])
    expect(stored.state.layers[1]).toMatchObject({ placement: { rotationDeg: 30 } })
  })
}

test('a project file holds the whole document and opens unchanged in another library', async ({
  studio,
  folder,
  page,
  app,
}) => {
  const { canvas } = studio
  await fillDocument(studio, app, folder)
  await page.keyboard.press('Alt+Shift+ArrowRight')
  await canvas.onDisk(({ state }) => expect(state.frame).toMatchObject({ widthPx: 750 }))
  const path = join(folder, `everything-${Date.now()}.atelier`)
  await answerSaveDialog(app, path)
  await page.keyboard.press('ControlOrMeta+s')
  await expect(page.getByText(`Saved: ${path}`)).toBeVisible()
  const before = await canvas.stored()

  const second = await launch({ home: await copyKnownHome() })
  const restored = new StudioPage(second.page)
  await restored.canvas.ready()
  await answerOpenDialog(second.app, [path])
  await second.page.keyboard.press('ControlOrMeta+o')
  await expect(second.page.getByRole('tab')).toHaveCount(2)
  await expect.poll(async () => (await activeDocument(second.page)).widthPx).toBe(600)
  const after = await restored.canvas.stored()
  const { layers, ...state } = after.state
  const { layers: layersBefore, ...stateBefore } = before.state
  expect(state).toEqual(stateBefore)
  // A placed image is an asset of the other library.
  const withoutAsset = (layer: (typeof layers)[number]) => ({ ...layer, assetId: null })
  expect(layers.map(withoutAsset)).toEqual(layersBefore.map(withoutAsset))
  for (const { id } of state.masks) {
    expect(Buffer.from(after.coverage(id).data).equals(before.coverage(id).data)).toBe(true)
  }
  const paintId = layers[0]?.id ?? ''
  expect(Buffer.from(after.paint(paintId).data).equals(before.paint(paintId).data)).toBe(true)
  // The placed image is visible, rotated, in the middle.
  await second.page.keyboard.press('ControlOrMeta+0')
  const box = (await restored.canvas.view.boundingBox())!
  await second.page.mouse.move(5, 5)
  await expect
    .poll(async () => {
      const seen = await colorAt(second.page, { x: box.x + box.width / 2 - 40, y: box.y + box.height / 2 })
      return colorDistance([seen[1]], [200])
    })
    .toBeLessThan(4)
  await quit(second)
})

const formats = ['psd', 'ora'] as const
// `npm test` tries one of them.
for (const format of isShared && !isFull ? [formats[turn % 2]!] : formats) {
  test(`layers, masks and opacity survive saving and opening as .${format}`, async ({ studio, folder, page, app }) => {
    const { canvas } = studio
    await fillDocument(studio, app, folder)
    const before = await canvas.stored()
    const path = join(folder, `layers-${Date.now()}.${format}`)
    await answerSaveDialog(app, path)
    await studio.run(format === 'psd' ? 'Save as Photoshop document…' : 'Save as OpenRaster document…')
    await expect(page.getByText(`Saved: ${path}`)).toBeVisible()
    await answerOpenDialog(app, [path])
    await page.keyboard.press('ControlOrMeta+o')
    await expect(page.getByRole('tab')).toHaveCount(2)
    await expect.poll(async () => (await readDocument(page, await activeDocument(page))).state.masks.length).toBe(2)
    const after = await canvas.stored()
    expect(after.state.size).toEqual(before.state.size)
    expect(after.state.layers.map(({ name, opacity, isVisible }) => [name, opacity, isVisible])).toEqual(
      before.state.layers.map(({ name, opacity, isVisible }) => [name, expect.closeTo(opacity, 2), isVisible]),
    )
    for (const at of [0, 1]) {
      expect(Buffer.from(mask(after, at).data).equals(mask(before, at).data), `mask ${at}`).toBe(true)
    }
    // It looks as before: the paint at 80 %, the placed image rotated in the middle.
    await canvas.ready()
    for (const [x, y] of [
      [450, 290],
      [260, 200],
      [300, 230],
    ] as const) {
      const spot = await canvas.place({ x, y })
      await page.getByRole('tab').first().click()
      await canvas.ready()
      await page.mouse.move(5, 5)
      const expected = await colorAt(page, spot)
      await page.getByRole('tab').last().click()
      await expect.poll(async () => colorDistance(await colorAt(page, spot), expected), `${x}, ${y}`).toBeLessThan(6)
    }
  })
}

test('a restart restores tabs, masks, layers, frame, prompt and the selected mask', async ({ folder }) => {
  const first = await launch({ home: await copyKnownHome() })
  const studio = new StudioPage(first.page)
  await studio.canvas.ready()
  await openCard(first, join(folder, 'restart.png'), { size: cardSize, colorAt: blockColor })
  await studio.canvas.ready()
  await fillDocument(studio, first.app, folder)
  await first.page.keyboard.press('Alt+Shift+ArrowDown')
  const form = new GenerateForm(first.page)
  await form.chooseModel('demo')
  await form.prompt.fill('a green cloth')
  await first.page.getByRole('button', { name: 'Mask 2 (mask)' }).click()
  await studio.canvas.onDisk(({ state }) => {
    expect([state.targetId, state.words.prompt]).toEqual([state.masks[1]?.id, 'a green cloth'])
    expect(state.frame).toMatchObject({ heightPx: 500 })
  })
  const before = await studio.canvas.stored()
  await quit(first)

  const second = await launch({ home: first.home })
  const restored = new StudioPage(second.page)
  await restored.canvas.ready()
  await expect(second.page.getByRole('tab')).toHaveCount(2)
  await expect(second.page.getByRole('tab', { name: 'restart' })).toHaveAttribute('aria-selected', 'true')
  await expect(second.page.getByRole('button', { name: 'Mask 2 (mask)' })).toHaveAttribute('aria-pressed', 'true')
  const after = await restored.canvas.stored()
  expect(after.state).toEqual(before.state)
  expect(after.state.words.prompt).toBe('a green cloth')
  await expect(new GenerateForm(second.page).prompt).toHaveValue('a green cloth')
  for (const { id } of before.state.masks) {
    expect(Buffer.from(after.coverage(id).data).equals(before.coverage(id).data)).toBe(true)
  }
  await quit(second)
})
