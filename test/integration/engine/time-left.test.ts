import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { LocalEngine } from '../../../src/main/engine/index.ts'
import { openRunTimes } from '../../../src/main/local-service/index.ts'
import type { DrawingWork, RunTimes } from '../../../src/main/local-service/local-service.ts'
import { buildStandIn } from '../../support/engine/build-stand-in.ts'
import { engineRequest } from '../../support/engine/engine-request.ts'
import { startEngine } from '../../support/engine/start-engine.ts'

const work: DrawingWork = { model: 'paper', device: null, passes: [{ steps: 4, megapixels: 1 }], megapixels: 1 }

let folder: string
let library: Awaited<ReturnType<typeof buildStandIn>>
let engine: LocalEngine
let times: RunTimes
beforeAll(async () => {
  library = await buildStandIn()
  folder = await mkdtemp(join(tmpdir(), 'atelier-time-left-'))
  times = await openRunTimes(join(folder, 'run-times.json'))
  engine = startEngine()
})
afterAll(async () => {
  await engine.dispose()
  await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  await rm(library.folder, { recursive: true, force: true })
})

/** Draws as the provider does: returns the time left after each engine event, and whether the model was loaded. */
async function draw(name: string) {
  const request = engineRequest(join(folder, name))
  const isLoaded = engine.isLoaded(library.libraryPath, request.model)
  const clock = times.begin(work, isLoaded)
  const leftMs = [clock.leftMs()]
  let hasLoaded = false
  await engine.generate(library.libraryPath, request, {
    signal: new AbortController().signal,
    onLoading() {
      hasLoaded = true
      clock.loading()
      leftMs.push(clock.leftMs())
    },
    onProgress(fraction) {
      clock.progress(fraction)
      leftMs.push(clock.leftMs())
    },
  })
  clock.end()
  return { isLoaded, hasLoaded, leftMs }
}

it('tracks the loaded model and counts the remaining time down from the estimate', async () => {
  await Promise.all(['paper', 'ink'].map((name) => writeFile(join(folder, name), 'weights')))
  expect(times.estimateMs(work, false)).toBeNull()
  const first = await draw('paper')
  expect(first).toMatchObject({ isLoaded: false, hasLoaded: true })
  expect(first.leftMs.slice(0, 4)).toEqual([null, null, null, null])

  const [cold, warm] = [times.estimateMs(work, false)!, times.estimateMs(work, true)!]
  expect(cold).toBeGreaterThan(warm)
  const second = await draw('paper')
  expect(second).toMatchObject({ isLoaded: true, hasLoaded: false })
  expect(second.leftMs[0]).toBe(warm)
  expect(second.leftMs.every((ms) => ms !== null && ms >= 0)).toBe(true)
  expect(second.leftMs.at(-1)).toBeLessThan(warm)

  expect(await draw('ink')).toMatchObject({ isLoaded: false, hasLoaded: true })
  expect(await draw('paper')).toMatchObject({ isLoaded: false, hasLoaded: true })
  await engine.unload()
  expect(engine.isLoaded(library.libraryPath, engineRequest(join(folder, 'paper')).model)).toBe(false)
})
