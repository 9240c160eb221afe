import { newId } from '../../src/main/platform/pure/new-id.ts'
import type { AssetId, JobId } from '../../src/shared/domain/ids.ts'
import type { JobSnapshot } from '../../src/shared/domain/job.ts'
import { sampleJob } from './window/sample-records.ts'

/** Builds a queued fill; pass what the test is about. */
export function buildJob(changes: Partial<JobSnapshot> = {}): JobSnapshot {
  const id = changes.id ?? newId<JobId>()
  return sampleJob(1, {
    id,
    documentId: null,
    assetId: newId<AssetId>(),
    callId: id,
    state: 'queued',
    progress: 0,
    resultId: null,
    createdAtMs: 1,
    timingMs: null,
    ...changes,
  })
}
