import type { Worker } from 'node:worker_threads'
import { countPacked, packIds, unpackIds } from '../../../shared/domain/packed-ids.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { AppError, fromErrorData, toErrorData } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import { ProcessClient } from '../../platform/process/process-client.ts'
import { workerPort } from '../../platform/process/worker-port.ts'
import { mapCalls, type MapCalls } from './map-calls.ts'
import { throwIfAborted } from '../../../shared/util/until-aborted.ts'

export interface MappedVectors {
  /**
   * Images of the library that have a vector of the model, packed, by ID; their main colors as indices in `imageColors`,
   * 255 = not known.
   */
  ids(model: string): Promise<{ readonly ids: string; readonly colors: Uint8Array<ArrayBuffer> }>
  load(model: string, ids: readonly AssetId[]): Promise<{ readonly ids: string; readonly vectors: Int8Array }>
}

export interface MapRun {
  readonly library: MappedVectors
  readonly start: () => Worker
  readonly model: string
  /** Packed. */
  readonly ids: string
  /** Where images are on the map so far; null = nowhere. */
  readonly placeOf: (id: AssetId) => { readonly x: number; readonly y: number } | null
  /** `lay-out`: all, turned so that the map resembles the one so far. `place`: only those that are nowhere. */
  readonly task: 'lay-out' | 'place'
  readonly signal: AbortSignal
  readonly onProgress: (done: number) => void
  /** Called with a function that pauses the work, and resumes it. */
  readonly onStarted: (setPaused: (isPaused: boolean) => void) => void
}

export interface ComputedMap {
  /** Packed: images whose vectors were there. */
  readonly ids: string
  readonly positions: Float32Array<ArrayBuffer>
}

/** Directions in which images differ are found by these, taken evenly. */
const sampleSize = 3_000
/** Images per message: a megabyte, or a few. */
const batchSize = 2_000
/** Part of the work that is done once all vectors have been read. */
const readShare = 0.15

/** Computes a map on a thread of its own. @throws vision/process-exited, request/cancelled, storage/* */
export async function computeMap(run: MapRun): Promise<ComputedMap> {
  const worker = run.start()
  const client = new ProcessClient<MapCalls>(workerPort(worker), { calls: mapCalls, who: 'The map’s thread' })
  worker.on('error', (thrown) => client.fail(fromErrorData(toErrorData(thrown))))
  worker.on('exit', () => client.fail(new AppError('vision/process-exited', messages.mapStopped)))
  run.onStarted((isPaused) => void client.call('setPaused', { isPaused }).catch(() => undefined))
  try {
    const ids = await sendVectors(client, run)
    const { signal } = run
    const onProgress = (done: number) => run.onProgress(readShare + (1 - readShare) * done)
    const positions = formerPositions(ids, run.placeOf)
    const call = run.task === 'place' ? 'place' : 'layOut'
    return { ids, positions: await client.call(call, { positions }, { signal, onProgress }) }
  } finally {
    await worker.terminate()
  }
}

/** Returns the packed IDs of the images whose vectors the thread has. */
async function sendVectors(client: ProcessClient<MapCalls>, run: MapRun): Promise<string> {
  const { library, model, signal, onProgress } = run
  const ids = unpackIds(run.ids)
  const every = Math.max(1, Math.floor(ids.length / sampleSize))
  const sample = await library.load(
    model,
    ids.filter((_, at) => at % every === 0),
  )
  const dimensions = sample.vectors.length / countPacked(sample.ids)
  if (!Number.isInteger(dimensions)) throw new AppError('vision/process-exited', messages.mapStopped)
  await client.call('learn', { vectors: sample.vectors, dimensions }, { signal })
  const sent: string[] = []
  for (let at = 0; at < ids.length; at += batchSize) {
    throwIfAborted(signal)
    const batch = await library.load(model, ids.slice(at, at + batchSize))
    const { vectors } = batch
    if (vectors.length === 0) continue
    if (vectors.length !== dimensions * countPacked(batch.ids))
      throw new AppError('vision/process-exited', messages.mapStopped)
    await client.call('add', { vectors }, { signal })
    sent.push(...unpackIds(batch.ids))
    onProgress((readShare * (at + batchSize)) / (ids.length + batchSize))
  }
  return packIds(sent as AssetId[])
}

function formerPositions(ids: string, placeOf: MapRun['placeOf']): Float32Array<ArrayBuffer> {
  const positions = new Float32Array(2 * countPacked(ids)).fill(NaN)
  for (const [at, id] of unpackIds(ids).entries()) {
    const place = placeOf(id)
    if (place === null) continue
    positions[2 * at] = place.x
    positions[2 * at + 1] = place.y
  }
  return positions
}
