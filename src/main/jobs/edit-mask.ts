import { readFile } from 'node:fs/promises'
import type { Output } from '../../shared/contract/index.ts'
import type { JobId } from '../../shared/domain/ids.ts'
import type { JobSnapshot } from '../../shared/domain/job.ts'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/jobs.ts'
import type { Assets } from '../assets/assets.ts'
import type { Database } from '../database/index.ts'
import type { Imaging } from '../imaging/imaging.ts'
import { readBody } from './queue/call-body.ts'

interface EditMaskNeeds {
  readonly database: Pick<Database, 'call'>
  readonly imaging: Pick<Imaging, 'measureMask'>
  readonly assets: Pick<Assets, 'files' | 'records'>
  readonly find: (id: JobId) => Promise<JobSnapshot>
}

/** What is painted, and the edge around it in pixels. */
interface PaintedMask {
  readonly maskPng: Uint8Array
  readonly growPx: number
  readonly featherPx: number
}

/**
 * Finds the mask of an edit: with its request while the queue keeps it, which it also does for one that failed, and
 * afterwards beside its result.
 */
export function createEditMask({
  database,
  imaging,
  assets,
  find,
}: EditMaskNeeds): (id: JobId) => Promise<Output<'jobs.mask'>> {
  async function ofRequest(callId: string): Promise<PaintedMask | 'none' | null> {
    const persisted = await database.call('queue.find', { callId })
    if (persisted === null) return null
    const { growPx, featherPx } = readBody(persisted.body).request
    return persisted.maskPng === null ? 'none' : { maskPng: persisted.maskPng, growPx, featherPx }
  }

  async function ofResult({ resultId }: JobSnapshot): Promise<PaintedMask | 'none'> {
    if (resultId === null) throw new AppError('storage/not-found', messages.maskNotKept)
    const { hasMask, hasRawAnswer, name, recipe } = await assets.records.require(resultId)
    if (!hasMask) return 'none'
    const painted = hasRawAnswer ? await assets.files.locate(resultId, 'painted').catch(() => null) : null
    const { path } = painted ?? (await assets.files.locate(resultId, 'mask'))
    const maskPng = await readFile(path).catch((thrown: unknown) => {
      throw toFileError(thrown, messages.cannotReadMask({ name }))
    })
    // Without what was painted, the mask has its edge already.
    const { growPx, featherPx } = painted === null ? { growPx: 0, featherPx: 0 } : recipe
    return { maskPng, growPx: growPx ?? 0, featherPx: featherPx ?? 0 }
  }

  return async (id) => {
    const job = await find(id)
    const mask = (await ofRequest(job.callId)) ?? (await ofResult(job))
    if (mask === 'none' || job.assetId === null) return null
    const { widthPx, heightPx } = await assets.records.require(job.assetId)
    const maskPng = new Uint8Array(mask.maskPng)
    return { ...mask, maskPng, maskBounds: await imaging.measureMask({ maskPng, size: { widthPx, heightPx } }) }
  }
}
