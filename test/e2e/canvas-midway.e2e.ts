import { join } from 'node:path'
import { activeDocument, readDocument } from './support/bridge.ts'
import { blockColor, cardSize } from './support/cards.ts'
import { answerOpenDialog } from './support/native-dialogs.ts'
import { expect, openCard, test } from './support/one-window.ts'

test('in the middle of a stroke: undo takes just it, Escape too, other commands wait their turn', async ({
  studio,
  running,
}) => {
  const { page } = running
  const { canvas } = studio
  await canvas.stroke([{ x: 100, y: 100 }])
  const half = async () =>
    canvas.stroke(
      [
        { x: 300, y: 100 },
        { x: 400, y: 100 },
      ],
      { isReleased: false },
    )
  await half()
  await page.keyboard.press('ControlOrMeta+z')
  await page.mouse.up()
  await canvas.maskOnDisk((mask) => expect([mask.at(100, 100), mask.at(350, 100)]).toEqual([255, 0]))
  await half()
  await page.keyboard.press('Escape')
  await canvas.move({ x: 420, y: 160 })
  await page.mouse.up()
  await half()
  // The tool stays what it is until the hand is lifted.
  await page.keyboard.press('e')
  await canvas.move({ x: 400, y: 200 })
  await page.mouse.up()
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(100, 100), mask.at(350, 100), mask.at(400, 180), mask.at(420, 160)]).toEqual([255, 255, 255, 0]),
  )
  // And the first dab is still one step back.
  await page.keyboard.press('ControlOrMeta+z')
  await canvas.maskOnDisk((mask) => expect([mask.at(100, 100), mask.at(350, 100)]).toEqual([255, 0]))
})

test('the wheel, Space and a new window size in the middle of a stroke leave it where it was painted', async ({
  studio,
  running,
}) => {
  const { page, app } = running
  const { canvas } = studio
  await studio.setNumber('Size', 20)
  await canvas.stroke(
    [
      { x: 100, y: 300 },
      { x: 200, y: 300 },
    ],
    { isReleased: false },
  )
  await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const [width = 0, height = 0] = window?.getContentSize() ?? []
    window?.setContentSize(width - 80, height - 40)
  })
  await page.waitForTimeout(250)
  await page.mouse.up()
  await page.mouse.wheel(0, -200)
  await page.keyboard.press('ControlOrMeta+0')
  await canvas.stroke([{ x: 500, y: 100 }])
  await canvas.maskOnDisk((mask) =>
    expect([mask.at(150, 300), mask.at(150, 315), mask.at(500, 100)]).toEqual([255, 0, 255]),
  )
})

test('a stroke under way when the tab is changed or closed, or an image comes, belongs to its own image', async ({
  studio,
  running,
  folder,
}) => {
  const { page } = running
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
  // Back there the next stroke is a stroke like any other.
  await page.getByRole('tab', { name: first.name, exact: true }).click()
  await canvas.ready()
  await canvas.stroke([{ x: 300, y: 250 }])
  await canvas.maskOnDisk((mask) => expect([mask.at(300, 250), mask.at(400, 300)]).toEqual([255, 0]))
  await page.getByRole('button', { name: `Close ${name}` }).click()
})

test('long work is dropped when something else is done meanwhile, and nothing waits for it', async ({
  studio,
  running,
}) => {
  const { page } = running
  const { canvas } = studio
  await page.keyboard.press('Shift+w')
  await canvas.stroke([{ x: 300, y: 30 }])
  await canvas.stroke([{ x: 330, y: 30 }])
  await canvas.maskOnDisk((mask) => expect(mask.at(330, 30)).toBe(255))
  await expect(page.getByText('…', { exact: false }).filter({ hasText: /^(Looking|Finding|Guessing)/ })).toHaveCount(0)
  // The wand in quick succession: the last one counts at least.
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

test('keeping a result, layers and undo in turn come back to the first state', async ({ studio, running }) => {
  const { page, app } = running
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
