import { join } from 'node:path'
import { GenerateForm } from './pages/generate-form.ts'
import { LivePage } from './pages/live-page.ts'
import { call, libraryIds } from './support/bridge.ts'
import { expect, test } from './support/test.ts'

const timeout = 60_000

test('the canvas is redrawn while it is painted, and a frame is kept with everything it was made with', async ({
  local,
}, info) => {
  local.addModel('paper')
  const { page, studio } = await local.start()
  const live = new LivePage(page)
  await page.keyboard.press('ControlOrMeta+Shift+n')
  const form = new GenerateForm(page)
  await form.choose('Whole image')
  await form.chooseModel('paper')
  await form.prompt.fill('a kite')
  await live.turnOn.click()
  const first = await live.newer(0)
  await expect(live.panel).toContainText(/512 × \d+/)
  await page.screenshot({ path: info.outputPath('beside.png') })
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
  await expect(live.panel).toContainText(/[\d.]+ frames per second · 512 × \d+/, { timeout })
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
  await page.screenshot({ path: join(info.outputDir, 'kept.png') })

  await live.panel.getByRole('button', { name: 'Turn off live canvas' }).click()
  await expect(live.frame).toHaveCount(0)
  await expect(live.panel).toHaveCount(0)
})
