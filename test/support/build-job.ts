import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { AssetId, JobId } from '../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'

/** Builds a queued fill; pass what the test is about. */
export function buildJob(changes: Partial<JobSnapshot> = {}): JobSnapshot {
  const id = changes.id ?? newId<JobId>()
  return {
    id,
    documentId: null,
    assetId: newId<AssetId>(),
    callId: id,
    operation: 'fill',
    provider: 'content-aware-fill',
    model: null,
    prompt: null,
    seed: 1,
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
    createdAtMs: 1,
    timingMs: null,
    verdict: 'open',
    ...changes,
  }
}
