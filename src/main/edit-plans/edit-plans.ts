import type { DocumentPlan, EditPlanQuote, EditPlanView, EditStep } from '../../shared/domain/edit-plan.ts'
import type { AssetId, DocumentId, EditPlanId } from '../../shared/domain/ids.ts'
import type { Rect } from '../../shared/util/geometry.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { PlanRecipe } from './plan-file.ts'

export interface EditPlanDraft {
  /** The image to edit. */
  readonly sourceId: AssetId
  /** In order. */
  readonly steps: readonly EditStep[]
}

export interface CapturedMask {
  readonly digest: string
  /** null = nothing is painted. */
  readonly bounds: Rect | null
}

export interface OpenedPlan {
  readonly name: string
  readonly steps: readonly EditStep[]
  readonly warnings: readonly string[]
}

/** Plans of several masked edits of one image, run as a group by the ordinary queue. */
export interface EditPlans {
  /** The plan of a document, which is created with the first call. */
  open(documentId: DocumentId): Promise<EditPlanView>
  /** @throws storage/not-found */
  view(id: EditPlanId): Promise<EditPlanView>
  /** Keeps the steps as shown. */
  save(id: EditPlanId, steps: readonly EditStep[]): Promise<void>
  /** Keeps a mask of the size of the image. @throws request/invalid */
  addMask(id: EditPlanId, sourceId: AssetId, maskPng: Uint8Array): Promise<CapturedMask>
  /** What the steps without a result would send and cost. Sends nothing. */
  quote(id: EditPlanId, draft: EditPlanDraft, signal?: AbortSignal): Promise<EditPlanQuote>
  /**
   * Makes the steps that have no result yet, each once those it depends on are done, then merges all of them into one
   * image. Nothing that may have been paid for is sent again.
   * @throws provider/unsupported if a step cannot be made, money/*, request/cancelled
   */
  run(id: EditPlanId, draft: EditPlanDraft, options?: { readonly approve?: ApproveSpend | undefined }): Promise<void>
  /** Cancels what has not been sent; what is under way is finished and kept. */
  stop(id: EditPlanId): Promise<void>
  /** Writes the steps with their masks to a file. @throws request/invalid if a mask is empty, storage/* */
  saveFile(id: EditPlanId, plan: Pick<PlanRecipe, 'name' | 'steps'>, path: string): Promise<void>
  /** Reads a plan, and finds or scales its masks for an image. @throws request/invalid, storage/* */
  openFile(id: EditPlanId, sourceId: AssetId, path: string, signal?: AbortSignal): Promise<OpenedPlan>
  /** Reads a plan with its masks, for any image. @throws request/invalid, storage/* */
  readFile(path: string): Promise<PlanRecipe>
  /** Those with steps, as last edited; newest first. */
  ofDocuments(): Promise<readonly DocumentPlan[]>
  /** The steps with their masks. @throws storage/not-found */
  recipeOf(id: EditPlanId, plan: Pick<PlanRecipe, 'name' | 'steps'>): Promise<PlanRecipe>
  /**
   * Continues the plans that were running when the program ended; steps that cost money wait in the queue until they are
   * released. Call after the queue has recovered.
   */
  resumeRunning(): Promise<void>
  onChanged(listener: (id: EditPlanId) => void): () => void
}
