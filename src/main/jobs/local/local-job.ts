import type { AssetId, DocumentId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { Seed } from '../../../shared/domain/seed.ts'
import { blankJob } from '../blank-job.ts'

/** What tells one piece of work on this computer from another. */
export interface LocalJobFacts extends Pick<JobSnapshot, 'operation' | 'provider'> {
  readonly documentId: DocumentId | null
  readonly assetId: AssetId
  readonly model?: string | null
  readonly prompt?: string | null
  readonly seed?: Seed | null
}

/** Its lane in the queue. */
export const localLane = 'here'

/** Work on this computer is called as its one job is. */
export function localJobId(callId: string): JobId {
  return callId as JobId
}

/** The provider of an edit whose answer is laid in anew. */
export const reblendProvider = 'reblend'

/** Nothing leaves this computer, and nothing is billed. */
export function queuedLocalJob(facts: LocalJobFacts, nowMs: number): JobSnapshot {
  const blank = blankJob(nowMs)
  return {
    ...blank,
    callId: blank.id,
    model: null,
    prompt: null,
    seed: null,
    progress: 0,
    warnings: [],
    estimateUsd: 0,
    costUsd: 0,
    ...facts,
  }
}

/** Whether a job ran on this computer alone. */
export function isLocalJob({ operation, provider }: Pick<JobSnapshot, 'operation' | 'provider'>): boolean {
  switch (operation) {
    case 'fill':
    case 'expand':
    case 'merge':
      return true
    case 'edit':
      return provider === reblendProvider
    case 'generate':
    case 'variations':
      return false
  }
}
