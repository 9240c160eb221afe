import { randomInt } from 'node:crypto'
import { StudioPage } from './pages/studio-page.ts'
import { call } from './support/bridge.ts'
import { launch, makeHome, quit, type Running } from './support/launch.ts'
import { decode, libraryAssets, readOriginal } from './support/pictures.ts'
import { expect, test } from './support/test.ts'

const kills = 20

/** kill -9 for the program and every process it started. */
async function killAll({ child }: Running): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve))
  // Playwright starts the program as the leader of a process group of its own.
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  await ended
}

/** Every result in the library is a whole picture. */
async function expectWholeLibrary(running: Running): Promise<void> {
  for (const asset of await libraryAssets(running.page)) {
    expect(asset.isMissing, asset.name).toBe(false)
    const { width, height } = await decode(await readOriginal(running, asset))
    expect({ width, height }, asset.name).toEqual({ width: asset.widthPx, height: asset.heightPx })
  }
}

test(`${kills} kills during a stroke lose at most the last second of painting`, async () => {
  test.setTimeout(kills * 20_000)
  const home = await makeHome()
  const safe: { x: number; y: number }[] = []
  for (let round = 0; round < kills; round += 1) {
    const running = await launch({ home })
    const studio = new StudioPage(running.page)
    await studio.canvas.ready()
    if (round === 0) await studio.setNumber('Size', 12)
    const mask = await studio.canvas.mask()
    expect(
      safe.filter(({ x, y }) => mask.at(x, y) === 0),
      `after kill ${round}`,
    ).toEqual([])

    const spot = { x: 30 + round * 25, y: 60 }
    await studio.canvas.stroke([spot, { ...spot, y: 90 }])
    await running.page.waitForTimeout(1_000)
    safe.push(spot)
    await studio.canvas.stroke(
      [
        { ...spot, y: 200 },
        { ...spot, y: 300 },
      ],
      { isReleased: false },
    )
    await new Promise((resolve) => setTimeout(resolve, randomInt(0, 400)))
    await killAll(running)
  }
  const running = await launch({ home })
  await new StudioPage(running.page).canvas.ready()
  await expectWholeLibrary(running)
  await quit(running)
})

test(`${kills} kills during a fill leave a whole library and say what happened`, async () => {
  test.setTimeout(kills * 20_000)
  const home = await makeHome()
  for (let round = 0; round < kills; round += 1) {
    const running = await launch({ home })
    const studio = new StudioPage(running.page)
    await studio.canvas.ready()
    if (round === 0) {
      await studio.setNumber('Size', 80)
      await studio.canvas.stroke([
        { x: 350, y: 270 },
        { x: 380, y: 290 },
      ])
      await studio.canvas.savedMask()
    }
    await running.page.keyboard.press('Shift+F5')
    await new Promise((resolve) => setTimeout(resolve, randomInt(0, 1_500)))
    await killAll(running)
  }
  const running = await launch({ home })
  const studio = new StudioPage(running.page)
  await studio.canvas.ready()
  await expectWholeLibrary(running)
  // Nothing is still waiting for a program that is gone.
  const documents = await call(running.page, 'canvas.documents', {})
  const jobs = await call(running.page, 'jobs.list', { documentId: documents[0]!.id })
  expect(jobs.filter(({ state }) => state === 'queued' || state === 'running')).toEqual([])
  await studio.fill()
  await quit(running)
})

test('the imaging process dying in mid-fill fails that fill only', async ({ studio, running }) => {
  const { app, page } = running
  await page.getByRole('button', { name: 'Invert', exact: true }).click()
  await studio.canvas.stroke([{ x: 100, y: 100 }])
  await page.getByRole('button', { name: 'Clear', exact: true }).click()
  await studio.setNumber('Size', 160)
  await studio.canvas.stroke([
    { x: 200, y: 200 },
    { x: 400, y: 200 },
  ])
  await page.keyboard.press('Shift+F5')
  await expect(studio.cards.first()).toHaveAccessibleName(/running/)
  const killed = await app.evaluate(({ app: electron }) => {
    const helpers = electron.getAppMetrics().filter(({ serviceName }) => serviceName === 'node.mojom.NodeService')
    for (const { pid } of helpers) process.kill(pid, 'SIGKILL')
    return helpers.length
  })
  expect(killed).toBeGreaterThan(0)
  await expect(studio.cards.first()).toHaveAccessibleName(/failed/)
  await expect(studio.cards.first().getByRole('alert')).toContainText(/\w/)
  await studio.canvas.stroke([{ x: 60, y: 60 }])
  await studio.fill()
  await expect(studio.measured).toContainText('outside 0')
})
