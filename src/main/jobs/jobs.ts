import type { Output, ParsedInput, Payload } from '../../shared/contract/index.ts'
import type { Recipe } from '../../shared/domain/asset.ts'
import type { GenerationRequest } from '../../shared/domain/generation.ts'
import type { AssetId, DocumentId, EditPlanId, GridId, JobId } from '../../shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../shared/domain/job.ts'
import type { QueueView } from '../../shared/domain/queue.ts'
import type { ErrorData } from '../../shared/errors/index.ts'
import type { MaskEdge } from '../../shared/util/mask/effective-mask.ts'
import type { ApproveSpend } from './attempt-ledger.ts'

/** Network status of this computer. */
export interface NetworkStatus {
  isOnline(): boolean
  /** Returns a function that unsubscribes. */
  onChanged(listener: () => void): () => void
}

/** Whether requests that may cost money are sent at all. */
export interface Spending {
  isStopped(): boolean
  /** Returns a function that unsubscribes. */
  onChanged(listener: () => void): () => void
}

/** The queue as shown to and arranged by the user. */
export interface QueueService {
  view(): Promise<QueueView>
  /** null = all lanes. Running calls continue. Survives a restart. */
  setPaused(lane: string | null, isPaused: boolean): Promise<void>
  /**
   * Moves a call before another in its lane; null = to the end. Running calls and those of other processes do not move.
   */
  move(callId: string, beforeCallId: string | null): Promise<void>
  /** Sends what was asked for before the program started, and waits for the person's word; null = all of it. */
  release(callIds: readonly string[] | null): Promise<void>
  /** null = everything. Calls of other processes are canceled by request. */
  cancel(callIds: readonly string[] | null): Promise<void>
  onChanged(listener: (change: Payload<'queue.changed'>) => void): () => void
}

export interface RequestOptions {
  /** For this request only, never stored: such a call cannot survive a restart. */
  readonly key?: string | undefined
  /** Of the click it belongs to. */
  readonly runId?: string | null
  /** Asks the user before a limit is exceeded; absent = there is no user to ask. */
  readonly approve?: ApproveSpend | undefined
}

/** The outcome of queuing one request of a run. */
export type Queued = { readonly ids: JobId[] } | { readonly error: ErrorData }

export interface MergePartsInput {
  readonly documentId: DocumentId | null
  /** The plan of which it is a step between two others; absent = none. */
  readonly editPlanId?: EditPlanId
  readonly onto: AssetId
  /** As in the recipe. */
  readonly agent?: Recipe['agent']
  /** Edits of `onto`, or of edits of it, each with its mask as painted; in order. */
  readonly parts: readonly (MaskEdge & { readonly from: AssetId; readonly maskPng: Uint8Array })[]
}

/** A frame of the live canvas that is kept. */
export interface FrameToKeep {
  readonly documentId: DocumentId
  /** The image it was painted on. */
  readonly assetId: AssetId
  /** Scaled to that image's size. */
  readonly png: Uint8Array
  readonly recipe: Recipe
}

/** Local operations on existing images: nothing is sent anywhere or costs anything. */
export interface Edits {
  /** @throws storage/not-found if the response or the mask was not kept */
  preview(input: ParsedInput<'edits.preview'>, signal: AbortSignal): Promise<Output<'edits.preview'>>
  reblend(input: ParsedInput<'edits.reblend'>): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit if the images differ in size */
  merge(input: ParsedInput<'edits.merge'>): Promise<{ id: JobId }>
  /**
   * Copies what each of several edits of one image has changed into one image, exactly. Where two overlap, the later one
   * is visible.
   */
  mergeParts(input: MergePartsInput): Promise<{ id: JobId }>
  /** Adds a frame that was drawn already as a result of its document. @throws storage/* */
  keepFrame(input: FrameToKeep): Promise<{ id: JobId }>
  /** @throws edit/does-not-fit if the frame does not extend beyond the image */
  expand(input: ParsedInput<'edits.expand'>): Promise<{ id: JobId }>
}

/** The queue of work the artist asked for. */
export interface Jobs {
  /** Checks the request, queues it and returns at once. */
  fill(input: FillInput): Promise<{ id: JobId }>
  /**
   * Plans the request and queues one job per image. When it resolves, everything is on disk and nothing has been sent.
   * @throws provider/unsupported if the model cannot do it, provider/unknown-model, provider/disabled, money/*
   */
  generate(request: GenerationRequest, options?: RequestOptions): Promise<{ ids: JobId[] }>
  /**
   * Queues all requests of one click. A rejected request does not stop the others.
   * @throws money/* for all of them together
   */
  run(requests: readonly GenerationRequest[], options: Omit<RequestOptions, 'key'>): Promise<Queued[]>
  /**
   * Requests the images again, as siblings, all or none; limits are checked once for all of them.
   * @throws storage/not-found if a request was not kept, money/*
   */
  retry(ids: readonly JobId[], options?: Pick<RequestOptions, 'approve'>): Promise<{ ids: JobId[] }>
  /**
   * The mask of an edit as painted, with its bounds and its edge; null = it was not limited to one.
   * @throws storage/not-found where it was not kept
   */
  mask(id: JobId): Promise<Output<'jobs.mask'>>
  readonly queue: QueueService
  readonly edits: Edits
  /**
   * Starts the engine and decodes the image for a fill that may follow. Never rejects: the fill itself reports errors.
   */
  expectFill(assetId: AssetId): Promise<void>
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
