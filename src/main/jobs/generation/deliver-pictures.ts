import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { assetIdSchema, jobIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData, fromErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Assets, ReceivedPicture } from '../../assets/assets.ts'
import type { Clock } from '../../platform/clock.ts'
import type { Logger } from '../../platform/logger.ts'
import type { RemotePicture, TaskState } from '../../providers/core/adapter.ts'
import { blackImageNote } from '../../providers/core/black-image-note.ts'
import { UnreadablePicture } from '../../providers/core/unreadable-picture.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { LiveJob } from '../live-job.ts'
import { failed, type JobUpdater } from './job-updater.ts'
import { billedOf, notArrived } from './call-errors.ts'
import {
  importResponse,
  saveResponse,
  type Filed,
  type ImportResponseNeeds,
  type MadePicture,
} from './import-response.ts'
import type { CallJournal } from './call-journal.ts'
import { isMasked, type GenerationCall, type TakenUp } from './generation-call.ts'
import { recipeOf, type ResponsePart } from './picture-recipe.ts'

type Done = Extract<TaskState, { is: 'done' }>

export interface DeliveryNeeds extends ImportResponseNeeds {
  readonly assets: ImportResponseNeeds['assets'] & Pick<Assets, 'records'>
  readonly clock: Clock
  readonly logger: Logger
  readonly onFiled: (asset: Asset) => void
  /** Told where no job is there to tell it. */
  readonly onNoticed: (error: AppError) => void
}

export interface Delivery {
  readonly call: GenerationCall
  readonly updater: JobUpdater
  readonly journal: Pick<CallJournal, 'made'>
  readonly session: Pick<ProviderSession, 'fetchPicture' | 'adapter' | 'baseUrl'>
  readonly startedAtMs: number
}

const blackWords = messages.blackImage
const fewerWords = messages.fewerImages

/**
 * Fetches what was made, all at once since links may end soon, and files every picture; those that nobody asked for too:
 * they are paid for like the others.
 */
export async function deliverPictures(done: Done, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  const { updater, call, journal } = delivery
  const share = shareOf(done, call)
  const requestId = done.requestId ?? null
  updater.update({ phase: 'fetching', waitingUntilMs: null, requestId, isBilled: share.isBilled }, true)
  // Paid for, whatever becomes of it on the way.
  for (const [index, job] of call.jobs.entries()) {
    if (updater.open().includes(job)) job.update({ costUsd: costOf(done.pictures[index], share) })
  }
  await journal.made(done)
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

function costOf(picture: RemotePicture | undefined, { costUsd, came }: Share): number | null {
  return isThere(picture) || came === 0 ? costUsd : null
}

interface Share {
  /** Pictures that were not withheld. */
  readonly came: number
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
    came,
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
interface Parcel extends ResponsePart {
  readonly share: Share
}

async function deliverTo(
  job: LiveJob,
  parcel: Parcel | undefined,
  delivery: Delivery,
  needs: DeliveryNeeds,
  { done, share }: Pick<Parcel, 'done' | 'share'>,
): Promise<void> {
  const { updater } = delivery
  const { id } = job.snapshot()
  if (!updater.open().includes(job)) return
  const hasArrived = parcel !== undefined && isArrived(parcel, delivery)
  const words = hasArrived ? null : refusalOf(parcel?.picture, done)
  if (parcel === undefined || words !== null) return updater.end(job, refused(words ?? fewerWords, share.ofRefused))
  try {
    const isWanted = () => updater.open().includes(job)
    const filed = await bringIn(id, parcel, delivery, needs, {
      isWanted,
      onFetched: (received) => {
        updater.updateOne(job, { phase: 'finishing' })
        // With a mask it is a part that does not fit yet.
        if (received instanceof Uint8Array && !isMasked(delivery.call)) updater.showArrived(job, received)
      },
    })
    if (filed === null) return
    if (filed.is === 'black') return await updater.end(job, refused(blackWords, share.ofRefused))
    if (filed.is === 'kept') throw filed.problem
    await updater.end(job, {
      state: 'done',
      progress: 1,
      resultId: filed.asset.id,
      seed: filed.asset.recipe.seed,
      isBilled: share.isBilled,
      costUsd: share.costUsd,
      timingMs: timingOf(delivery, needs),
      warnings: [...job.snapshot().warnings, ...filed.warnings],
    })
    needs.onFiled(filed.asset)
  } catch (thrown) {
    const error = toErrorData(thrown)
    const isBilled = share.isBilled === 'no' ? 'no' : billedOf(error, share.isBilled)
    if (error.code === 'request/cancelled') return updater.end(job, { state: 'cancelled', isBilled })
    needs.logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { id, error: thrown })
    await updater.end(job, failed(thrown instanceof AppError ? thrown : fromErrorData(error), isBilled))
  }
}

/** There is no job to show it: it is in the library, made like the others. */
async function deliverSurplus(parcel: Parcel, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  if (!isThere(parcel.picture) || isArrived(parcel, delivery)) return
  try {
    const progress = { isWanted: () => true, onFetched: () => undefined }
    const filed = await bringIn(surplusId(delivery.call, parcel.index), parcel, delivery, needs, progress)
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
  readonly onFetched: (received: MadePicture['received']) => void
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
  const made: Omit<MadePicture, 'received'> = {
    id,
    isBilled: parcel.share.isBilled,
    blackNote: blackImageNote(session, call.prepared.card),
    recipe: (laidIn) => {
      const paid = { costUsd: parcel.share.costUsd, timingMs: timingOf(delivery, needs) }
      return recipeOf(parcel, call, paid, laidIn)
    },
  }
  try {
    const there = call.takenUp === null ? null : await findArrived(id, call.takenUp, needs)
    if (there?.is === 'filed') return there
    if (there === null && isArrived(parcel, delivery)) throw notArrived(call)
    const received = there?.received ?? (await session.fetchPicture(parcel.picture))
    if (!isWanted()) {
      if ('file' in received) await rm(received.file, { force: true })
      return null
    }
    onFetched(received)
    return await importResponse(call, { ...made, received }, needs)
  } catch (thrown) {
    if (!isWanted()) return null
    if (!(thrown instanceof UnreadablePicture)) throw thrown
    return { is: 'kept', problem: await saveResponse(call, { ...made, received: thrown.bytes }, thrown, needs) }
  }
}

type Arrived = Extract<Filed, { is: 'filed' }> | { readonly is: 'received'; readonly received: ReceivedPicture }

/** What the program before this one had brought in, or filed. */
async function findArrived(id: string, { received }: TakenUp, { assets }: DeliveryNeeds): Promise<Arrived | null> {
  const [asset] = await assets.records.load([assetIdSchema.parse(id)])
  if (asset !== undefined) return { is: 'filed', asset, warnings: [] }
  const there = received.get(jobIdSchema.parse(id))
  return there === undefined ? null : { is: 'received', received: there }
}

/** Whether its pixels came with the answer, and are only to be had from what is on disk. */
function isArrived({ index }: Parcel, { call }: Delivery): boolean {
  return call.takenUp?.handle === null && call.takenUp.answer?.arrived.has(index) === true
}

/** The same at every try, so that it is never filed twice: a ULID of the first job's time. */
function surplusId({ callId, jobs }: GenerationCall, index: number): string {
  const digest = createHash('sha256').update(`${callId} ${index}`).digest()
  const digits = [...digest.subarray(0, 16)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31])
  return `${jobs[0]?.snapshot().id.slice(0, 10) ?? '0'.repeat(10)}${digits.join('')}`
}

/** A clock that was put back meanwhile must not make it negative: no record may be. */
function timingOf({ startedAtMs }: Delivery, { clock }: DeliveryNeeds): number {
  return Math.max(0, clock.nowMs() - startedAtMs)
}
