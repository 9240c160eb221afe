import { randomInt } from 'node:crypto'
import { GenerateForm } from './pages/generate-form.ts'
import { StudioPage } from './pages/studio-page.ts'
import { killCount } from '../support/kill/kill-count.ts'
import { call } from './support/bridge.ts'
import { startForKills } from './support/killed-program.ts'
import type { Running } from './support/launch.ts'
import { decode, libraryAssets, readOriginal } from './support/images.ts'
import { expect, test } from './support/test.ts'

/** Fifty kills in total during a stroke, when all of them are run. */
const strokeKills = killCount(30)
const fillKills = killCount(20)

const program = startForKills()

/** Expects every image in the library to be complete. */
async function expectWholeLibrary(running: Running): Promise<void> {
  for (const asset of await libraryAssets(running.page)) {
    expect(asset.isMissing, asset.name).toBe(false)
    const { width, height } = await decode(await readOriginal(running, asset))
    expect({ width, height }, asset.name).toEqual({ width: asset.widthPx, height: asset.heightPx })
  }
}

test(`${fillKills} kills during a fill and a stroke leave a complete library and no pending jobs`, async () => {
  test.setTimeout((1 + fillKills) * 60_000)
  const painted: { x: number; y: number }[] = []
  const expectPainted = async ({ canvas }: StudioPage, kills: number) => {
    const mask = await canvas.mask()
    const lost = painted.filter(({ x, y }) => mask.at(x, y) === 0)
    expect(lost, `after kill ${kills}`).toEqual([])
  }
  for (let round = 0; round < fillKills; round += 1) {
    const running = await program.running()
    const studio = new StudioPage(running.page)
    await studio.canvas.ready()
    await expectPainted(studio, round)
    const spot = { x: 350 + (round % 10) * 8, y: 250 + Math.floor(round / 10) * 20 }
    if (round === 0) await studio.setNumber('Size', 40)
    await studio.canvas.stroke([spot, { ...spot, x: spot.x + 10 }])
    // A fill works on what is on disk: once it has started, the stroke is saved.
    await running.page.keyboard.press('Shift+F5')
    await expect(studio.cards.last()).toHaveAccessibleName(/queued|running|done/)
    painted.push(spot)
    await studio.canvas.stroke(
      [
        { x: 100 + round * 10, y: 60 },
        { x: 100 + round * 10, y: 100 },
      ],
      {
        isReleased: false,
      },
    )
    await new Promise((resolve) => setTimeout(resolve, randomInt(0, 1_000)))
    await program.kill()
  }
  const running = await program.running()
  const studio = new StudioPage(running.page)
  await studio.canvas.ready()
  await expectPainted(studio, fillKills)
  await expectWholeLibrary(running)
  // No job still waits for a killed program.
  const documents = await call(running.page, 'canvas.documents', {})
  const jobs = await call(running.page, 'jobs.list', { documentId: documents[0]!.id })
  expect(jobs.filter(({ state }) => state === 'queued' || state === 'running')).toEqual([])
  await studio.fill()
})

test('a crash of the imaging process during a fill fails only that fill', async () => {
  const { app, page } = await program.running()
  const studio = new StudioPage(page)
  await studio.canvas.ready()
  const before = await studio.cardCount()
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await studio.canvas.stroke([{ x: 100, y: 100 }])
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await studio.setNumber('Size', 160)
  await studio.canvas.stroke([
    { x: 200, y: 200 },
    { x: 400, y: 200 },
  ])
  await page.keyboard.press('Shift+F5')
  const card = studio.results.locator(`[role="listitem"][aria-posinset="${before + 1}"]`)
  await expect(card).toHaveAccessibleName(/running/)
  const killed = await app.evaluate(async ({ app: electron }) => {
    const helpers = electron.getAppMetrics().filter(({ serviceName }) => serviceName === 'node.mojom.NodeService')
    for (const { pid } of helpers) process.kill(pid, 'SIGKILL')
    return helpers.length
  })
  expect(killed).toBeGreaterThan(0)
  await expect(card).toHaveAccessibleName(/failed/)
  await expect(card.getByRole('alert')).toContainText(/\w/)
  await studio.canvas.stroke([{ x: 60, y: 60 }])
  await studio.fill()
  await expect(studio.measured).toContainText(', 0 outside')
})

test(`${strokeKills} kills during strokes lose at most the last second of work`, async () => {
  test.setTimeout((1 + strokeKills) * 60_000)
  const painted: { x: number; y: number }[] = []
  const colored: { x: number; y: number }[] = []
  let words = ''
  const expectKept = async ({ canvas }: StudioPage, kills: number) => {
    const { state, coverage, paint } = await canvas.stored()
    const [mask, layer] = [coverage(state.masks[0]?.id ?? ''), paint(state.layers[0]?.id ?? '')]
    const lost = [
      ...painted.filter(({ x, y }) => mask.at(x, y) === 0),
      ...colored.filter(({ x, y }) => layer.at(x, y)[3] === 0),
    ]
    const kept = { lost, words: state.words.prompt, frame: state.frame }
    expect(kept, `after kill ${kills}`).toEqual({ lost: [], words, frame })
  }
  for (let round = 0; round < strokeKills; round += 1) {
    const { page } = await program.running()
    const studio = new StudioPage(page)
    await studio.canvas.ready()
    if (round === 0) await beginDocument(studio)
    await expectKept(studio, round)

    words = `kill ${round}`
    await new GenerateForm(page).prompt.fill(words)
    // Alternately on the mask and on the layer.
    await studio.selectTool(round % 2 === 0 ? 'Brush' : 'Color brush')
    const spot = { x: 30 + round * 18, y: round % 2 === 0 ? 60 : 130 }
    await studio.canvas.stroke([spot, { ...spot, y: spot.y + 30 }])
    ;(round % 2 === 0 ? painted : colored).push(spot)
    // Half a second later at most (autosave.mock.test.ts).
    await studio.canvas.onDisk(({ state, coverage, paint }) => {
      const [mask, layer] = [coverage(state.masks[0]!.id), paint(state.layers[0]!.id)]
      expect(round % 2 === 0 ? mask.at(spot.x, spot.y) : layer.at(spot.x, spot.y)[3]).toBeGreaterThan(0)
      expect(state.words.prompt).toBe(words)
    })
    const [from, to] = [
      { ...spot, y: 200 },
      { ...spot, y: 300 },
    ]
    await studio.canvas.stroke([from, to], { isReleased: false })
    await new Promise((resolve) => setTimeout(resolve, randomInt(0, 400)))
    await program.kill()
  }
  const running = await program.running()
  const studio = new StudioPage(running.page)
  await studio.canvas.ready()
  await expectKept(studio, strokeKills)
  await expectWholeLibrary(running)
})

/** Inside the image, so that fitting shows the image alone. */
const frame = { x: 100, y: 320, widthPx: 200, heightPx: 60 }

/** Empties the mask, and adds a paint layer, a frame, and a model that takes a prompt; with small brushes. */
async function beginDocument(studio: StudioPage): Promise<void> {
  const { page } = studio
  const clear = page.getByRole('button', { name: 'Clear', exact: true })
  if (await clear.isEnabled()) await clear.click()
  await studio.setNumber('Size', 12)
  await page.keyboard.press('n')
  await studio.setNumber('Size', 12)
  await studio.selectTool('Frame')
  await studio.canvas.stroke([
    { x: frame.x, y: frame.y },
    { x: frame.x + frame.widthPx, y: frame.y + frame.heightPx },
  ])
  await new GenerateForm(page).chooseModel('demo')
  await studio.canvas.onDisk(({ state, coverage }) => {
    expect([state.layers.length, state.frame]).toEqual([1, frame])
    expect(coverage(state.masks[0]?.id ?? '').painted).toBe(0)
  })
}
