import type { PlanBatchQuote, PlanBatchView } from '../../shared/domain/edit-plan.ts'
import type { AssetId, EditPlanBatchId, EditPlanId } from '../../shared/domain/ids.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { PlanRecipe } from './plan-file.ts'

export interface WantedBatch {
  /** Chosen by the caller, so that it can be found after a kill. */
  readonly id: EditPlanBatchId
  /** The plan of the document it is started from; null = a file. */
  readonly templateId: EditPlanId | null
  readonly recipe: PlanRecipe
  /** Each is edited once. */
  readonly sourceIds: readonly AssetId[]
  /** The agent that asked for it; absent = a person did. */
  readonly agent?: string | null
}

export interface BatchPreparation {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: (done: number, total: number) => void
}

export interface StartOptions {
  readonly approve?: ApproveSpend | undefined
  /** Also makes steps again that have failed and may have been billed. */
  readonly retriesUncertain?: boolean
  /** The agent that results are marked with. */
  readonly agent?: string | null
}

export interface TakenUp {
  readonly ids: readonly EditPlanBatchId[]
  /** How many another process is still at. */
  readonly left: number
}

/** Edit plans that are run on several images: a plan for each, a few at a time. */
export interface PlanBatches {
  /** Finds or scales the masks for each image. Sends nothing. @throws request/invalid, storage/*, request/cancelled */
  prepare(wanted: WantedBatch, options?: BatchPreparation): Promise<PlanBatchView>
  /** @throws storage/not-found */
  view(id: EditPlanBatchId): Promise<PlanBatchView>
  /** The newest one that was begun of a document's plan, or with null of any plan or file; null = none. */
  latestOf(templateId: EditPlanId | null): Promise<PlanBatchView | null>
  /** What a start would make and cost. Sends nothing. */
  quote(id: EditPlanBatchId, options?: Pick<StartOptions, 'retriesUncertain'>): Promise<PlanBatchQuote>
  /**
   * Makes what is missing. Nothing that may have been billed is made again unless that is asked for.
   * @throws request/invalid if there is nothing to make, money/*, request/cancelled
   */
  start(id: EditPlanBatchId, options?: StartOptions): Promise<void>
  /** Begins nothing more and cancels what has not been sent; what is under way is finished and kept. */
  stop(id: EditPlanBatchId): Promise<void>
  /** Goes on with a batch of a process that was killed; nothing is sent twice. For commands: only its own batch. */
  resume(id: EditPlanBatchId): Promise<void>
  /**
   * Ends batches that agents began, once the process that ran them has ended: what was sent is finished and kept, and what
   * is left and costs money is not sent, as nobody has asked this process for it. What is free goes on. For the processes
   * that serve agents: each batch goes to one of them.
   */
  takeUp(): Promise<TakenUp>
  /** Forgets it; its images stay. */
  remove(id: EditPlanBatchId): Promise<void>
  onChanged(listener: (id: EditPlanBatchId) => void): () => void
}
