import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GenerateForm } from '../../test/e2e/pages/generate-form.ts'
import { LivePage } from '../../test/e2e/pages/live-page.ts'
import { makeHome } from '../../test/e2e/support/launch.ts'
import { buildStandIn } from '../../test/support/engine/build-stand-in.ts'
import { checkpoint, unet } from '../../test/support/models/image-models.ts'
import { writeSafetensors } from '../../test/support/models/write-model.ts'
import { rowOf, type Row } from '../report/row.ts'
import { percentile } from '../report/statistics.ts'
import { inStudio, type StudioWindow } from './studio-window.ts'
import { traceWindow } from './window-trace.ts'

const size = { widthPx: 4_096, heightPx: 4_096 }
const strokes = 4
/** What the live canvas may add to an event of a stroke. */
const addedMs = 10

/** Strokes on a paint layer with the live canvas off, and on with the engine's stand-in. */
export async function liveRows(): Promise<Row[]> {
  const { folder, libraryPath } = await buildStandIn()
  writeSafetensors(join(folder, 'paper.safetensors'), checkpoint(unet(), 'sd1'))
  const home = await makeHome()
  await writeFile(join(home, 'settings.json'), JSON.stringify({ enginePath: libraryPath, modelFolders: [folder] }))
  try {
    return await inStudio(home, measure)
  } finally {
    for (const each of [folder, home]) await rm(each, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function measure(window: StudioWindow): Promise<Row[]> {
  const { page } = window.running
  await window.openPhotograph('live.jpg', size)
  await new GenerateForm(page).choose('Whole image')
  await page.getByRole('button', { name: 'New paint layer' }).click()
  await window.studio.setNumber('Size', 200)
  const off = await measureStrokes(window)
  const live = new LivePage(page)
  await live.turnOn.click()
  await live.newer(0)
  await live.panel.getByRole('radio', { name: 'Over' }).check()
  await window.rest(500)
  const anyway = async () => {
    if (await live.anyway.isVisible()) await live.anyway.click()
  }
  await anyway()
  const first = await live.settled()
  const on = await measureStrokes(window)
  const frames = (await live.settled()) - first
  return [
    rowOf('live canvas off: handler per move, p95', off.moveMs, 'ms', null),
    rowOf('live canvas on: handler per move, p95', on.moveMs, 'ms', null),
    rowOf('live canvas: added to a handler, p95', Math.max(0, on.moveMs - off.moveMs), 'ms', addedMs),
    rowOf('live canvas: handler on over off', on.moveMs / off.moveMs, '×', null),
    rowOf('live canvas off: script in one task, p95', off.taskMs, 'ms', null),
    rowOf('live canvas on: script in one task, p95', on.taskMs, 'ms', null),
    rowOf('live canvas on: script in one task, most', on.mostMs, 'ms', null),
    rowOf('live canvas on: frames drawn meanwhile', frames, '', null),
    rowOf('live canvas: clock over processor (other programs)', on.noise, '×', null),
  ]
}

async function measureStrokes(window: StudioWindow) {
  for (let i = 0; i < 2; i++) await window.stroke(0.3, 0.7)
  await window.rest(1_000)
  const trace = await traceWindow(window.running.app, async () => {
    for (let i = 0; i < strokes; i++) {
      await window.stroke(0.1 + 0.2 * i, 0.2 + 0.2 * i)
      await window.rest(300)
    }
    await window.rest(1_000)
  })
  const moves = trace.events('pointermove').map(({ processorMs }) => processorMs)
  return {
    moveMs: percentile(moves, 95),
    taskMs: percentile(trace.scriptPerTask(), 95),
    mostMs: Math.max(...trace.scriptPerTask()),
    noise: trace.noise,
  }
}
