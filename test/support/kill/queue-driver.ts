import { writeSync } from 'node:fs'
import { z } from 'zod'
import { createJobs } from '../../../src/main/jobs/jobs.ts'
import { sleep } from '../../../src/main/jobs/sleep.ts'
import { createLedger } from '../../../src/main/ledger/index.ts'
import { systemClock } from '../../../src/main/platform/clock.ts'
import { createHomeFolders } from '../../../src/main/platform/create-home-folders.ts'
import { resolveHome } from '../../../src/main/platform/home-paths.ts'
import type { ProviderAdapter, TaskState } from '../../../src/main/providers/core/adapter.ts'
import type { Call } from '../../../src/main/providers/core/call.ts'
import { createSession } from '../../../src/main/providers/core/create-session.ts'
import { buildAdapter, buildCallParts } from '../build-call-parts.ts'
import { createFakeImaging } from '../fake-imaging.ts'
import { createFakeProviders, fakeCard } from '../fake-providers.ts'
import { databaseWorkerUrl } from '../open-database.ts'
import { openTestLibrary } from '../open-library.ts'
import { createRecordingLogger } from '../recording-logger.ts'
import { requestOf } from '../request-of.ts'
import { noInpainting } from '../no-inpainting.ts'

/**
 * Runs as a separate process: resumes the queue of a home, keeps this many jobs in flight against a service, and is
 * killed, or exits once nothing is left to do. Reports the jobs acknowledged as queued.
 */
const [root = '', origin = '', firstText = '0', inFlightText = '0'] = process.argv.slice(2)
const inFlight = Number(inFlightText)
const paths = resolveHome({ ATELIER_HOME: root }, { userHome: root })
const taskSchema = z.object({ task: z.string().optional(), link: z.string().optional(), base64: z.string().optional() })
const say = (line: string) => writeSync(1, `${line}\n`)

function stateOf({ task, link, base64 }: z.output<typeof taskSchema>): TaskState {
  if (task !== undefined) return { type: 'waiting', handle: task, progress: null }
  const image = base64 === undefined ? { url: `${origin}${link}` } : { base64 }
  return { type: 'done', images: [image], costUsd: 0.05 }
}

const adapter: ProviderAdapter = buildAdapter({
  baseUrl: origin,
  timing: { submitTimeoutMs: 5_000, pollEveryMs: 5, deadlineMs: 60_000 },
  submit: async ({ prompt }, call: Call) => {
    const request = { method: 'POST', path: '/pictures', body: { json: { message: prompt } }, isPaid: true } as const
    return stateOf(await call.json(request, taskSchema))
  },
  poll: async (handle, call) => stateOf(await call.json({ method: 'GET', path: `/tasks/${handle}` }, taskSchema)),
})

await createHomeFolders(paths)
const { assets, exports, database } = openTestLibrary(paths, { databaseWorker: databaseWorkerUrl })
const logger = createRecordingLogger()
const ledger = createLedger({
  database,
  caps: () => ({ perRunUsd: null, perDayUsd: null, perMonthUsd: null, onOver: 'ask' }),
  clock: systemClock,
  logger,
  startedBy: 'window',
})
const providers = createFakeProviders()
providers.service('openai').concurrency = 20
providers.service('openai').card = fakeCard('openai-1', { imagesPerCall: 1 })
const never = () => Promise.reject(new TypeError('not here'))
const jobs = createJobs({
  imaging: { ...createFakeImaging(), reframe: never },
  assets,
  exports,
  inpainting: noInpainting,
  providers: async () => ({
    ...providers.manager,
    open: async (_id, options) => createSession({ ...buildCallParts(origin, { adapter }), adapter, ...options }),
  }),
  output: async () => ({ saveToDisk: false, folder: '', format: 'png' }),
  database,
  ledger: ledger,
  admitter: ledger,
  paths,
  clock: systemClock,
  // The real half second between polls is longer than the process lives.
  sleep: (ms, signal) => sleep(ms / 50, signal),
  logger,
  onNoticed: () => undefined,
})

const open = async () =>
  (await database.call('jobs.ofDocument', { documentId: null })).filter(({ state }) => /queued|running/.test(state))
    .length
await jobs.recover()
await jobs.queue.release(null)
say('working')
void assets.files.sweep()
for (let number = Number(firstText); ;) {
  const missing = inFlight - (await open())
  if (inFlight === 0 && missing === 0) break
  const numbers = Array.from({ length: Math.max(0, missing) }, () => number++)
  const requests = numbers.map((id) => requestOf({ prompt: `${id % 3 === 0 ? 'sync' : 'task'} ${id}`, seed: id }))
  for (const queued of await jobs.run(requests, { runId: null })) if ('ids' in queued) say(queued.ids[0]!)
  await new Promise((resolve) => setTimeout(resolve, 5))
}
await assets.files.sweep()
await jobs.dispose()
await database.dispose()
say('finished')
