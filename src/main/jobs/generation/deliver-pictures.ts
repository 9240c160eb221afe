import { randomUUID } from 'node:crypto'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { AppError, toErrorData, fromErrorData } from '../../../shared/errors/index.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { RemotePicture, TaskState } from '../../providers/core/adapter.ts'
import { UnreadablePicture } from '../../providers/core/unreadable-picture.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { LiveJob } from '../live-job.ts'
import { failed, type CallDesk } from './call-desk.ts'
import { billedOf } from './call-errors.ts'
import { fileAnswer, keepAnswer, type Filed, type FileAnswerNeeds, type MadePicture } from './file-answer.ts'
import type { GenerationCall } from './generation-call.ts'
import { recipeOf, type AnswerPart } from './picture-recipe.ts'

type Done = Extract<TaskState, { is: 'done' }>

export interface DeliveryNeeds extends FileAnswerNeeds {
  readonly clock: Clock
  readonly logger: Logger
  readonly onFiled: (asset: Asset) => void
  /** Told where no job is there to tell it. */
  readonly onNoticed: (error: AppError) => void
}

export interface Delivery {
  readonly call: GenerationCall
  readonly desk: CallDesk
  readonly session: Pick<ProviderSession, 'fetchPicture'>
  readonly startedAtMs: number
}

const blackWords = 'The service returned a black picture, which is how it refuses.'
const fewerWords = 'The service returned fewer pictures than asked for.'

/**
 * Fetches what was made, all at once since links may end soon, and files every picture; those that nobody asked for too:
 * they are paid for like the others.
 */
export async function deliverPictures(done: Done, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  const { desk, call } = delivery
  const share = shareOf(done, call)
  const requestId = done.requestId ?? null
  desk.update({ phase: 'fetching', waitingUntilMs: null, requestId, isBilled: share.isBilled }, true)
  // Not waited for: after a crash it tells that the pictures were made, and nothing else hangs on it.
  void desk.save()
  const parcels = done.pictures.map((picture, index): Parcel => ({ index, picture, done, share }))
  const surplus = parcels.slice(call.jobs.length)
  if (surplus.length > 0) {
    needs.logger.warn('jobs.surplus-pictures', { asked: call.jobs.length, came: parcels.length })
  }
  await Promise.all([
    ...call.jobs.map((job, index) => deliverTo(job, parcels[index], delivery, needs, { done, share })),
    ...surplus.map((parcel) => deliverSurplus(parcel, delivery, needs)),
  ])
}

interface Share {
  readonly isBilled: Billed
  readonly costUsd: number | null
  readonly ofRefused: Billed
}

/** What each picture cost; those that were withheld share in it only where nothing else came. */
function shareOf({ pictures, costUsd }: Done, { jobs, prepared }: GenerationCall): Share {
  const came = pictures.filter(isThere).length
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

/** One picture of an answer. */
interface Parcel extends AnswerPart {
  readonly share: Share
}

async function deliverTo(
  job: LiveJob,
  parcel: Parcel | undefined,
  delivery: Delivery,
  needs: DeliveryNeeds,
  { done, share }: Pick<Parcel, 'done' | 'share'>,
): Promise<void> {
  const { desk } = delivery
  const { id } = job.snapshot()
  const words = refusalOf(parcel?.picture, done)
  if (parcel === undefined || words !== null) return desk.end(job, refused(words ?? fewerWords, share.ofRefused))
  try {
    const isWanted = () => desk.open().includes(job)
    const filed = await bringIn(id, parcel, delivery, needs, {
      isWanted,
      onFetched: () => desk.updateOne(job, { phase: 'finishing' }),
    })
    if (filed === null) return
    if (filed.is === 'black') return await desk.end(job, refused(blackWords, share.ofRefused))
    if (filed.is === 'kept') throw filed.problem
    await desk.end(job, {
      state: 'done',
      progress: 1,
      resultId: filed.asset.id,
      seed: filed.asset.recipe.seed,
      isBilled: share.isBilled,
      costUsd: share.costUsd,
      timingMs: timingOf(delivery, needs),
    })
    needs.onFiled(filed.asset)
  } catch (thrown) {
    const error = toErrorData(thrown)
    const isBilled = share.isBilled === 'no' ? 'no' : billedOf(error, share.isBilled)
    if (error.code === 'request/cancelled') return desk.end(job, { state: 'cancelled', isBilled })
    needs.logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { id, error: thrown })
    await desk.end(job, failed(thrown instanceof AppError ? thrown : fromErrorData(error), isBilled))
  }
}

/** There is no job to show it: it is in the library, made like the others. */
async function deliverSurplus(parcel: Parcel, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  if (!isThere(parcel.picture)) return
  try {
    const progress = { isWanted: () => true, onFetched: () => undefined }
    const filed = await bringIn(randomUUID(), parcel, delivery, needs, progress)
    if (filed?.is === 'kept') throw filed.problem
    if (filed?.is === 'filed') needs.onFiled(filed.asset)
  } catch (thrown) {
    if (delivery.call.signal.aborted) return
    needs.logger.warn('jobs.surplus-not-filed', { error: thrown })
    needs.onNoticed(thrown instanceof AppError ? thrown : fromErrorData(toErrorData(thrown)))
  }
}

interface Progress {
  /** Whether somebody still waits for it. */
  readonly isWanted: () => boolean
  readonly onFetched: () => void
}

/** Fetches one picture and files it; null where nobody wants it any more. */
async function bringIn(
  id: string,
  parcel: Parcel,
  delivery: Delivery,
  needs: DeliveryNeeds,
  { isWanted, onFetched }: Progress,
): Promise<Filed | null> {
  const { call, session } = delivery
  const made = (bytes: Uint8Array): MadePicture => ({
    id,
    bytes,
    isBilled: parcel.share.isBilled,
    recipe: (change) =>
      recipeOf(parcel, call, { ...change, costUsd: parcel.share.costUsd, timingMs: timingOf(delivery, needs) }),
  })
  try {
    const bytes = await session.fetchPicture(parcel.picture)
    if (!isWanted()) return null
    onFetched()
    return await fileAnswer(call, made(bytes), needs)
  } catch (thrown) {
    if (!isWanted()) return null
    if (!(thrown instanceof UnreadablePicture)) throw thrown
    return { is: 'kept', problem: await keepAnswer(call, made(thrown.bytes), thrown, needs) }
  }
}

/** A clock that was put back meanwhile must not make it negative: no record may be. */
function timingOf({ startedAtMs }: Delivery, { clock }: DeliveryNeeds): number {
  return Math.max(0, clock.nowMs() - startedAtMs)
}
