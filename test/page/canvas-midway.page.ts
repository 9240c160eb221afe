import { join } from 'node:path'
import { activeDocument, readDocument } from '../e2e/support/bridge.ts'
import { blockColor, cardSize } from '../e2e/support/cards.ts'
import { answerOpenDialog } from '../e2e/support/native-dialogs.ts'
import { openCard } from '../e2e/support/open-card.ts'
import { expect, test } from './support/canvas-test.ts'

test('during a stroke, undo and Escape discard only that stroke, Space waits, and tools cannot be changed', async ({
  studio,
  page,
}) => {
  const { canvas } = studio
  await canvas.stroke([{ x: 100, y: 100 }])
  const startStroke = async () =>
    canvas.stroke(
      [
        { x: 300, y: 100 },
        { x: 400, y: 100 },
      ],
      { isReleased: false },
    )
  await startStroke()
  await page.keyboard.press('ControlOrMeta+z')
  await page.mouse.up()
  await canvas.maskOnDisk((mask) => expect([mask.at(100, 100), mask.at(350, 100)]).toEqual([255, 0]))
  await startStroke()
  await page.keyboard.press('Escape')
  await canvas.move({ x: 420, y: 160 })
  await page.mouse.up()
  await startStroke()
  await page.keyboard.press('e')
  // Space pans only once the mouse button is released.
  await page.keyboard.down('Space')
  await canvas.move({ x: 400, y: 200 })
  await page.mouse.up()
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(100, 100), mask.at(350, 100), mask.at(400, 180), mask.at(420, 160)]).toEqual([255, 255, 255, 0]),
  )
  await canvas.stroke([
    { x: 300, y: 200 },
    { x: 240, y: 180 },
  ])
  await page.keyboard.up('Space')
  // Panned by (-60, -20), the place of (200, 300) shows (260, 320). The tool is the brush still.
  await canvas.stroke([{ x: 200, y: 300 }])
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(260, 320), mask.at(200, 300), mask.at(270, 190)]).toEqual([255, 0, 0]),
  )
  // The stroke and the first dab are still one undo step each.
  await page.keyboard.press('ControlOrMeta+z')
  await canvas.maskOnDisk((mask) => expect([mask.at(260, 320), mask.at(350, 100)]).toEqual([0, 255]))
  await page.keyboard.press('ControlOrMeta+z')
  await canvas.maskOnDisk((mask) => expect([mask.at(100, 100), mask.at(350, 100)]).toEqual([255, 0]))
})

test('resizing the window during a stroke and zooming after it leave the stroke where it was painted', async ({
  studio,
  page,
  app,
}) => {
  const { canvas } = studio
  await studio.setNumber('Size', 20)
  await canvas.stroke(
    [
      { x: 100, y: 300 },
      { x: 200, y: 300 },
    ],
    { isReleased: false },
  )
  const before = (await canvas.view.boundingBox())!
  await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const [width = 0, height = 0] = window?.getContentSize() ?? []
    window?.setContentSize(width - 80, height - 40)
  })
  await expect.poll(async () => (await canvas.view.boundingBox())?.width).toBe(before.width - 80)
  await page.mouse.up()
  await page.mouse.wheel(0, -200)
  await page.keyboard.press('ControlOrMeta+0')
  await canvas.stroke([{ x: 500, y: 100 }])
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(150, 300), mask.at(150, 315), mask.at(500, 100)]).toEqual([255, 0, 255]),
  )
})

test('opening another image during a stroke does not mix up the strokes of the two documents', async ({
  studio,
  running,
  folder,
  page,
}) => {
  const { canvas } = studio
  const first = await activeDocument(page)
  await canvas.stroke(
    [
      { x: 100, y: 100 },
      { x: 200, y: 100 },
    ],
    { isReleased: false },
  )
  const name = `midway-${Date.now()}`
  await openCard(running, join(folder, `${name}.png`), { size: cardSize, colorAt: blockColor })
  await canvas.waitForPixels()
  await page.mouse.move(700, 300)
  await page.mouse.up()
  await canvas.ready()
  await canvas.stroke([{ x: 400, y: 300 }])
  await canvas.maskOnDisk((mask) => expect([mask.at(400, 300), mask.at(150, 100)]).toEqual([255, 0]))
  const before = await readDocument(page, first)
  expect(before.coverage(before.state.masks[0]?.id ?? '').at(400, 300)).toBe(0)
  // In the first tab again, the next stroke works as usual.
  await page.getByRole('tab', { name: first.name, exact: true }).click()
  await canvas.ready()
  await canvas.stroke([{ x: 300, y: 250 }])
  await canvas.maskOnDisk((mask) => expect([mask.at(300, 250), mask.at(400, 300)]).toEqual([255, 0]))
  await page.getByRole('button', { name: `Close ${name}` }).click()
})

test('selections in quick succession do not block each other or leave a progress message behind', async ({
  studio,
  page,
}) => {
  const { canvas } = studio
  await page.keyboard.press('Shift+w')
  await canvas.stroke([{ x: 300, y: 30 }])
  await canvas.stroke([{ x: 330, y: 30 }])
  await canvas.maskOnDisk((mask) => expect(mask.at(330, 30)).toBe(255))
  await expect(page.getByText('…', { exact: false }).filter({ hasText: /^(Looking|Finding|Guessing)/ })).toHaveCount(0)
  // Magic wand clicks in quick succession: at least the last one applies.
  await page.keyboard.press('ControlOrMeta+d')
  await page.keyboard.press('w')
  for (const x of [110, 450]) await canvas.click({ x, y: 110 })
  await canvas.maskOnDisk((mask) => expect(mask.at(450, 110)).toBe(255))
  await page.keyboard.press('ControlOrMeta+d')
  for (const at of [
    { x: 110, y: 110 },
    { x: 450, y: 110 },
    { x: 110, y: 290 },
  ]) {
    await canvas.click(at)
  }
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(110, 110), mask.at(450, 110), mask.at(110, 290)]).toEqual([255, 255, 255]),
  )
})

test('undo reverts a kept result, a layer and a crop, and redo applies them again', async ({ studio, page, app }) => {
  const { canvas } = studio
  const before = (await activeDocument(page)).baseId
  await canvas.stroke([{ x: 450, y: 290 }])
  await studio.fill()
  await studio.results.getByRole('button', { name: 'Keep' }).click()
  await expect.poll(async () => (await activeDocument(page)).baseId).not.toBe(before)
  await page.keyboard.press('ControlOrMeta+Shift+n')
  await canvas.stroke([{ x: 100, y: 100 }])
  await answerOpenDialog(app, null)
  await page.getByRole('button', { name: 'Place image…' }).click()
  await page.keyboard.press('Shift+c')
  await canvas.stroke([
    { x: 50, y: 50 },
    { x: 550, y: 350 },
  ])
  await page.keyboard.press('Enter')
  await canvas.onDisk(({ state }) => expect(state.size.widthPx).toBe(500))
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ControlOrMeta+z')
  await canvas.onDisk(({ state, coverage }) => {
    expect([state.size.widthPx, state.layers.length]).toEqual([600, 0])
    expect(coverage(state.masks[0]?.id ?? '').painted).toBe(0)
  })
  expect((await activeDocument(page)).baseId).toBe(before)
  for (let step = 0; step < 5; step += 1) await page.keyboard.press('ControlOrMeta+Shift+z')
  await canvas.onDisk(({ state }) => expect([state.size.widthPx, state.layers.length]).toEqual([500, 1]))
})
