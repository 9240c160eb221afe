import type { Output, ParsedInput, Payload } from '../../shared/contract/index.ts'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import type { AssetId, DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../shared/domain/job.ts'
import type { QueueView } from '../../shared/domain/queue.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { ApproveSpend } from './attempt-book.ts'

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
