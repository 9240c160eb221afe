import type { Asset } from '../../../shared/domain/asset.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { KeptCall } from '../../../shared/domain/kept-call.ts'
import { AppError } from '../../../shared/errors/index.ts'
import type { Assets } from '../../assets/assets.ts'
import type { GenerationCall, TakenUp } from '../generation/generation-call.ts'
import { readSavedResponse } from './saved-response.ts'
import { readBody } from './kept-body.ts'
import type { LiveCall } from './live-call.ts'

/** The call as it was planned. @throws storage/corrupt, storage/not-found where the picture to edit is gone */
export async function restoreCall(
  kept: KeptCall,
  live: LiveCall,
  assets: Pick<Assets, 'records'>,
): Promise<GenerationCall> {
  const { request, card, plan, sent, referenceIds, sendsMask, planned, ...rest } = readBody(kept.body)
  const { estimateUsd, runId, tried, startedAtMs } = rest
  const takenUp = takenUpOf(kept, live)
  const { callId, jobs, signal, key } = live
  const { sourceId } = request
  const source = sourceId === null ? null : await findSource(sourceId, takenUp !== null, assets)
  return {
    callId,
    runId,
    jobs,
    signal,
    request: { ...request, maskPng: kept.maskPng, ...(source === null && { frame: null }) },
    source,
    prepared: { card, plan, sent, referenceIds, sendsMask, calls: [], estimates: [] },
    planned: { ...planned, card },
    estimateUsd,
    tried,
    startedAtMs,
    key,
    takenUp,
  }
}

function takenUpOf({ stage, handle, answer }: KeptCall, { received }: LiveCall): TakenUp | null {
  if (stage !== 'remote' && stage !== 'made') return null
  return { handle, answer: answer === null ? null : readSavedResponse(answer), received }
}

/** What a service has made is filed as it came where the picture that it is an edit of is gone. */
async function findSource(id: AssetId, isMade: boolean, assets: Pick<Assets, 'records'>): Promise<Asset | null> {
  try {
    return await assets.records.require(id)
  } catch (thrown) {
    if (isMade && thrown instanceof AppError && thrown.code === 'storage/not-found') return null
    throw thrown
  }
}
