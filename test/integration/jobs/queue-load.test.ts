import { expect, it } from 'vitest'
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
  const { library, exports, database } = openTestLibrary(paths)
  const providers = createFakeProviders()
  const jobs = createJobs({
    imaging: { ...createFakeImaging(), reframe: never },
    library,
    exports,
    providers: async () => providers.manager,
    output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
    store: database.jobs,
    paths,
    clock: { nowMs: () => Date.now() },
    logger: createRecordingLogger(),
    onNoticed: () => undefined,
  })
  const told = { events: 0, entriesMax: 0, entries: 0 }
  jobs.queue.onChanged((news) => {
    const { changed } = queueRoutes['queue.changed'].payload.parse(news)
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

/** The longest time in which nothing else got its turn, ms. Looked at every millisecond or so. */
function watchTurns() {
  let lastMs = performance.now()
  let longestMs = 0
  let isOver = false
  const look = () => {
    const nowMs = performance.now()
    longestMs = Math.max(longestMs, nowMs - lastMs)
    lastMs = nowMs
    if (!isOver) setImmediate(look)
  }
  setImmediate(look)
  return () => {
    isOver = true
    return Math.round(longestMs)
  }
}

async function measured<T>(work: () => Promise<T>): Promise<{ longestMs: number; tookMs: number; value: T }> {
  const startedMs = performance.now()
  const stop = watchTurns()
  const value = await work()
  return { longestMs: stop(), tookMs: Math.round(performance.now() - startedMs), value }
}

const note = ({ longestMs, tookMs }: { longestMs: number; tookMs: number }) => ({ longestMs, tookMs })
const count = Number(process.env['ATELIER_QUEUED'] ?? 1_000)

it(`${count} queued calls never keep anybody waiting for long`, { timeout: 240_000 }, async () => {
  const home = await createTemporaryHome()
  let open = openQueue(home)
  const facts: Record<string, unknown> = {}
  try {
    await open.jobs.queue.setPaused(null, true)
    const requests = Array.from({ length: count }, (_, n) =>
      requestOf({ prompt: `picture ${n} `.repeat(20), seed: null }),
    )
    await open.jobs.generate(requests[0]!)
    const asked = await measured(() => open.jobs.run(requests, { runId: null, isApproved: true }))
    facts['run'] = note(asked)
    const viewed = await measured(() => open.jobs.queue.view())
    facts['view'] = { ...note(viewed), entries: viewed.value.entries.length }
    const entries = viewed.value.entries
    const moved = await measured(() => open.jobs.queue.move(entries.at(-1)!.callId, entries[0]!.callId))
    facts['move'] = note(moved)
    await open.close()
    open = openQueue(home)
    const back = await measured(() => open.jobs.recover())
    facts['recover'] = note(back)
    const before = open.told.events
    const cancelled = await measured(() => open.jobs.queue.cancel(null))
    facts['cancel all'] = { ...note(cancelled), events: open.told.events - before }
    expect((await open.jobs.queue.view()).entries).toEqual([])
    facts['told'] = open.told
    if (process.env['ATELIER_QUEUED'] !== undefined) console.log(facts)
    expect(open.told.entriesMax).toBeLessThanOrEqual(200)
    // A frame is 16 ms; other programs share this computer while it is measured.
    for (const { longestMs } of [asked, viewed, moved, back, cancelled]) expect(longestMs).toBeLessThan(250)
  } finally {
    await open.close()
    await home.remove()
  }
})
