import type { GenerationRequest } from '../../shared/domain/generation.ts'
import type { DocumentId, JobId } from '../../shared/domain/ids.ts'
import type { FillInput, JobSnapshot } from '../../shared/domain/job.ts'

/** Keeps what is known of every job, so that a restart can tell what happened to it. */
export interface JobStore {
  saveJob(job: JobSnapshot): Promise<void>
  findJob(id: JobId): Promise<JobSnapshot | null>
  /** Oldest first. */
  listJobs(documentId: DocumentId | null): Promise<JobSnapshot[]>
  /** Jobs that were queued or running when the program last ended. */
  listUnfinishedJobs(): Promise<JobSnapshot[]>
}

/** The queue of work the artist asked for. */
export interface Jobs {
  /** Checks the request, queues it and returns at once. */
  fill(input: FillInput): Promise<{ id: JobId }>
  /**
   * Plans the request and queues one job for each picture asked for. Nothing has been sent when it resolves.
   * `key`: for this request only, never stored.
   * @throws provider/unsupported where the model cannot do it, provider/unknown-model, provider/disabled
   */
  generate(request: GenerationRequest, options?: { readonly key?: string | undefined }): Promise<{ ids: JobId[] }>
  /** The artist is painting, so a fill may follow: the engine gets ready. */
  expectFill(): void
  cancel(id: JobId): Promise<void>
  /** null: those that belong to no picture. */
  list(documentId: DocumentId | null): Promise<JobSnapshot[]>
  decide(id: JobId, verdict: JobSnapshot['verdict']): Promise<JobSnapshot>
  /** Resolves when the job has ended, whichever way. */
  finished(id: JobId): Promise<JobSnapshot>
  /** The encoded picture of a preview, while the job runs. */
  preview(id: JobId, revision: number): { bytes: Uint8Array; mime: string } | null
  /** Marks what a crash interrupted as failed, saying so. */
  recover(): Promise<void>
  onChanged(listener: (job: JobSnapshot) => void): () => void
  dispose(): Promise<void>
}
