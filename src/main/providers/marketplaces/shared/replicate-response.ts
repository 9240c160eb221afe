import { z } from 'zod'
import { toSeed, type Seed } from '../../../../shared/domain/seed.ts'
import * as messages from '../../../../shared/messages/en/replicate.ts'
import * as responses from '../../../../shared/messages/en/service-responses.ts'
import type { RemoteImage, TaskState } from '../../core/adapter.ts'
import { findMessage } from '../../core/wire/plain-text.ts'
import { readLogProgress } from './read-log-progress.ts'
import { toRemoteImage } from '../../core/wire/image-bytes.ts'
import { ifItFits } from '../../core/wire/if-it-fits.ts'
import { idInAddress, taskIdSchema } from '../../core/wire/task-id.ts'

/** Replicate's responses about a prediction; Hugging Face forwards the same ones. */

const anyPredictionSchema = z.looseObject({
  id: ifItFits(taskIdSchema),
  urls: ifItFits(z.looseObject({ get: ifItFits(z.string()) })),
  status: ifItFits(z.string()),
  input: ifItFits(z.looseObject({})),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: ifItFits(z.string()),
  data_removed: ifItFits(z.boolean()),
  metrics: ifItFits(z.looseObject({ predict_time: ifItFits(z.number()) })),
})
type Prediction = z.output<typeof anyPredictionSchema>

export const predictionSchema = anyPredictionSchema.refine(
  (prediction) => prediction.status || isComplete(prediction),
  'Neither a status nor an image.',
)
/** The response to the submission, without which the prediction cannot be found again. */
export const begunPredictionSchema = anyPredictionSchema.transform((prediction, context) => {
  const id = prediction.id ?? idInAddress(prediction.urls?.get)
  if (id === null && !isComplete(prediction)) context.addIssue('Neither a task nor an image.')
  return { ...prediction, id: id ?? '' }
})

/** `handle`: for the next poll. */
export function readPrediction(prediction: Prediction, handle: string): TaskState {
  switch (prediction.status) {
    case 'starting':
      return { type: 'waiting', handle, progress: null, note: messages.startingModel }
    case 'processing':
      return { type: 'waiting', handle, progress: readLogProgress(prediction.logs ?? '') }
    case 'succeeded':
      return readOutput(prediction)
    case 'failed':
      return readError(prediction)
    case 'canceled':
    // Stopped before it was started.
    case 'aborted':
      return { type: 'cancelled' }
    default:
      return readUnknown(prediction, handle)
  }
}

/** A status that was added since: what the prediction brings counts, else it is polled until the deadline. */
function readUnknown(prediction: Prediction, handle: string): TaskState {
  if (isComplete(prediction)) return readOutput(prediction)
  const error = readError(prediction)
  return error.type === 'refused'
    ? error
    : { type: 'waiting', handle, progress: readLogProgress(prediction.logs ?? '') }
}

/** Whether all images that were requested are there: a model may deliver them one by one. */
function isComplete(prediction: Prediction): boolean {
  return addressesIn(prediction.output).length >= Math.max(1, wantedOf(prediction))
}

function readOutput(prediction: Prediction): TaskState {
  if (prediction.data_removed === true) {
    return { type: 'expired', message: messages.deletedAfterHour }
  }
  const addresses = addressesIn(prediction.output)
  if (addresses.length === 0) return emptyOutput(prediction)
  const seed = seedOf(prediction)
  const images: RemoteImage[] = addresses.map((address) => ({ ...toRemoteImage(address), seed }))
  // Open models omit what their safety checker flagged; the request, which is returned, says how many were requested.
  const missing = Math.max(0, wantedOf(prediction) - images.length)
  const withheld = Array.from({ length: missing }, (): RemoteImage => ({
    nothing: true,
    refused: messages.withheldNsfw,
  }))
  const { predict_time: seconds } = prediction.metrics ?? {}
  return {
    type: 'done',
    images: [...images, ...withheld],
    costUsd: null,
    usage: typeof seconds === 'number' ? { seconds } : {},
    requestId: prediction.id ?? null,
  }
}

/** An empty list remains if everything was flagged; a response without a list is not from an image model. */
function emptyOutput({ output }: Prediction): TaskState {
  if (Array.isArray(output))
    return { type: 'refused', what: 'output', message: messages.withheldNsfw, isBilled: 'unknown' }
  return { type: 'failed', message: responses.noImageReturned, isBilled: 'unknown' }
}

/** A link, a list of links, or either inside an object (`{images: […]}`). */
function addressesIn(output: unknown, depth = 0): string[] {
  if (typeof output === 'string') return /^(https?:\/\/|data:image\/)/.test(output) ? [output] : []
  if (output === null || typeof output !== 'object' || depth > 2) return []
  return Object.values(output).flatMap((value) => addressesIn(value, depth + 1))
}

function wantedOf({ input }: Prediction): number {
  const requested: unknown = input?.['num_outputs'] ?? input?.['num_images']
  return typeof requested === 'number' ? requested : 1
}

/** The requested seed, or the one the model drew and logged (`Using seed: 1234`). */
function seedOf({ input, logs }: Prediction): Seed | null {
  return toSeed(input?.['seed']) ?? toSeed(/using seed:?\s*(\d+)/i.exec(logs ?? '')?.[1])
}

function readError({ error, logs }: Prediction): TaskState {
  const message = findMessage(error) || lastLine(logs ?? '') || responses.failedWithoutMessage
  // UNCONFIRMED whether a failed run is billed: official models are said not to be, others bill the time they ran.
  const isBilled = 'unknown'
  if (/nsfw/i.test(message)) return { type: 'refused', what: 'output', message, isBilled }
  if (/\bE005\b|flagged as sensitive|content policy|moderation|safety (filter|system|checker)/i.test(message)) {
    return { type: 'refused', what: 'prompt', message, isBilled }
  }
  return { type: 'failed', message, isBilled }
}

function lastLine(log: string): string {
  return log.trimEnd().split('\n').at(-1)?.trim() ?? ''
}
