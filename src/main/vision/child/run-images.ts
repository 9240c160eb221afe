import type { Tensor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { InputImages, ModelImages } from '../vision-calls.ts'
import { outOfMemory } from './out-of-memory.ts'
import type { Model } from './sessions.ts'

const channels = 3

export interface ModelOutput {
  readonly data: Float32Array
  readonly dims: readonly number[]
}

/**
 * Runs a model that takes images only. @param output the name of what it returns @param kind for the error message
 * @throws model/unsupported, model/damaged, engine/out-of-memory
 */
export async function runImages(
  session: Model,
  images: ModelImages,
  { output, kind }: { readonly output: string | undefined; readonly kind: string },
): Promise<ModelOutput> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const [input, ...others] = session.inputNames
  if (input === undefined || others.length > 0) throw notThisKind(kind)
  const { count, heightPx, widthPx } = images
  const tensor = new OrtTensor('float32', normalize(images), [count, channels, heightPx, widthPx])
  return runModel(session, { [input]: tensor }, { output, kind })
}

/** @throws model/unsupported if it does not return 32-bit floats under that name, model/damaged if it fails */
export async function runModel(
  session: Model,
  feeds: Record<string, Tensor>,
  { output: name, kind }: { readonly output: string | undefined; readonly kind: string },
): Promise<ModelOutput> {
  if (name === undefined) throw notThisKind(kind)
  const outputs = await session.run(feeds, [name]).catch((thrown: unknown) => {
    throw outOfMemory(thrown) ?? modelFailure(thrown)
  })
  const { data, dims } = outputs[name]!
  if (!(data instanceof Float32Array)) throw notThisKind(kind)
  return { data, dims }
}

/** Floats go where 8 bits would round what the model was trained on. */
type NormalizedImages = Omit<InputImages, 'pixels'> & { readonly pixels: Uint8Array | Float32Array }

/** From interleaved values to planes of floats, in the order ONNX image models expect: image, channel, row, column. */
export function normalize({ pixels, count, widthPx, heightPx, scale, mean, deviation }: NormalizedImages) {
  const area = widthPx * heightPx
  if (pixels.length !== count * area * channels) {
    throw new AppError('request/invalid', `${count} images of ${widthPx} × ${heightPx} have another number of pixels.`)
  }
  const values = new Float32Array(pixels.length)
  for (let channel = 0; channel < channels; channel++) {
    const toValue = (value: number) => (value * scale - mean[channel]!) / deviation[channel]!
    // Each of the 256 values once instead of a division for each pixel.
    const table = Float32Array.from({ length: 256 }, (_, value) => toValue(value))
    for (let image = 0; image < count; image++) {
      const plane = (image * channels + channel) * area
      const first = image * area * channels + channel
      if (pixels instanceof Uint8Array) {
        for (let at = 0; at < area; at++) values[plane + at] = table[pixels[first + at * channels]!]!
      } else for (let at = 0; at < area; at++) values[plane + at] = toValue(pixels[first + at * channels]!)
    }
  }
  return values
}

export function notThisKind(kind: string): AppError {
  return new AppError('model/unsupported', messages.notThisKindOfModel({ kind }))
}

export function modelFailure(thrown: unknown): AppError {
  const reason = thrown instanceof Error ? thrown.message : String(thrown)
  return new AppError('model/damaged', messages.modelFailed, {
    cause: thrown,
    detail: { reason: reason.slice(0, 500) },
  })
}
