import { randomInt } from 'node:crypto'
import type { Asset } from '../../shared/domain/asset.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError } from '../../shared/errors/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import type { Library } from '../library/library.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import { newId } from '../platform/pure/new-id.ts'
import { createChangeFeed } from './change-feed.ts'
import { createFillQueue } from './fill-queue.ts'
import { createFillRunner, type SeededFill } from './fill-runner.ts'
import { createGenerationPlanner } from './generation/generation-planner.ts'
import { createGenerationQueue } from './generation/generation-queue.ts'
import { createGenerationRunner, type GenerationRunnerNeeds } from './generation/generation-runner.ts'
import { createOutputSaver, type OutputSettings } from './generation/save-outputs.ts'
import { createJobRecovery } from './job-recovery.ts'
import type { Jobs, JobStore } from './jobs.ts'
import type { LiveJob } from './live-job.ts'
import { sleep, type Sleep } from './sleep.ts'
import { createVerdicts } from './verdicts.ts'

export interface JobsOptions {
  readonly imaging: Pick<Imaging, 'fill' | 'warmUp'> & GenerationRunnerNeeds['imaging']
  readonly library: Pick<Library, 'trash' | 'restore' | 'exportAssets'> & GenerationRunnerNeeds['library']
  /** Built when the first picture is asked of one. */
  readonly providers: () => Promise<Pick<ProviderManager, 'prepare' | 'fallbacks' | 'open' | 'concurrency'>>
  readonly output: () => Promise<OutputSettings>
  readonly store: JobStore
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
  readonly logger: Logger
  /** Failures where no caller is waiting. */
  readonly onNoticed: (error: AppError) => void
  readonly sleep?: Sleep
}

const seedEnd = 2 ** 32

export function createJobs(options: JobsOptions): Jobs {
  const { imaging, library, store, clock, logger, providers } = options
  const feed = createChangeFeed(logger)
  const save = createSave(options)
  const fills = createFillQueue({ runFill: createFillRunner(options), save, feed, clock, logger })
  const outputs = createOutputSaver(options)
  const planner = createGenerationPlanner({ providers, library, clock })
  const onFiled = (asset: Asset) => outputs.save(asset)
  const runCall = createGenerationRunner({ sleep, ...options, planner, onFiled })
  const generations = createGenerationQueue({ runCall, providers, save, mustSave: (job) => store.saveJob(job), feed })
  const recovery = createJobRecovery({ sleep, ...options, findLive, save, feed })
  let isDisposed = false

  function findLive(id: JobId): LiveJob | null {
    return fills.find(id) ?? generations.find(id)
  }

  async function find(id: JobId): Promise<JobSnapshot> {
    const job = findLive(id)?.snapshot() ?? (await store.findJob(id))
    if (job === null) throw new AppError('storage/not-found', 'This piece of work is not known any more.')
    return job
  }

  function requireOpen(): void {
    if (isDisposed) throw new AppError('request/cancelled', 'Atelier is closing.')
  }

  return {
    async fill(input) {
      requireOpen()
      await library.require(input.assetId)
      const seeded = { ...input, seed: input.seed ?? randomInt(seedEnd) }
      const job = queuedJob(seeded, clock.nowMs())
      await fills.add(job, seeded)
      return { id: job.id }
    },
    async generate(request, { key } = {}) {
      requireOpen()
      const calls = await planner.plan(request, key)
      requireOpen()
      await generations.add(calls)
      return { ids: calls.flatMap(({ jobs }) => jobs.map((job) => job.snapshot().id)) }
    },
    expectFill: () => imaging.warmUp(),
    cancel: async (id) => {
      await Promise.all([fills.cancel(id), generations.cancel(id)])
    },
    async list(documentId) {
      const jobs = await store.listJobs(documentId)
      return jobs.map((job) => findLive(job.id)?.snapshot() ?? job)
    },
    decide: createVerdicts({ library, find, save, feed }),
    finished: async (id) => findLive(id)?.ended ?? find(id),
    preview: (id, revision) => fills.previews.get(id, revision) ?? generations.previews.get(id, revision),
    recover: () => recovery.recover(),
    onChanged: (listener) => feed.onChanged(listener),
    async dispose() {
      isDisposed = true
      recovery.dispose()
      await Promise.all([fills.dispose(), generations.dispose()])
      await outputs.settled()
    },
  }
}

function createSave({ store, logger }: Pick<JobsOptions, 'store' | 'logger'>): (job: JobSnapshot) => Promise<void> {
  return async (job) => {
    try {
      await store.saveJob(job)
    } catch (thrown) {
      // The picture is what counts, and it is filed; only the memory of how it came about is lost.
      logger.error('jobs.not-saved', { id: job.id, state: job.state, error: thrown })
    }
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
    processId: process.pid,
  }
}
