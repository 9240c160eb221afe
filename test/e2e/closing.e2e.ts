import { readdir } from 'node:fs/promises'
import { StudioPage } from './pages/studio-page.ts'
import { copyKnownHome } from './support/known-home.ts'
import { launch, quit } from './support/launch.ts'
import { expect, test } from './support/test.ts'

/** Of each stroke before a closing. */
const heights = [80, 160, 240]

test('a stroke drawn just before the window closes is restored at the next start', async () => {
  const home = await copyKnownHome()
  for (const y of heights) {
    const running = await launch({ home })
    const studio = new StudioPage(running.page)
    await studio.canvas.ready()
    await studio.canvas.stroke([
      { x: 100, y },
      { x: 180, y },
    ])
    const ended = new Promise((resolve) => running.child.once('exit', resolve))
    await running.app
      .evaluate(async ({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
      .catch(() => undefined)
    await ended
  }
  const running = await launch({ home })
  const studio = new StudioPage(running.page)
  await studio.canvas.ready()
  const mask = await studio.canvas.mask()
  expect(heights.filter((y) => mask.at(140, y) !== 255)).toEqual([])
  await quit(running)
  const files = await readdir(home, { recursive: true })
  expect(files.filter((name) => name.endsWith('.atelier-tmp'))).toEqual([])
})
