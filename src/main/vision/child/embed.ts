import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { EmbedImagesRequest } from '../vision-calls.ts'

type Vectors = Float32Array<ArrayBuffer>[]

/** By the name that each family's exports use: CLIP's projection, SigLIP's pooled output. */
const outputNames = ['image_embeds', 'text_embeds', 'pooler_output'] as const
const dimensionMax = 4_096
const channels = 3

export interface EncodedText {
  readonly ids: readonly number[]
  /** 1 for what was said, 0 for padding. */
  readonly mask: readonly number[]
}

/** @throws model/unsupported if the model takes or returns something else than an image encoder */
export async function embedImages(session: InferenceSession, request: EmbedImagesRequest): Promise<Vectors> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const [input, ...others] = session.inputNames
  if (input === undefined || others.length > 0) throw notThisKind('image encoder')
  const { count, heightPx, widthPx } = request
  const tensor = new OrtTensor('float32', normalize(request), [count, channels, heightPx, widthPx])
  return run(session, { [input]: tensor }, count)
}

/** @throws model/unsupported if the model takes or returns something else than a text encoder */
export async function embedText(session: InferenceSession, { ids, mask }: EncodedText): Promise<Vectors> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const known: Readonly<Record<string, readonly number[]>> = { input_ids: ids, attention_mask: mask }
  const feeds: Record<string, Tensor> = {}
  for (const name of session.inputNames) {
    const values = known[name]
    if (values === undefined) throw notThisKind('text encoder')
    feeds[name] = toTensor(OrtTensor, values)
  }
  return run(session, feeds, 1)
}

function toTensor(OrtTensor: TensorConstructor, values: readonly number[]): Tensor {
  return new OrtTensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
}

/** From interleaved bytes to planes of floats, in the order ONNX image models expect: image, channel, row, column. */
export function normalize({ pixels, count, widthPx, heightPx, scale, mean, deviation }: EmbedImagesRequest) {
  const area = widthPx * heightPx
  if (pixels.length !== count * area * channels) {
    throw new AppError('request/invalid', `${count} images of ${widthPx} × ${heightPx} have another number of pixels.`)
  }
  const values = new Float32Array(pixels.length)
  for (let channel = 0; channel < channels; channel++) {
    // Each of the 256 values once instead of a division for each pixel.
    const table = Float32Array.from(
      { length: 256 },
      (_, value) => (value * scale - mean[channel]!) / deviation[channel]!,
    )
    for (let image = 0; image < count; image++) {
      const plane = (image * channels + channel) * area
      const first = image * area * channels + channel
      for (let at = 0; at < area; at++) values[plane + at] = table[pixels[first + at * channels]!]!
    }
  }
  return values
}

async function run(session: InferenceSession, feeds: Record<string, Tensor>, count: number): Promise<Vectors> {
  const name = outputNames.find((each) => session.outputNames.includes(each))
  if (name === undefined) throw notThisKind('CLIP or SigLIP encoder')
  const outputs = await session.run(feeds, [name]).catch((thrown: unknown) => {
    throw failed(thrown)
  })
  const { data, dims } = outputs[name]!
  const [rows, dimension = 0, ...rest] = dims
  if (!(data instanceof Float32Array) || rows !== count || rest.length > 0 || dimension > dimensionMax) {
    throw notThisKind('CLIP or SigLIP encoder')
  }
  return Array.from({ length: count }, (_, at) => toUnit(data.slice(at * dimension, (at + 1) * dimension)))
}

/** Scales to length 1: the product of two such vectors is the cosine of their angle. */
function toUnit(vector: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...vector)
  if (!(length > 0 && length < Infinity)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  return Float32Array.from(vector, (value) => value / length)
}

function notThisKind(kind: string): AppError {
  return new AppError('model/unsupported', messages.notThisKindOfModel({ kind }))
}

function failed(thrown: unknown): AppError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('model/damaged', messages.modelFailed, {
    cause: thrown,
    detail: { reason: reason.slice(0, 500) },
  })
}
