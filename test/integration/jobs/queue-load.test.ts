import { expect, it, vi } from 'vitest'
import { createJobs } from '../../../src/main/jobs/create-jobs.ts'
import { queue as queueRoutes } from '../../../src/shared/contract/queue.ts'
import { createFakeImaging } from '../../support/fake-imaging.ts'
import { createFakeProviders } from '../../support/fake-providers.ts'
import { openTestLibrary } from '../../support/open-library.ts'
import { createRecordingLogger } from '../../support/recording-logger.ts'
import { requestOf } from '../../support/request-of.ts'
import { createTemporaryHome, type TemporaryHome } from '../../support/temporary-home.ts'

const never = () => Promise.reject(new TypeError('not here'))

/** The whole queue on a real database in its worker; every telling is checked as the window's is. */
function openQueue({ paths }: TemporaryHome) {
  const { assets, exports, database } = openTestLibrary(paths)
  const providers = createFakeProviders()
  const jobs = createJobs({
    imaging: { ...createFakeImaging(), reframe: never },
    assets,
    exports,
    providers: async () => counted(providers.manager),
    output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
    database,
    paths,
    clock: { nowMs: () => Date.now() },
    logger: createRecordingLogger(),
    onNoticed: () => undefined,
  })
  const told = { events: 0, entriesMax: 0, entries: 0 }
  jobs.queue.onChanged((change) => {
    const { changed } = queueRoutes['queue.changed'].payload.parse(change)
    told.events++
    told.entries += changed.length
    told.entriesMax = Math.max(told.entriesMax, changed.length)
  })
  return {
    jobs,
    told,
    async close() {
      await jobs.dispose()
      await database.dispose()
    },
  }
}

interface Turns {
  /** How often something else got its turn. */
  turns: number
  /** Most steps of the work between two of them: looks at the clock, and questions to the providers. */
  stepsMost: number
}

let stepsInARow = 0
let stepsMost = 0
function countStep(): void {
  stepsMost = Math.max(stepsMost, ++stepsInARow)
}

/** Every call that is planned, lined up or taken up asks the providers something. */
function counted<T extends object>(manager: T): T {
  return new Proxy(manager, {
    get(target, name, receiver) {
      countStep()
      return Reflect.get(target, name, receiver) as unknown
    },
  })
}

/**
 * Work in one go asks for the time at each of its steps, and lets others have their turn after 8 ms. Here each look at
 * the clock is a millisecond later than the one before: how many steps are taken in one go no longer depends on how fast
 * the computer is, or on what else it does.
 */
async function watched<T>(work: () => Promise<T>): Promise<Turns & { value: T }> {
  let [nowMs, turns, isOver] = [performance.now(), 0, false]
  stepsInARow = 0
  stepsMost = 0
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => {
    countStep()
    return ++nowMs
  })
  const look = () => {
    turns++
    stepsInARow = 0
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  try {
    const value = await work()
    return { value, turns, stepsMost }
  } finally {
    isOver = true
    clock.mockRestore()
  }
}

const count = 1_000
/** Of a thousand. Calls are written in batches of fifty, and asked for in a few questions each. */
const stepsInOneGo = 200

it(`${count} queued calls never keep anybody waiting for long`, { timeout: 240_000 }, async () => {
  const home = await createTemporaryHome()
  let open = openQueue(home)
  try {
    await open.jobs.queue.setPaused(null, true)
    const requests = Array.from({ length: count }, (_, n) =>
      requestOf({ prompt: `image ${n} `.repeat(20), seed: null }),
    )
    const asked = await watched(() => open.jobs.run(requests, { runId: null }))
    const viewed = await watched(() => open.jobs.queue.view())
    const { entries } = viewed.value
    expect(entries).toHaveLength(count)
    await open.jobs.queue.move(entries.at(-1)!.callId, entries[0]!.callId)
    await open.close()
    open = openQueue(home)
    const back = await watched(() => open.jobs.recover())
    const cancelled = await watched(() => open.jobs.queue.cancel(null))
    expect((await open.jobs.queue.view()).entries).toEqual([])
    expect(open.told.entriesMax).toBeLessThanOrEqual(200)
    for (const found of [asked, viewed, back, cancelled]) {
      expect(found.stepsMost).toBeLessThanOrEqual(stepsInOneGo)
      expect(found.turns).toBeGreaterThanOrEqual(count / 10)
    }
  } finally {
    await open.close()
    await home.remove()
  }
})
