import type { Output } from '../../shared/contract/index.ts'
import type { DocumentId, EditPlanId, GridId, JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import type { Assets } from '../assets/assets.ts'
import type { Exports } from '../assets/exports.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { ProviderManager } from '../providers/provider-manager.ts'
import type { Admitter, AttemptLedger } from './attempt-ledger.ts'
import { type ChangeFeed, createChangeFeed } from './change-feed.ts'
import { createEditMask } from './edit-mask.ts'
import type { SourceExpanderNeeds } from './generation/expand-source.ts'
import { createGenerationPlanner, type GenerationPlannerNeeds } from './generation/generation-planner.ts'
import type { GenerationRunnerNeeds } from './generation/generation-runner.ts'
import { createOutputSaver, type OutputSettings } from './generation/save-outputs.ts'
import { createJobRecovery } from './job-recovery.ts'
import type { LiveJob } from './live-job.ts'
import { createLocalWork, type LocalWorkApi, type LocalWorkNeeds } from './local-edits/create-local-work.ts'
import { localLane } from './local-edits/local-job.ts'
import { createLocalQueue } from './local-edits/local-queue.ts'
import { createAsk, type ImageRequests } from './queue/ask-for-images.ts'
import { createQueue, type Queue } from './queue/create-queue.ts'
import { createLaneGate, type LaneGate, type NetworkStatus, type Spending } from './queue/lane-gate.ts'
import type { QueueService } from './queue/queue-service.ts'
import { sleep, type Sleep } from './sleep.ts'

export type { NetworkStatus, Spending } from './queue/lane-gate.ts'

export type { Queued, RequestOptions } from './queue/ask-for-images.ts'

/** The queue of work the artist asked for. */
export interface Jobs extends ImageRequests, Pick<LocalWorkApi, 'fill' | 'edits' | 'expectFill'> {
  /**
   * The mask of an edit as painted, with its bounds and its edge; null = it was not limited to one.
   * @throws storage/not-found where it was not kept
   */
  mask(id: JobId): Promise<Output<'jobs.mask'>>
  readonly queue: QueueService
  cancel(id: JobId): Promise<void>
  /** null: jobs that belong to no document. */
  list(documentId: DocumentId | null): Promise<JobSnapshot[]>
  decide(id: JobId, reviewState: JobSnapshot['verdict']): Promise<JobSnapshot>
  /** Resolves when the job has ended, with any outcome. */
  finished(id: JobId): Promise<JobSnapshot>
  /** Returns the encoded image of a preview while the job runs. */
  preview(id: JobId, revision: number): { bytes: Uint8Array; mime: string } | null
  /**
   * Resumes what a stopped program left behind: unsent calls are queued, and held if they cost money; tasks at a service
   * are polled. What cannot be resumed is marked as failed, with a note on whether it may have been billed. Also watches
   * other processes in the same home. For the window: a command does only its own work.
   */
  recover(): Promise<void>
  /**
   * Holds what costs money of these runs until something of them is released: a person asked for it before the program
   * started.
   */
  holdRuns(runIds: readonly string[]): void
  /** Jobs of these runs that belong to no document, oldest first, whichever process queued them. */
  ofRuns(runIds: readonly string[]): Promise<JobSnapshot[]>
  /** Jobs of these grids and edit plans that belong to no document: of every attempt, oldest first. */
  ofWork(ids: readonly (GridId | EditPlanId)[]): Promise<JobSnapshot[]>
  /**
   * Like `recover`, for the calls of these runs alone, and nothing is held: for a command that a person gave to continue
   * its work. Calls of a process that still runs stay with it.
   */
  resumeRuns(runIds: readonly string[]): Promise<void>
  /**
   * Ends what agents asked for in processes that have ended, where it was not sent: as canceled, with nothing billed.
   * Without a window, nobody would ever release it, and it would count against their limit for ever. Returns how many
   * unsent calls of agents a running process owns.
   */
  endUnsentOfAgents(): Promise<number>
  onChanged(listener: (job: JobSnapshot) => void): () => void
  dispose(): Promise<void>
}

export interface JobsOptions extends Pick<GenerationPlannerNeeds, 'isWatched'> {
  readonly imaging: LocalWorkNeeds['imaging'] &
    SourceExpanderNeeds['imaging'] &
    GenerationPlannerNeeds['imaging'] &
    GenerationRunnerNeeds['imaging']
  readonly assets: Pick<Assets, 'trash' | 'results'> & SourceExpanderNeeds['assets'] & GenerationRunnerNeeds['assets']
  readonly exports: Pick<Exports, 'run'>
  readonly inpainting: LocalWorkNeeds['inpainting']
  /** Built when the first image is requested from a provider. */
  readonly providers: () => Promise<Pick<ProviderManager, 'prepare' | 'fallbacks' | 'open' | 'lane'>>
  readonly output: () => Promise<OutputSettings>
  readonly database: Pick<Database, 'call'>
  /** Notified of every attempt at a service; absent = no ledger is kept. */
  readonly ledger?: AttemptLedger
  /** Asked before anything is queued; absent = there are no spending limits. */
  readonly admitter?: Admitter
  /** Holds paid calls that are already queued; absent = nothing does. */
  readonly spending?: Spending
  /** Calls that need the network wait while it is down; null = they fail, for callers that wait for the end. */
  readonly network?: NetworkStatus | null
  readonly paths: Pick<HomePaths, 'temporary'>
  readonly clock: Clock
  readonly logger: Logger
  /** Failures that no caller is waiting for. */
  readonly onNoticed: (error: AppError) => void
  readonly sleep?: Sleep
}

export function createJobs(options: JobsOptions): Jobs {
  const { assets, database, clock, logger, ledger = null, admitter = null } = options
  const feed = createChangeFeed(logger)
  const save = createSave(options)
  const gate = createGate(options)
  const local = createLocalQueue({ save, feed, clock, logger, isOpen: () => gate.isOpen(localLane, { isFree: true }) })
  gate.onMoved(() => local.pump())
  const work = createLocalWork({ ...options, queue: local, requireOpen })
  const outputs = createOutputSaver(options)
  const planner = createGenerationPlanner(options)
  const parts = { sleep, ...options, ledger, save, feed, local, gate, planner }
  const { queue, service, events, watchers } = createQueue({ ...parts, onFiled: outputs.save })
  const askForImages = createAsk({ planner, admitter, queue, database, find, requireOpen })
  const recovery = createJobRecovery({ sleep, ...options, findLive, save, feed })
  let isDisposed = false

  function findLive(id: JobId): LiveJob | null {
    return local.find(id) ?? queue.findJob(id)
  }

  async function find(id: JobId): Promise<JobSnapshot> {
    const job = findLive(id)?.snapshot() ?? (await database.call('jobs.find', { id }))
    if (job === null) throw new AppError('storage/not-found', messages.jobGone)
    return job
  }

  function requireOpen(): void {
    if (isDisposed) throw new AppError('request/cancelled', messages.atelierClosing)
  }

  return {
    fill: work.fill,
    ...askForImages,
    mask: createEditMask({ ...options, find }),
    edits: work.edits,
    queue: service,
    expectFill: work.expectFill,
    cancel: async (id) => {
      await Promise.all([local.cancel(id), queue.cancelJob(id)])
    },
    ...createJobLists(database, findLive),
    decide: createReview({ assets, find, save, feed }),
    finished: async (id) => findLive(id)?.ended ?? find(id),
    preview(id, revision) {
      const caches = [local.previews, queue.previews, work.previews]
      return caches.map((cache) => cache.get(id, revision)).find((each) => each !== null) ?? null
    },
    holdRuns: (runIds) => queue.holdRuns(runIds),
    ...createAsked(watchers),
    async recover() {
      await watchers.recover()
      await recovery.recover()
    },
    onChanged: (listener) => feed.onChanged(listener),
    async dispose() {
      isDisposed = true
      recovery.dispose()
      watchers.dispose()
      await Promise.all([local.dispose(), queue.dispose()])
      events.dispose()
      await outputs.settled()
    },
  }
}

/** What a stopped program left behind, where a command asks for it. */
function createAsked(watchers: Queue['watchers']): Pick<Jobs, 'resumeRuns' | 'endUnsentOfAgents'> {
  return {
    resumeRuns: (runIds) => watchers.resumeRuns(new Set(runIds)),
    endUnsentOfAgents: () => watchers.endUnsentOfAgents(),
  }
}

/** A job that runs here is ahead of its record. */
function createJobLists(
  database: JobsOptions['database'],
  findLive: (id: JobId) => LiveJob | null,
): Pick<Jobs, 'list' | 'ofRuns' | 'ofWork'> {
  const current = (job: JobSnapshot) => findLive(job.id)?.snapshot() ?? job
  return {
    list: async (documentId) => (await database.call('jobs.ofDocument', { documentId })).map(current),
    ofRuns: async (runIds) => (await database.call('jobs.ofRuns', { runIds })).map(current),
    ofWork: async (ids) => (await database.call('jobs.ofWork', { ids })).map(current),
  }
}

function createGate(options: Pick<JobsOptions, 'network' | 'spending' | 'sleep'>): LaneGate {
  const { network = null, spending = null } = options
  const gate = createLaneGate({ network, spending, sleep: options.sleep ?? sleep })
  gate.know(localLane, { label: messages.thisComputer, needsNetwork: false })
  return gate
}

function createSave({
  database,
  logger,
}: Pick<JobsOptions, 'database' | 'logger'>): (job: JobSnapshot) => Promise<void> {
  return async (job) => {
    try {
      await database.call('jobs.save', { job })
    } catch (thrown) {
      // The image matters most, and it is filed; only the record of how it was made is lost.
      logger.error('jobs.not-saved', { id: job.id, state: job.state, error: thrown })
    }
  }
}

interface ReviewNeeds {
  readonly assets: Pick<Assets, 'trash'>
  readonly find: (id: JobSnapshot['id']) => Promise<JobSnapshot>
  readonly save: (job: JobSnapshot) => Promise<void>
  readonly feed: ChangeFeed
}

type ReviewState = JobSnapshot['verdict']

/**
 * Applies the artist's verdicts on results, one at a time: Keep and Undo in quick succession must end in the last state
 * requested.
 */
function createReview({ assets, find, save, feed }: ReviewNeeds): Jobs['decide'] {
  let lastDecision: Promise<unknown> = Promise.resolve()

  /** A failed job has nothing to trash: rejecting it dismisses its card. */
  async function moveResult(
    { resultId, state, verdict: previousVerdict }: JobSnapshot,
    verdict: ReviewState,
  ): Promise<void> {
    if (resultId === null) {
      const isUnderWay = state === 'queued' || state === 'running'
      if (verdict !== 'kept' && !isUnderWay) return
      throw new AppError('storage/not-found', messages.noResultToKeep)
    }
    if (verdict === 'rejected') await assets.trash.add([resultId])
    else if (previousVerdict === 'rejected') await assets.trash.restore([resultId])
  }

  async function decide(...[id, verdict]: Parameters<Jobs['decide']>): Promise<JobSnapshot> {
    const job = await find(id)
    await moveResult(job, verdict)
    const decided: JobSnapshot = { ...job, verdict }
    await save(decided)
    feed.emit(decided)
    return decided
  }

  return (id, verdict) => {
    const mine = lastDecision.then(() => decide(id, verdict))
    lastDecision = mine.catch(() => undefined)
    return mine
  }
}
