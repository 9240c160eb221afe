import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { Billed, JobSnapshot } from '../../../shared/domain/job.ts'
import { assetIdSchema, jobIdSchema } from '../../../shared/domain/ids.ts'
import { AppError, toErrorData, fromErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/jobs.ts'
import type { Assets, ReceivedImage } from '../../assets/assets.ts'
import type { Logger } from '../../platform/logger.ts'
import type { RemoteImage, TaskState } from '../../providers/core/adapter.ts'
import { blackImageNote } from '../../providers/core/black-image-note.ts'
import { UnreadableImage } from '../../providers/core/wire/fetch-image.ts'
import type { ProviderSession } from '../../providers/provider-manager.ts'
import type { LiveJob } from '../live-job.ts'
import { asFailed, type JobUpdater } from './job-updater.ts'
import { billedOf, notArrived } from './call-errors.ts'
import {
  importResponse,
  receive,
  saveResponse,
  type Filed,
  type ImportResponseNeeds,
  type MadeImage,
} from './import-response.ts'
import type { CallJournal } from './call-journal.ts'
import { isMasked, type GenerationCall, type ResumedCall } from './generation-call.ts'
import { recipeOf, type ResponsePart } from './image-recipe.ts'
import { isInline, writeSavedResponse } from '../queue/saved-response.ts'

type Done = Extract<TaskState, { type: 'done' }>

export interface DeliveryNeeds extends ImportResponseNeeds {
  readonly assets: ImportResponseNeeds['assets'] & Pick<Assets, 'records' | 'threads'>
  readonly logger: Logger
  readonly onFiled: (asset: Asset) => void
  /** Called for errors that no job can report. */
  readonly onNoticed: (error: AppError) => void
}

export interface Delivery {
  readonly call: GenerationCall
  readonly updater: JobUpdater
  readonly journal: Pick<CallJournal, 'made'>
  readonly session: Pick<ProviderSession, 'fetchImage' | 'adapter' | 'baseUrl'>
  readonly tookMs: () => number
}

const blackImage = messages.blackImage
const fewerImages = messages.fewerImages

/**
 * Downloads all images at once, since links may expire soon, and files every one, including extra ones: they are paid for too.
 */
export async function deliverImages(done: Done, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  const { updater, call, journal } = delivery
  const share = shareOf(done, call)
  const requestId = done.requestId ?? null
  updater.update({ phase: 'fetching', waitingUntilMs: null, requestId, isBilled: share.isBilled }, true)
  // Paid for, whatever happens to it from here on.
  for (const [index, job] of call.jobs.entries()) {
    if (updater.open().includes(job)) job.update({ costUsd: costOf(done.images[index], share) })
  }
  const response = writeSavedResponse(done)
  const parts = done.images.map((image, index): ReceivedPart => ({ index, image, done, share, stored: null }))
  const parcels = await Promise.all(parts.map((part) => storeInline(part, response, delivery, needs)))
  await journal.made(done)
  const extraImages = parcels.slice(call.jobs.length)
  if (extraImages.length > 0) {
    needs.logger.warn('jobs.surplus-images', { asked: call.jobs.length, came: parcels.length })
  }
  await Promise.all([
    ...call.jobs.map((job, index) => deliverTo(job, parcels[index], delivery, needs, { done, share })),
    ...extraImages.map((part) => deliverExtra(part, delivery, needs)),
  ])
}

function costOf(image: RemoteImage | undefined, { costUsd, came }: Share): number | null {
  return isThere(image) || came === 0 ? costUsd : null
}

interface Share {
  /** Images that were not withheld. */
  readonly came: number
  readonly isBilled: Billed
  readonly costUsd: number | null
  readonly ofRefused: Billed
}

/** Returns the cost of each image; withheld ones share in it only if no image was delivered. */
function shareOf({ images, costUsd }: Done, { jobs, prepared }: GenerationCall): Share {
  const arrived = images.filter(isThere).length
  const isFree = prepared.card.price.per === 'free' || costUsd === 0
  const total = costUsd !== null && Number.isFinite(costUsd) && costUsd >= 0 ? costUsd : null
  return {
    came: arrived,
    isBilled: isFree ? 'no' : 'yes',
    costUsd: total === null ? (isFree ? 0 : null) : total / (arrived || jobs.length),
    ofRefused: isFree ? 'no' : 'unknown',
  }
}

function isThere(image: RemoteImage | undefined): boolean {
  return image !== undefined && !('nothing' in image) && !image.refused
}

/** Returns why there is no image; null if there is one. */
function refusalOf(image: RemoteImage | undefined, { images }: Done): string | null {
  if (isThere(image)) return null
  // A service that gives a reason only once may mean all images it withheld.
  return image?.refused || (images.find((each) => each.refused)?.refused ?? fewerImages)
}

function refused(message: string, isBilled: Billed): Partial<JobSnapshot> {
  return { state: 'refused', refusal: { what: 'output', words: message }, isBilled }
}

/** One image of a response. */
interface ReceivedPart extends ResponsePart {
  readonly share: Share
  /** Where pixels that came with the response were written; null = not yet. */
  readonly stored: ReceivedImage | null
}

/**
 * Writes pixels that came with the response to disk before the call is marked as made: it is paid for, and if the program
 * ends in between, the next start completes the mark from what is stored with them. What cannot be read or written is
 * tried again, and reported, by the delivery.
 */
async function storeInline(
  part: ReceivedPart,
  response: string,
  delivery: Delivery,
  needs: DeliveryNeeds,
): Promise<ReceivedPart> {
  const { call, session, updater } = delivery
  const { image, index } = part
  const job = call.jobs[index]
  if (!isInline(image) || !isThere(image) || call.resumed !== null) return part
  if (job !== undefined && !updater.open().includes(job)) return part
  try {
    const bytes = await session.fetchImage(image)
    if (!(bytes instanceof Uint8Array)) return part
    if (job !== undefined) showFetched(job, bytes, delivery)
    const made = { ...madeOf(job?.snapshot().id ?? surplusId(call, index), part, delivery), received: bytes, response }
    return { ...part, stored: await receive(call, made, needs) }
  } catch (thrown) {
    needs.logger.warn('jobs.not-stored', { error: thrown })
    return part
  }
}

function showFetched(job: LiveJob, received: MadeImage['received'], { call, updater }: Delivery): void {
  updater.updateOne(job, { phase: 'finishing' })
  // With a mask it is a part that does not fit yet.
  if (received instanceof Uint8Array && !isMasked(call)) updater.showArrived(job, received)
}

async function deliverTo(
  job: LiveJob,
  part: ReceivedPart | undefined,
  delivery: Delivery,
  needs: DeliveryNeeds,
  { done, share }: Pick<ReceivedPart, 'done' | 'share'>,
): Promise<void> {
  const { updater } = delivery
  const { id } = job.snapshot()
  if (!updater.open().includes(job)) return dropStored(part, delivery, needs)
  const hasArrived = part !== undefined && isArrived(part, delivery)
  const message = hasArrived ? null : refusalOf(part?.image, done)
  if (part === undefined || message !== null) return updater.end(job, refused(message ?? fewerImages, share.ofRefused))
  try {
    const isWanted = () => updater.open().includes(job)
    const filed = await importImage(id, part, delivery, needs, {
      isWanted,
      onFetched: (received) => showFetched(job, received, delivery),
    })
    if (filed === null) return
    if (filed.type === 'black') return await updater.end(job, refused(blackImage, share.ofRefused))
    if (filed.type === 'kept') throw filed.problem
    await updater.end(job, {
      state: 'done',
      progress: 1,
      resultId: filed.asset.id,
      seed: filed.asset.recipe.seed,
      isBilled: share.isBilled,
      costUsd: share.costUsd,
      timingMs: delivery.tookMs(),
      warnings: [...job.snapshot().warnings, ...filed.warnings],
    })
    needs.onFiled(filed.asset)
  } catch (thrown) {
    const error = toErrorData(thrown)
    const isBilled = share.isBilled === 'no' ? 'no' : billedOf(error, share.isBilled)
    if (error.code === 'request/cancelled') return updater.end(job, { state: 'cancelled', isBilled })
    needs.logger[error.code === 'internal/bug' ? 'error' : 'warn']('jobs.failed', { id, error: thrown })
    await updater.end(job, asFailed(thrown instanceof AppError ? thrown : fromErrorData(error), isBilled))
  }
}

/** No job can show it: it goes to the library like the others. */
async function deliverExtra(part: ReceivedPart, delivery: Delivery, needs: DeliveryNeeds): Promise<void> {
  if (!isThere(part.image) || isArrived(part, delivery)) return
  try {
    const progress = { isWanted: () => true, onFetched: () => undefined }
    const filed = await importImage(surplusId(delivery.call, part.index), part, delivery, needs, progress)
    if (filed?.type === 'kept') throw filed.problem
    if (filed?.type === 'filed') needs.onFiled(filed.asset)
  } catch (thrown) {
    if (delivery.call.signal.aborted) return
    needs.logger.warn('jobs.surplus-not-filed', { error: thrown })
    needs.onNoticed(thrown instanceof AppError ? thrown : fromErrorData(toErrorData(thrown)))
  }
}

interface Progress {
  /** Returns whether anyone still waits for it. */
  readonly isWanted: () => boolean
  readonly onFetched: (received: MadeImage['received']) => void
}

/** Downloads one image and files it; null if it is no longer wanted. */
async function importImage(
  id: string,
  part: ReceivedPart,
  delivery: Delivery,
  needs: DeliveryNeeds,
  { isWanted, onFetched }: Progress,
): Promise<Filed | null> {
  const { call, session } = delivery
  const base = madeOf(id, part, delivery)
  try {
    const arrivedImage = call.resumed === null ? null : await findArrived(id, call.resumed, needs)
    if (arrivedImage?.type === 'filed') return arrivedImage
    if (arrivedImage === null && isArrived(part, delivery)) throw notArrived(call)
    const received = arrivedImage?.received ?? part.stored ?? (await session.fetchImage(part.image))
    if (!isWanted()) {
      if ('file' in received) await rm(received.file, { force: true })
      await dropStored(part, delivery, needs)
      return null
    }
    if (part.stored === null) onFetched(received)
    await keepRecord(id, part, needs)
    return await importResponse(call, { ...base, received }, needs)
  } catch (thrown) {
    if (!isWanted()) return null
    if (!(thrown instanceof UnreadableImage)) throw thrown
    return { type: 'kept', problem: await saveResponse(call, { ...base, received: thrown.bytes }, thrown, needs) }
  }
}

function madeOf(id: string, part: ReceivedPart, { call, session, tookMs }: Delivery): Omit<MadeImage, 'received'> {
  return {
    id,
    isBilled: part.share.isBilled,
    blackNote: blackImageNote(session, call.prepared.card),
    recipe: (composited) => recipeOf(part, call, { costUsd: part.share.costUsd, timingMs: tookMs() }, composited),
  }
}

/** Its job was canceled meanwhile; one that is left to the next start keeps it. */
async function dropStored(
  part: ReceivedPart | undefined,
  { call }: Pick<Delivery, 'call'>,
  { assets }: DeliveryNeeds,
): Promise<void> {
  if (!part?.stored || call.jobs[part.index]?.snapshot().state === 'running') return
  await assets.results.drop(part.stored)
}

/** Without it a later turn sends the image as any other: the image itself must not be lost for it. */
async function keepRecord(id: string, { image }: ReceivedPart, { assets, logger }: DeliveryNeeds): Promise<void> {
  if (!image.record) return
  try {
    await assets.threads.keepRecord(assetIdSchema.parse(id), image.record)
  } catch (thrown) {
    logger.warn('jobs.turn-not-kept', { error: thrown })
  }
}

type Arrived = Extract<Filed, { type: 'filed' }> | { readonly type: 'received'; readonly received: ReceivedImage }

/** Finds what the previous program run had downloaded or filed. */
async function findArrived(id: string, { received }: ResumedCall, { assets }: DeliveryNeeds): Promise<Arrived | null> {
  const [asset] = await assets.records.load([assetIdSchema.parse(id)])
  if (asset !== undefined) return { type: 'filed', asset, warnings: [] }
  const receivedImage = received.get(jobIdSchema.parse(id))
  return receivedImage === undefined ? null : { type: 'received', received: receivedImage }
}

/** Returns whether its pixels came with the response and can only be read from disk. */
function isArrived({ index }: ReceivedPart, { call }: Delivery): boolean {
  return call.resumed?.handle === null && call.resumed.savedResponse?.arrived.has(index) === true
}

/** Returns the same id on every try, so that the image is never filed twice: a ULID with the first job's time. */
function surplusId({ callId, jobs }: GenerationCall, index: number): string {
  const digest = createHash('sha256').update(`${callId} ${index}`).digest()
  const digits = [...digest.subarray(0, 16)].map((byte) => '0123456789ABCDEFGHJKMNPQRSTVWXYZ'[byte & 31])
  return `${jobs[0]?.snapshot().id.slice(0, 10) ?? '0'.repeat(10)}${digits.join('')}`
}
