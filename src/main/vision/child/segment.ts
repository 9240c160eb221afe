import type { Tensor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import { segmentationKind as kind } from '../../../shared/messages/en/vision.ts'
import type { EncodeImageRequest, SegmentRequest, SegmentedObject } from '../vision-calls.ts'
import { modelFailure, normalize, notThisKind } from './run-images.ts'
import type { Model } from './sessions.ts'

type Embeddings = Readonly<Record<string, Tensor>>

/** What the encoder made of the images used last. Those of one image may have 20 MB. */
export interface EmbeddingCache {
  get(key: string): Embeddings | null
  set(key: string, embeddings: Embeddings): void
}

const keptMax = 3
/** SAM's labels of points: https://github.com/facebookresearch/segment-anything, `PromptEncoder._embed_points`. */
const labels = { excluded: 0n, included: 1n } as const
/** A level of 128 is the edge of the object; eight levels are one unit of the model's logits. */
const edgeLevel = 128
const levelsPerLogit = 8

export function createEmbeddingCache(): EmbeddingCache {
  const kept = new Map<string, Embeddings>()
  return {
    get(key) {
      const found = kept.get(key)
      if (found === undefined) return null
      kept.delete(key)
      kept.set(key, found)
      return found
    },
    set(key, embeddings) {
      kept.set(key, embeddings)
      const [oldest] = kept.keys()
      if (kept.size > keptMax && oldest !== undefined) kept.delete(oldest)
    },
  }
}

/** @throws model/unsupported if the model takes something else than an image */
export async function encodeImage(session: Model, request: EncodeImageRequest): Promise<Embeddings> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const [input, ...others] = session.inputNames
  if (input === undefined || others.length > 0) throw notThisKind(kind)
  const { image, paddedWidthPx, paddedHeightPx } = request
  const values = pad(normalize(image), request)
  const feeds = { [input]: new OrtTensor('float32', values, [1, 3, paddedHeightPx, paddedWidthPx]) }
  return session.run(feeds).catch((thrown: unknown) => {
    throw modelFailure(thrown)
  })
}

/** The part beside the image is zero after normalization. */
function pad(values: Float32Array, { image, paddedWidthPx, paddedHeightPx }: EncodeImageRequest): Float32Array {
  const { widthPx, heightPx } = image
  if (widthPx === paddedWidthPx && heightPx === paddedHeightPx) return values
  const padded = new Float32Array(3 * paddedWidthPx * paddedHeightPx)
  for (let row = 0; row < 3 * heightPx; row++) {
    const [channel, y] = [Math.floor(row / heightPx), row % heightPx]
    const from = row * widthPx
    padded.set(values.subarray(from, from + widthPx), (channel * paddedHeightPx + y) * paddedWidthPx)
  }
  return padded
}

/**
 * Returns the best of the masks that the model offers, by its own estimate.
 * @throws model/unsupported if it takes or returns something else, or no box
 */
export async function segment(
  session: Model,
  embeddings: Embeddings,
  request: SegmentRequest,
): Promise<SegmentedObject> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const { points, box } = request
  if (box !== null && !session.inputNames.includes('input_boxes')) {
    throw new AppError('model/unsupported', messages.takesNoBox)
  }
  const coordinates = Float32Array.from(points.flatMap(({ x, y }) => [x, y]))
  const signs = BigInt64Array.from(points, ({ isIncluded }) => (isIncluded ? labels.included : labels.excluded))
  const corners = box === null ? [] : [box.left, box.top, box.right, box.bottom]
  const known: Embeddings = {
    ...embeddings,
    input_points: new OrtTensor('float32', coordinates, [1, 1, points.length, 2]),
    input_labels: new OrtTensor('int64', signs, [1, 1, points.length]),
    input_boxes: new OrtTensor('float32', Float32Array.from(corners), [1, corners.length / 4, 4]),
  }
  const feeds: Record<string, Tensor> = {}
  for (const name of session.inputNames) {
    const tensor = known[name]
    if (tensor === undefined) throw notThisKind(kind)
    feeds[name] = tensor
  }
  const { iou_scores: scores, pred_masks: masks } = await session
    .run(feeds, ['iou_scores', 'pred_masks'])
    .catch((thrown: unknown) => {
      throw modelFailure(thrown)
    })
  return bestMask(scores!, masks!)
}

function bestMask({ data: scores }: Tensor, { data, dims }: Tensor): SegmentedObject {
  const [heightPx = 0, widthPx = 0] = dims.slice(-2)
  const area = widthPx * heightPx
  if (!(data instanceof Float32Array) || !(scores instanceof Float32Array)) throw notThisKind(kind)
  if (area === 0 || data.length < area * scores.length) throw notThisKind(kind)
  const best = scores.indexOf(Math.max(...scores))
  // NaN is not found.
  if (best === -1) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  return { levels: toLevels(data.subarray(best * area, (best + 1) * area)), widthPx, heightPx }
}

function toLevels(logits: Float32Array): Uint8Array<ArrayBuffer> {
  const levels = new Uint8Array(logits.length)
  for (const [at, logit] of logits.entries()) {
    if (Number.isNaN(logit)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
    levels[at] = Math.min(255, Math.max(0, Math.round(edgeLevel + levelsPerLogit * logit)))
  }
  return levels
}
