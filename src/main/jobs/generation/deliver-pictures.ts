import type { Asset, Recipe } from '../../../shared/domain/asset.ts'
import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, toErrorData, fromErrorData } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { RemotePicture, TaskState } from '../../providers/core/adapter.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { LiveJob } from '../live-job.ts'
import { failed, type CallDesk } from './call-desk.ts'
import { billedOf } from './call-errors.ts'
import { fileAnswer, type FileAnswerNeeds } from './file-answer.ts'
import type { GenerationCall } from './generation-call.ts'

type Done = Extract<TaskState, { is: 'done' }>

export interface DeliveryNeeds extends FileAnswerNeeds {
  readonly clock: Clock
  readonly logger: Logger
  readonly onFiled: (asset: Asset) => void
}

export interface Delivery {
  readonly call: GenerationCall
  readonly desk: CallDesk
  readonly session: Pick<ProviderSession, 'fetchPicture'>
  readonly startedAtMs: number
}

const blackWords = 'The service returned a black picture, which is how it refuses.'
const fewerWords = 'The service returned fewer pictures than asked for.'

/** Fetches what was made, all at once since links may end soon, and files every picture. */
export async function deliverPictures(done: Done, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  const { desk, call } = delivery
  desk.update({ phase: 'fetching', waitingUntilMs: null, requestId: done.requestId ?? null }, true)
  const share = shareOf(done, call)
  if (done.pictures.length > call.jobs.length) {
    needs.logger.warn('jobs.surplus-pictures', { asked: call.jobs.length, came: done.pictures.length })
  }
  await Promise.all(
    call.jobs.map(async (job, index) => {
      const picture = done.pictures[index]
      const words = refusalOf(picture, done)
      if (picture === undefined || words !== null) {
        await desk.end(job, refused(words ?? fewerWords, share.ofRefused))
        return
      }
      await deliverOne({ job, index, picture, done, share }, delivery, needs)
    }),
  )
}

interface Share {
  readonly isBilled: Billed
  readonly costUsd: number | null
  readonly ofRefused: Billed
}

/** What each picture cost; those that were withheld share in it only where nothing else came. */
function shareOf({ pictures, costUsd }: Done, { jobs, prepared }: GenerationCall): Share {
  const came = jobs.filter((_, index) => isThere(pictures[index])).length
  const isFree = prepared.card.price.per === 'free' || costUsd === 0
  const total = costUsd !== null && Number.isFinite(costUsd) && costUsd >= 0 ? costUsd : null
  return {
    isBilled: isFree ? 'no' : 'yes',
    costUsd: total === null ? (isFree ? 0 : null) : total / (came || jobs.length),
    ofRefused: isFree ? 'no' : 'unknown',
  }
}

function isThere(picture: RemotePicture | undefined): boolean {
  return picture !== undefined && !('nothing' in picture) && !picture.refused
}

/** Why there is no picture; null where there is one. */
function refusalOf(picture: RemotePicture | undefined, { pictures }: Done): string | null {
  if (isThere(picture)) return null
  // A service that says why once may mean all that it withheld.
  return picture?.refused || (pictures.find((one) => one.refused)?.refused ?? fewerWords)
}

function refused(words: string, isBilled: Billed): Partial<JobSnapshot> {
  return { state: 'refused', refusal: { what: 'output', words }, isBilled }
}

interface Parcel {
  readonly job: LiveJob
  readonly index: number
  readonly picture: RemotePicture
  readonly done: Done
  readonly share: Share
}

async function deliverOne(parcel: Parcel, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  const { job, picture, share } = parcel
  const { call, desk, session, startedAtMs } = delivery
  const { id } = job.snapshot()
  try {
    const bytes = await session.fetchPicture(picture)
    desk.updateOne(job, { phase: 'finishing' })
    const recipe = (change: Pick<Recipe, 'changedInside' | 'changedOutside'>) =>
      recipeOf(parcel, call, { ...change, timingMs: needs.clock.nowMs() - startedAtMs })
    const filed = await fileAnswer(call, { id, bytes, recipe }, needs)
    if (filed.is === 'black') return await desk.end(job, refused(blackWords, share.ofRefused))
    if (filed.is === 'kept') throw filed.problem
    const { asset } = filed
    await desk.end(job, {
      state: 'done',
      progress: 1,
      resultId: asset.id,
      seed: asset.recipe.seed,
      isBilled: share.isBilled,
      costUsd: share.costUsd,
      timingMs: needs.clock.nowMs() - startedAtMs,
    })
    needs.onFiled(asset)
  } catch (thrown) {
    const error = toErrorData(thrown)
    const isBilled = share.isBilled === 'no' ? 'no' : billedOf(error, share.isBilled)
    if (call.signal.aborted) return desk.end(job, { state: 'cancelled', isBilled })
    needs.logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { id, error: thrown })
    await desk.end(job, failed(thrown instanceof AppError ? thrown : fromErrorData(error), isBilled))
  }
}

const seedMax = 0xffffffff

function recipeOf(
  { index, picture, done, share }: Parcel,
  call: GenerationCall,
  measured: Pick<Recipe, 'changedInside' | 'changedOutside' | 'timingMs'>,
): Recipe {
  const { request, planned, prepared } = call
  const seed = picture.seed ?? (index === 0 ? planned.seed : null)
  const isCutIn = measured.changedInside !== null
  return {
    operation: request.operation,
    provider: request.provider,
    model: planned.card.id,
    // Some services count in 64 bits: a number that cannot be asked for again is none.
    seed: seed !== null && Number.isInteger(seed) && seed >= 0 && seed <= seedMax ? seed : null,
    prompt: request.prompt === '' ? null : request.prompt,
    growPx: isCutIn ? request.growPx : null,
    featherPx: isCutIn ? request.featherPx : null,
    ...measured,
    costUsd: share.costUsd,
    generation: {
      negativePrompt: request.negativePrompt,
      revisedPrompt: picture.revisedPrompt ?? null,
      requestedSize: request.size === null ? request.aspectRatio : `${request.size.widthPx}x${request.size.heightPx}`,
      quality: planned.quality,
      stylePreset: planned.stylePreset,
      guidance: planned.guidance,
      steps: planned.steps,
      strength: planned.strength,
      loras: [...planned.loras],
      options: { ...planned.options },
      referenceIds: [...prepared.referenceIds],
      warnings: prepared.plan.warnings,
      estimateUsd: prepared.plan.estimate.usd === null ? null : prepared.plan.estimate.usd / request.n,
      requestId: done.requestId ?? null,
      usage: { ...done.usage },
      trace: request.trace,
    },
  }
}
