import type { Output, ParsedInput, Payload } from '../../shared/contract/index.ts'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../shared/domain/job.ts'
import type { CallOwner, CallStep, KeptCall, NewKeptCall, UnfinishedCall } from '../../shared/domain/kept-call.ts'
import type { QueueView } from '../../shared/domain/queue.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { ApproveSpend } from './attempt-book.ts'

/** Keeps what is known of every job, so that a restart can tell what happened to it. */
export interface JobStore {
  saveJob(job: JobSnapshot): Promise<void>
  findJob(id: JobId): Promise<JobSnapshot | null>
  /** Oldest first. */
  listJobs(documentId: DocumentId | null): Promise<JobSnapshot[]>
  /** Jobs that were queued or running when the program last ended, and that no call of the queue is kept for. */
  listUnfinishedJobs(): Promise<JobSnapshot[]>
  readonly queue: StoredQueue
}

/** Keeps what waits or runs at services, so that it outlives the program. Everything is on disk when a call resolves. */
export interface StoredQueue {
  keepMask(input: { readonly key: string; readonly bytes: Uint8Array; readonly nowMs: number }): Promise<void>
  /** With their jobs. `instead`: of this call, which goes in the same step. */
  add(input: {
    readonly calls: readonly NewKeptCall[]
    readonly jobs: readonly JobSnapshot[]
    readonly owner: CallOwner
    readonly instead: string | null
  }): Promise<void>
  /** Whoever has a call in hand begins it; null where it is another's by now, or has ended. */
  begin(input: { readonly callId: string; readonly pid: number }): Promise<KeptCall | null>
  /** False where the call is another's by now: it must not go on here. */
  step(step: CallStep): Promise<boolean>
  /** Nothing came of beginning it: it waits again, and has not been tried. */
  putBack(input: { readonly callId: string; readonly pid: number }): Promise<void>
  /** With their jobs as they ended. */
  end(input: {
    readonly callIds: readonly string[]
    readonly jobs: readonly JobSnapshot[]
    readonly nowMs: number
  }): Promise<void>
  /** Of all programs in this home, by call id. */
  unfinished(input: { readonly after: string; readonly limit: number }): Promise<UnfinishedCall[]>
  /** Calls of other programs, or of none. */
  others(input: { readonly pid: number; readonly limit: number }): Promise<UnfinishedCall[]>
  /** Takes over what is still whose it was. Answers which those are. */
  claim(input: {
    readonly calls: readonly { readonly callId: string; readonly from: CallOwner | null }[]
    readonly owner: CallOwner
  }): Promise<string[]>
  /** For whoever comes next. */
  release(input: { readonly callIds: readonly string[] }): Promise<void>
  /** Asks whoever has them to cancel; null = all. */
  askToCancel(input: { readonly callIds: readonly string[] | null }): Promise<number>
  askedToCancel(input: { readonly pid: number }): Promise<string[]>
  place(input: { readonly places: readonly { readonly callId: string; readonly position: number }[] }): Promise<void>
  /** Also of a call that has ended, as long as it is kept. */
  find(input: { readonly callId: string }): Promise<{ body: string; maskPng: Uint8Array<ArrayBuffer> | null } | null>
  /** Lanes; `*` = all. */
  pauses(): Promise<string[]>
  setPaused(input: { readonly lane: string; readonly isPaused: boolean }): Promise<void>
  addTiming(input: { readonly lane: string; readonly model: string; readonly tookMs: number }): Promise<void>
  timings(input: { readonly lane: string; readonly model: string }): Promise<number[]>
}

/** Whether this computer has a network at all. */
export interface NetworkStatus {
  isOnline(): boolean
  /** Returns the function that stops listening. */
  onChanged(listener: () => void): () => void
}

/** Whether anything that may cost money is sent at all. */
export interface Spending {
  isStopped(): boolean
  /** Returns the function that stops listening. */
  onChanged(listener: () => void): () => void
}

/** The queue as people see and arrange it. */
export interface QueueService {
  view(): Promise<QueueView>
  /** null = all lanes. What runs goes on. Outlives a restart. */
  setPaused(lane: string | null, isPaused: boolean): Promise<void>
  /** Within its lane, before another; null = to the end. What runs, or is another program's, stays where it is. */
  move(callId: string, beforeCallId: string | null): Promise<void>
  /** null = everything. What another program has in hand it is asked to cancel. */
  cancel(callIds: readonly string[] | null): Promise<void>
  onChanged(listener: (news: Payload<'queue.changed'>) => void): () => void
}

export interface RequestOptions {
  /** For this request only, never stored: such a call cannot outlive the program. */
  readonly key?: string | undefined
  /** Of the click it belongs to. */
  readonly runId?: string | null
  /** Asks the person before a limit is exceeded; absent = nobody can be asked. */
  readonly approve?: ApproveSpend | undefined
}

/** What became of one request of a run. */
export type Queued = { readonly ids: JobId[] } | { readonly error: ErrorData }

/** What can be done again, or further, with pictures that are there: nothing of it is sent anywhere or costs anything. */
export interface Edits {
  /** @throws storage/not-found where the answer or the mask is not kept */
  preview(input: ParsedInput<'edits.preview'>, signal: AbortSignal): Promise<Output<'edits.preview'>>
  reblend(input: ParsedInput<'edits.reblend'>): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit where the pictures have not the same size */
  merge(input: ParsedInput<'edits.merge'>): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit where the frame does not reach beyond the picture */
  expand(input: ParsedInput<'edits.expand'>): Promise<{ id: JobId }>
}

/** The queue of work the artist asked for. */
export interface Jobs {
  /** Checks the request, queues it and returns at once. */
  fill(input: FillInput): Promise<{ id: JobId }>
  /**
   * Plans the request and queues one job for each picture asked for. Nothing has been sent when it resolves, and
   * everything is on disk.
   * @throws provider/unsupported where the model cannot do it, provider/unknown-model, provider/disabled, money/*
   */
  generate(request: GenerationRequest, options?: RequestOptions): Promise<{ ids: JobId[] }>
  /**
   * Everything of one click. One request that is not taken does not stop the others.
   * @throws money/* for all of them together
   */
  run(requests: readonly GenerationRequest[], options: Omit<RequestOptions, 'key'>): Promise<Queued[]>
  /**
   * The images asked for once more, as siblings, all or none; limits are checked once for all of them.
   * @throws storage/not-found where a request is not kept, money/*
   */
  retry(ids: readonly JobId[], options?: Pick<RequestOptions, 'approve'>): Promise<{ ids: JobId[] }>
  readonly queue: QueueService
  readonly edits: Edits
  /** Starts the engine and decodes the image for a fill that may follow. Never rejects: the fill itself says what is wrong. */
  expectFill(assetId: AssetId): Promise<void>
  cancel(id: JobId): Promise<void>
  /** null: those that belong to no picture. */
  list(documentId: DocumentId | null): Promise<JobSnapshot[]>
  decide(id: JobId, verdict: JobSnapshot['verdict']): Promise<JobSnapshot>
  /** Resolves when the job has ended, whichever way. */
  finished(id: JobId): Promise<JobSnapshot>
  /** The encoded picture of a preview, while the job runs. */
  preview(id: JobId, revision: number): { bytes: Uint8Array; mime: string } | null
  /**
   * Goes on with what an ended program left: what had not been sent is queued, what a service has at hand is asked for.
   * What cannot be taken up is marked as failed, saying whether it may have been billed. Also keeps an eye on what other
   * programs do in the same home. For the window: a command does its own work only.
   */
  recover(): Promise<void>
  onChanged(listener: (job: JobSnapshot) => void): () => void
  dispose(): Promise<void>
}
