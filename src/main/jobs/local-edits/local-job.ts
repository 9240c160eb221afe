import type { AssetId, EditPlanId, JobId } from '../../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { blankJob } from '../blank-job.ts'

/** What distinguishes one piece of local work from another. */
export interface LocalJobFacts
  extends
    Pick<JobSnapshot, 'operation' | 'provider' | 'documentId'>,
    Partial<Pick<JobSnapshot, 'model' | 'prompt' | 'seed'>> {
  readonly assetId: AssetId
  /** Absent = none. */
  readonly editPlanId?: EditPlanId
}

/** Its lane in the queue. */
export const localLane = 'here'

/** A local call has the same id as its only job. */
export function localJobId(callId: string): JobId {
  return callId as JobId
}

/** The provider of an edit whose response is composited again. */
export const reblendProvider = 'reblend'

/** The provider of a frame that was kept: its recipe names the model that drew it. */
export const liveProvider = 'live'

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

/** Returns whether a job ran on this computer alone. */
export function isLocalJob({ operation, provider }: Pick<JobSnapshot, 'operation' | 'provider'>): boolean {
  switch (operation) {
    case 'fill':
    case 'expand':
    case 'merge':
      return true
    case 'edit':
      return provider === reblendProvider || provider === liveProvider
    case 'generate':
    case 'variations':
      return false
  }
}
