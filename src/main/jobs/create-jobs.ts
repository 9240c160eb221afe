import { randomInt } from 'node:crypto'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError, type ErrorData } from '../../shared/errors/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Library } from '../library/library.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createChangeFeed } from './change-feed.ts'
import { createFillQueue } from './fill-queue.ts'
import { createFillRunner, type SeededFill } from './fill-runner.ts'
import type { Jobs, JobStore } from './jobs.ts'
import { createVerdicts } from './verdicts.ts'

export interface JobsOptions {
  readonly imaging: Pick<Imaging, 'fill' | 'warmUp'>
  readonly library: Pick<Library, 'require' | 'locate' | 'addResult' | 'trash' | 'restore'>
  readonly store: JobStore
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
  readonly logger: Logger
}

const seedEnd = 2 ** 32
const interrupted: ErrorData = {
  code: 'imaging/process-exited',
  message: 'Atelier ended before this fill was finished. Your pictures are as they were; start the fill again.',
}

export function createJobs(options: JobsOptions): Jobs {
  const { imaging, library, store, clock, logger } = options
  const feed = createChangeFeed()
  const queue = createFillQueue({ runFill: createFillRunner(options), save, feed, clock, logger })
  let isDisposed = false

  async function save(job: JobSnapshot): Promise<void> {
    try {
      await store.saveJob(job)
    } catch (thrown) {
      // The picture is what counts, and it is filed; only the memory of how it came about is lost.
      logger.error('jobs.not-saved', { id: job.id, state: job.state, error: thrown })
    }
  }

  async function find(id: JobId): Promise<JobSnapshot> {
    const job = queue.find(id)?.snapshot() ?? (await store.findJob(id))
    if (job === null) throw new AppError('storage/not-found', 'This piece of work is not known any more.')
    return job
  }

  return {
    async fill(input) {
      if (isDisposed) throw new AppError('request/cancelled', 'Atelier is closing.')
      await library.require(input.assetId)
      const seeded = { ...input, seed: input.seed ?? randomInt(seedEnd) }
      const job = queuedJob(seeded, clock.nowMs())
      await queue.add(job, seeded)
      return { id: job.id }
    },
    generate: () => Promise.reject(new AppError('provider/unsupported', 'No provider is set up yet.')),
    expectFill: () => imaging.warmUp(),
    cancel: (id) => queue.cancel(id),
    async list(documentId) {
      const jobs = await store.listJobs(documentId)
      return jobs.map((job) => queue.find(job.id)?.snapshot() ?? job)
    },
    decide: createVerdicts({ library, find, save, feed }),
    finished: async (id) => queue.find(id)?.ended ?? find(id),
    preview: (id, revision) => queue.previews.get(id, revision),
    async recover() {
      for (const job of await store.listUnfinishedJobs()) {
        if (queue.find(job.id)) continue
        const failed: JobSnapshot = { ...job, state: 'failed', error: interrupted, preview: null }
        await save(failed)
        feed.tell(failed)
      }
    },
    onChanged: (listener) => feed.onChanged(listener),
    dispose() {
      isDisposed = true
      return queue.dispose()
    },
  }
}

function queuedJob(input: SeededFill, nowMs: number): JobSnapshot {
  const id = newId<JobId>(nowMs)
  return {
    id,
    documentId: input.documentId,
    assetId: input.assetId,
    callId: id,
    operation: 'fill',
    provider: 'content-aware-fill',
    model: null,
    prompt: null,
    seed: input.seed,
    state: 'queued',
    phase: null,
    progress: 0,
    waitingUntilMs: null,
    preview: null,
    resultId: null,
    refusal: null,
    error: null,
    wasSent: false,
    isBilled: 'no',
    handle: null,
    requestId: null,
    warnings: [],
    attempts: [],
    estimateUsd: 0,
    costUsd: 0,
    createdAtMs: nowMs,
    timingMs: null,
    verdict: 'open',
  }
}
