import type { Tensor, TensorConstructor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { inpaintingKind as kind } from '../../../shared/messages/en/vision.ts'
import type { InpaintRequest } from '../vision-calls.ts'
import { readInpaintingLayout, type ImageInput } from './inpainting-layout.ts'
import { outOfMemory } from './out-of-memory.ts'
import { modelFailure, notThisKind } from './run-images.ts'
import type { Model } from './sessions.ts'

type Pixels = Pick<InpaintRequest, 'rgb' | 'hole'>

/**
 * Fills the hole of an image. Outside of it the model may return something else than it was given.
 * @returns 8-bit RGB of the model's size, in row order
 * @throws model/unsupported, model/damaged, engine/out-of-memory
 */
export async function inpaint(session: Model, pixels: Pixels): Promise<Uint8Array<ArrayBuffer>> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const { image, mask, isHoleWhite, output, size } = readInpaintingLayout(session)
  const area = size.widthPx * size.heightPx
  if (pixels.rgb.length !== 3 * area || pixels.hole.length !== area) {
    throw new AppError('request/invalid', 'The image and its mask do not have the size of the model.')
  }
  const painted = pixels.hole.map((value) => (value > 0 === isHoleWhite ? 255 : 0))
  const feeds = {
    [image.name]: toTensor(OrtTensor, image, pixels.rgb, size, 3),
    [mask.name]: toTensor(OrtTensor, mask, painted, size, 1),
  }
  const results = await session.run(feeds, [output]).catch((thrown: unknown) => {
    throw outOfMemory(thrown) ?? modelFailure(thrown)
  })
  const { data, dims } = results[output]!
  const isBytes = data instanceof Uint8Array
  if (data.length !== 3 * area || dims.length !== 4 || !(isBytes || data instanceof Float32Array)) {
    throw notThisKind(kind)
  }
  const isPlanes = dims[1] === 3
  const interleaved = isPlanes ? fromPlanes(data) : data
  return isBytes ? Uint8Array.from(interleaved) : toBytes(interleaved, pixels)
}

function toTensor(
  OrtTensor: TensorConstructor,
  { type, isChannelsLast }: ImageInput,
  pixels: Uint8Array,
  { widthPx, heightPx }: Size,
  channels: number,
): Tensor {
  const dims = isChannelsLast ? [1, heightPx, widthPx, channels] : [1, channels, heightPx, widthPx]
  const ordered = isChannelsLast ? pixels : toPlanes(pixels, channels)
  if (type === 'uint8') return new OrtTensor('uint8', ordered, dims)
  return new OrtTensor(
    'float32',
    Float32Array.from(ordered, (value) => value / 255),
    dims,
  )
}

function toPlanes(pixels: Uint8Array, channels: number): Uint8Array {
  if (channels === 1) return pixels
  const area = pixels.length / channels
  const planes = new Uint8Array(pixels.length)
  for (let at = 0, from = 0; at < area; at++) {
    for (let channel = 0; channel < channels; channel++) planes[channel * area + at] = pixels[from++]!
  }
  return planes
}

function fromPlanes(planes: Uint8Array | Float32Array): Float32Array {
  const area = planes.length / 3
  const values = new Float32Array(planes.length)
  for (let at = 0, to = 0; at < area; at++) {
    for (let channel = 0; channel < 3; channel++) values[to++] = planes[channel * area + at]!
  }
  return values
}

/**
 * Some exports return 0 to 255, others 0 to 1, and none says so. What the model was given outside of the hole comes back
 * nearly unchanged: the range is the one in which it does.
 */
function toBytes(values: Uint8Array | Float32Array, { rgb, hole }: Pixels): Uint8Array<ArrayBuffer> {
  let [errorOf255, errorOf1] = [0, 0]
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    if (!Number.isFinite(value)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
    if (hole[Math.floor(at / 3)] !== 0) continue
    errorOf255 += Math.abs(value - rgb[at]!)
    errorOf1 += Math.abs(255 * value - rgb[at]!)
  }
  const scale = errorOf1 < errorOf255 ? 255 : 1
  return Uint8Array.from(values, (value) => Math.round(Math.min(255, Math.max(0, value * scale))))
}
