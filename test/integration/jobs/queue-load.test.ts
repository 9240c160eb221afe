import { expect, it, vi } from 'vitest'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import { queue as queueRoutes } from '../../../src/shared/contract/queue.ts'
import { createFakeImaging } from '../../support/fake-imaging.ts'
import { createFakeProviders } from '../../support/fake-providers.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { requestOf } from '../../support/request-of.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'
import { noInpainting } from '../../support/no-inpainting.ts'

const never = () => Promise.reject(new TypeError('not here'))

/** The whole queue on a real database in its worker; every event is validated as for the window. */
function openQueue({ paths }: TemporaryHome) {
  const { assets, exports, database } = openTestLibrary(paths)
  const providers = createFakeProviders()
  const jobs = createJobs({
    imaging: { ...createFakeImaging(), reframe: never },
    assets,
    exports,
    inpainting: noInpainting,
    providers: async () => counted(providers.manager),
    output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
    database,
    paths,
    clock: { nowMs: () => Date.now() },
    logger: createRecordingLogger(),
    onNoticed: () => undefined,
  })
  const totals = { events: 0, entriesMax: 0, entries: 0 }
  jobs.queue.onChanged((change) => {
    const { changed } = queueRoutes['queue.changed'].payload.parse(change)
    totals.events++
    totals.entries += changed.length
    totals.entriesMax = Math.max(totals.entriesMax, changed.length)
  })
  return {
    jobs,
    totals,
    async close() {
      await jobs.dispose()
      await database.dispose()
    },
  }
}

interface Turns {
  /** How often the event loop ran other work. */
  turns: number
  /** Most steps between two turns: reads of the clock, and calls to the providers. */
  stepsMost: number
}

let stepsInARow = 0
let stepsMost = 0
function countStep(): void {
  stepsMost = Math.max(stepsMost, ++stepsInARow)
}

/** Counts calls to the providers: each call that is planned, queued, or resumed makes one. */
function counted<T extends object>(manager: T): T {
  return new Proxy(manager, {
    get(target, name, receiver) {
      countStep()
      return Reflect.get(target, name, receiver) as unknown
    },
  })
}

/**
 * Long work reads the clock at each step and yields to the event loop after 8 ms. Here each read of the clock returns a
 * millisecond more than the previous one, so the steps per turn do not depend on the speed or load of the computer.
 */
async function measure<T>(work: () => Promise<T>): Promise<Turns & { value: T }> {
  let [nowMs, turns, isOver] = [performance.now(), 0, false]
  stepsInARow = 0
  stepsMost = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    countStep()
    return ++nowMs
  })
  const tick = () => {
    turns++
    stepsInARow = 0
    if (!isOver) setImmediate(tick)
  }
  setImmediate(tick)
  try {
    const value = await work()
    return { value, turns, stepsMost }
  } finally {
    isOver = true
    clock.mockRestore()
  }
}

const count = 1_000
/** Of a thousand: calls are written in batches of fifty, with a few provider calls each. */
const stepsPerTurn = 200

it(`${count} queued calls never block other work for long`, { timeout: 240_000 }, async () => {
  const home = await createTemporaryHome()
  let open = openQueue(home)
  try {
    await open.jobs.queue.setPaused(null, true)
    const requests = Array.from({ length: count }, (_, n) =>
      requestOf({ prompt: `image ${n} `.repeat(20), seed: null }),
    )
    const submitted = await measure(() => open.jobs.run(requests, { runId: null }))
    const viewed = await measure(() => open.jobs.queue.view())
    const { entries } = viewed.value
    expect(entries).toHaveLength(count)
    await open.jobs.queue.move(entries.at(-1)!.callId, entries[0]!.callId)
    await open.close()
    open = openQueue(home)
    const recovered = await measure(() => open.jobs.recover())
    const cancelled = await measure(() => open.jobs.queue.cancel(null))
    expect((await open.jobs.queue.view()).entries).toEqual([])
    expect(open.totals.entriesMax).toBeLessThanOrEqual(200)
    for (const measured of [submitted, viewed, recovered, cancelled]) {
      expect(measured.stepsMost).toBeLessThanOrEqual(stepsPerTurn)
      expect(measured.turns).toBeGreaterThanOrEqual(count / 10)
    }
  } finally {
    await open.close()
    await home.remove()
  }
})
