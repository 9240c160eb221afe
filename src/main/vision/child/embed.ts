import type { Tensor, TensorConstructor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { ModelImages } from '../vision-calls.ts'
import { notThisKind, runImages, runModel, type ModelOutput } from './run-images.ts'
import type { Model } from './sessions.ts'

type Vectors = Float32Array<ArrayBuffer>[]

/** By the name that each family's exports use: CLIP's projection, SigLIP's pooled output. */
const outputNames = ['image_embeds', 'text_embeds', 'pooler_output'] as const
const dimensionMax = 4_096
const kind = 'CLIP or SigLIP encoder'

export interface EncodedText {
  readonly ids: readonly number[]
  /** 1 for what was said, 0 for padding. */
  readonly mask: readonly number[]
}

/** @throws model/unsupported if the model takes or returns something else than an image encoder */
export async function embedImages(session: Model, request: ModelImages): Promise<Vectors> {
  return toVectors(await runImages(session, request, vectorsOf(session)), request.count)
}

/** @throws model/unsupported if the model takes or returns something else than a text encoder */
export async function embedText(session: Model, { ids, mask }: EncodedText): Promise<Vectors> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const known: Readonly<Record<string, readonly number[]>> = { input_ids: ids, attention_mask: mask }
  const feeds: Record<string, Tensor> = {}
  for (const name of session.inputNames) {
    const values = known[name]
    if (values === undefined) throw notThisKind('text encoder')
    feeds[name] = toTensor(OrtTensor, values)
  }
  return toVectors(await runModel(session, feeds, vectorsOf(session)), 1)
}

function toTensor(OrtTensor: TensorConstructor, values: readonly number[]): Tensor {
  return new OrtTensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
}

function vectorsOf({ outputNames: names }: Model) {
  return { output: outputNames.find((each) => names.includes(each)), kind }
}

function toVectors({ data, dims }: ModelOutput, count: number): Vectors {
  const [rows, dimension = 0, ...rest] = dims
  if (rows !== count || rest.length > 0 || dimension > dimensionMax) throw notThisKind(kind)
  return Array.from({ length: count }, (_, at) => toUnit(data.slice(at * dimension, (at + 1) * dimension)))
}

/** Scales to length 1: the product of two such vectors is the cosine of their angle. */
function toUnit(vector: Float32Array): Float32Array<ArrayBuffer> {
  const length = Math.hypot(...vector)
  if (!(length > 0 && length < Infinity)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  return Float32Array.from(vector, (value) => value / length)
}
