import { GenerateForm } from '../e2e/pages/generate-form.ts'
import { LivePage } from '../e2e/pages/live-page.ts'
import { expectAccessible } from '../e2e/support/axe.ts'
import { call, libraryIds } from '../e2e/support/bridge.ts'
import { quit } from './support/launch.ts'
import type { LocalHome } from '../e2e/support/local-home.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('the canvas is redrawn while it is painted, and a frame is kept with everything it was made with', async ({
  local,
}) => {
  const { page, studio, live } = await startWithModel(local)
  await live.turnOn.click()
  const first = await live.newer(0)
  await expect(live.panel).toContainText('576 × 384')
  await expectAccessible(page, 'the live canvas')
  await studio.canvas.ready()

  await live.settled()
  const before = await live.colorAt(0.5, 0.5)
  await studio.selectTool('Color brush')
  await studio.canvas.stroke([
    { x: 200, y: 200 },
    { x: 400, y: 200 },
  ])
  await live.newer(first)
  await studio.canvas.stroke([{ x: 300, y: 300 }])
  await expect
    .poll(
      async () => {
        await live.stayOn()
        return live.panel.textContent()
      },
      { timeout },
    )
    .toMatch(/[\d.]+ frames per second · 576 × 384/)
  expect(before).toHaveLength(3)

  const shown = await live.settled()
  await live.panel.getByRole('button', { name: 'Keep frame' }).click()
  await expect(studio.cards).toHaveCount(1, { timeout })
  await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
  expect(shown).toBeGreaterThan(first)
  const [kept] = await call(page, 'library.assets', { ids: (await libraryIds(page)).slice(0, 1) })
  expect(kept?.recipe).toMatchObject({
    operation: 'edit',
    provider: 'local',
    model: 'paper',
    prompt: 'a kite',
    costUsd: 0,
  })
  expect(kept?.recipe.generation).toMatchObject({ strength: 0.6, steps: 8 })
  expect(kept?.recipe.generation?.local?.files[0]?.name).toBe('paper.safetensors')
  expect(kept?.parentId).not.toBeNull()
  // The frame is smaller: as a result it lies where it was painted.
  expect(kept).toMatchObject({ widthPx: 600, heightPx: 400 })

  await live.stayOn()
  await live.panel.getByRole('button', { name: 'Turn off live canvas' }).click()
  await expect(live.frame).toHaveCount(0)
  await expect(live.panel).toHaveCount(0)
})

test('a job pauses the live canvas, an engine that breaks stops it with a message, and a slow computer turns it off', async ({
  local,
}) => {
  const { page, studio, live, form } = await startWithModel(local)
  await live.turnOn.click()
  await live.newer(0)

  await test.step('below one frame per second it is off, and can be turned on all the same', async () => {
    await form.prompt.fill('a slow kite')
    // So little strength takes twenty slow steps.
    await live.panel.getByRole('textbox', { name: 'Strength, value' }).fill('5')
    await live.panel.getByRole('textbox', { name: 'Strength, value' }).press('Enter')
    for (let frame = 0; frame < 6 && !(await live.anyway.isVisible()); frame++) {
      const before = await live.number()
      await live.panel.getByRole('button', { name: 'New seed' }).click()
      await expect
        .poll(async () => (await live.anyway.isVisible()) || (await live.number()) > before, { timeout })
        .toBe(true)
    }
    await expect(live.status).toHaveText(/^About 0\.\d+ frames per second on this computer/)
    await expectAccessible(page, 'a live canvas that is off')
    await live.anyway.click()
    await live.newer(0)
    await expect(live.panel).toContainText(/0\.\d+ frames per second · 576 × 384/)
  })

  await test.step('frames wait while a job uses the engine', async () => {
    await form.generate.click()
    await live.says('Paused while a job uses the engine.')
    await expect(studio.cards.last()).toHaveAccessibleName(/done/, { timeout })
    await live.says('')
  })

  await test.step('an engine that breaks says why, and nothing is lost', async () => {
    await page.keyboard.press('Escape')
    const number = await live.settled()
    await form.prompt.fill('abort')
    await live.says(/GGML_ASSERT/)
    expect(await live.number()).toBe(number)
    await expectAccessible(page, 'a live canvas that failed')
    await form.prompt.fill('a slow kite')
    await live.panel.getByRole('button', { name: 'Try again' }).click()
    await live.newer(0)
  })

  await test.step('another task ends it', async () => {
    await form.choose('Fill')
    await expect(live.panel).toHaveCount(0)
    await expect(live.frame).toHaveCount(0)
  })
})

test('frames are shown over the image, moved with it, and by key and command', async ({ local }) => {
  const { page, studio, live } = await startWithModel(local)
  await page.locator('.studio-stage').click({ position: { x: 300, y: 30 } })
  await page.keyboard.press('ControlOrMeta+Shift+k')
  await live.newer(0)
  await live.panel.getByRole('radio', { name: 'Over' }).check()
  await expect(live.pane).toHaveCount(0)
  await studio.canvas.ready()
  const place = await studio.canvas.place({ x: 0, y: 0 })
  const end = await studio.canvas.place({ x: 600, y: 400 })
  await expect(async () => {
    const box = await live.frame.boundingBox()
    expect(Math.abs((box?.x ?? 0) - place.x)).toBeLessThan(2)
    expect(Math.abs((box?.width ?? 0) - (end.x - place.x))).toBeLessThan(2)
    expect(Math.abs((box?.height ?? 0) - (end.y - place.y))).toBeLessThan(2)
  }).toPass()
  await expectAccessible(page, 'a live canvas over the image')
  // It is never in the way: a stroke under it is one on the canvas.
  const shown = await live.settled()
  await studio.canvas.stroke([
    { x: 200, y: 200 },
    { x: 400, y: 200 },
  ])
  await live.newer(shown)
  await live.panel.getByRole('radio', { name: 'Beside' }).check()
  await expect(live.pane).toBeVisible()
  await live.panel.getByRole('radio', { name: 'Over' }).check()
  await studio.run('Live canvas')
  await expect(live.frame).toHaveCount(0)
})

test('without a local model it says what it needs; what is set is kept for the next start', async ({ local }) => {
  const first = await local.start()
  await first.page.keyboard.press('ControlOrMeta+Shift+n')
  await first.studio.run('Live canvas')
  const empty = first.page.getByRole('region', { name: 'Live view' })
  await expect(empty.getByRole('button', { name: 'Open Models' })).toBeVisible()
  await expectAccessible(first.page, 'a live canvas without a model')
  await quit(first.running)

  const { running, studio, live, form } = await startWithModel(local)
  await live.turnOn.click()
  await live.newer(0)
  await live.panel.getByRole('radio', { name: 'Over' }).check()
  await live.panel.getByRole('textbox', { name: 'Strength, value' }).fill('45')
  await live.panel.getByRole('textbox', { name: 'Strength, value' }).press('Enter')
  await live.panel.getByRole('textbox', { name: 'Opacity, value' }).fill('70')
  await live.panel.getByRole('textbox', { name: 'Opacity, value' }).press('Enter')
  await form.prompt.fill('a kite at __nowhere__')
  await live.says(/nowhere/)
  const before = await live.settled()
  await form.prompt.fill('a {red|red} kite')
  await live.newer(before)
  await live.says('')
  await studio.run('Live canvas')
  await quit(running)

  const again = await local.start()
  await again.studio.run('Live canvas')
  const panel = new LivePage(again.page).panel
  await expect(panel.getByRole('radio', { name: 'Over' })).toBeChecked({ timeout })
  await expect(panel.getByRole('textbox', { name: 'Strength, value' })).toHaveValue('45')
  await expect(panel.getByRole('textbox', { name: 'Opacity, value' })).toHaveValue('70')
})

/** A document with a paint layer, and a prompt for the whole image. */
async function startWithModel(local: LocalHome) {
  local.addModel('paper')
  const { running, page, studio } = await local.start()
  const form = new GenerateForm(page)
  await page.keyboard.press('ControlOrMeta+Shift+n')
  await form.fillIn('Whole image', { model: 'paper', prompt: 'a kite' })
  return { running, page, studio, form, live: new LivePage(page) }
}
