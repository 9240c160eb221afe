import { z } from 'zod'
import { toSeed, type Seed } from '../../../../shared/domain/seed.ts'
import type { RemotePicture, TaskState } from '../../core/adapter.ts'
import { findWords } from '../../core/plain-words.ts'
import { readLogProgress } from './read-log-progress.ts'
import { toRemotePicture } from '../../core/remote-picture.ts'

/** What Replicate answers about a prediction, to whoever asks: Hugging Face hands the same answers through. */

export const predictionSchema = z.looseObject({
  id: z.string().min(1),
  status: z.enum(['starting', 'processing', 'succeeded', 'failed', 'canceled', 'aborted']),
  input: z.looseObject({}).nullish(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
  logs: z.string().nullish(),
  data_removed: z.boolean().nullish(),
  metrics: z.looseObject({ predict_time: z.number().nullish(), total_time: z.number().nullish() }).nullish(),
})
type Prediction = z.output<typeof predictionSchema>

/** `handle`: kept for the next look. */
export function readPrediction(prediction: Prediction, handle: string): TaskState {
  switch (prediction.status) {
    case 'starting':
      return { is: 'waiting', handle, progress: null, note: 'Starting; a model that slept takes minutes to wake' }
    case 'processing':
      return { is: 'waiting', handle, progress: readLogProgress(prediction.logs ?? '') }
    case 'succeeded':
      return readOutput(prediction)
    case 'failed':
      return readError(prediction)
    case 'canceled':
    // Stopped before it was begun.
    case 'aborted':
      return { is: 'cancelled' }
  }
}

const withheldWords = 'The image was withheld as NSFW: fewer came than were asked for.'

function readOutput(prediction: Prediction): TaskState {
  if (prediction.data_removed === true) {
    return { is: 'expired', words: 'Replicate deletes images after an hour, and this one is gone.' }
  }
  const addresses = addressesIn(prediction.output)
  if (addresses.length === 0) return emptyOutput(prediction)
  const seed = seedOf(prediction)
  const pictures: RemotePicture[] = addresses.map((address) => ({ ...toRemotePicture(address), seed }))
  // Open models leave out what their safety checker flagged; the request, which comes back, says how many were asked.
  const missing = Math.max(0, wantedOf(prediction) - pictures.length)
  const withheld = Array.from({ length: missing }, (): RemotePicture => ({ nothing: true, refused: withheldWords }))
  const { predict_time: seconds } = prediction.metrics ?? {}
  return {
    is: 'done',
    pictures: [...pictures, ...withheld],
    costUsd: null,
    usage: typeof seconds === 'number' ? { seconds } : {},
    requestId: prediction.id,
  }
}

/** A list without anything in it is what is left when everything was flagged; no list at all is no picture model. */
function emptyOutput({ output }: Prediction): TaskState {
  if (Array.isArray(output)) return { is: 'refused', what: 'output', words: withheldWords, isBilled: 'unknown' }
  return { is: 'failed', words: 'It finished without an image.', isBilled: 'unknown' }
}

/** A link, a list of links, or some of either inside an object (`{images: […]}`). */
function addressesIn(output: unknown, depth = 0): string[] {
  if (typeof output === 'string') return /^(https?:\/\/|data:image\/)/.test(output) ? [output] : []
  if (output === null || typeof output !== 'object' || depth > 2) return []
  return Object.values(output).flatMap((value) => addressesIn(value, depth + 1))
}

function wantedOf({ input }: Prediction): number {
  const asked: unknown = input?.['num_outputs'] ?? input?.['num_images']
  return typeof asked === 'number' ? asked : 1
}

/** As asked for; or as the model has drawn it and said in its log (`Using seed: 1234`). */
function seedOf({ input, logs }: Prediction): Seed | null {
  return toSeed(input?.['seed']) ?? toSeed(/using seed:?\s*(\d+)/i.exec(logs ?? '')?.[1])
}

function readError({ error, logs }: Prediction): TaskState {
  const words = findWords(error) || lastLine(logs ?? '') || 'The model failed without a word.'
  // UNCONFIRMED whether a failed run is billed: official models are said not to be, others bill the time they ran.
  const isBilled = 'unknown'
  if (/nsfw/i.test(words)) return { is: 'refused', what: 'output', words, isBilled }
  if (/\bE005\b|flagged as sensitive|content policy|moderation|safety (filter|system|checker)/i.test(words)) {
    return { is: 'refused', what: 'prompt', words, isBilled }
  }
  return { is: 'failed', words, isBilled }
}

function lastLine(log: string): string {
  return log.trimEnd().split('\n').at(-1)?.trim() ?? ''
}
