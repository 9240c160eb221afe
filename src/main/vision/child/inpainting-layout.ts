import type { InferenceSession } from 'onnxruntime-node'
import type { Size } from '../../../shared/util/geometry.ts'
import { inpaintingKind as kind } from '../../../shared/messages/en/vision.ts'
import { notThisKind } from './run-images.ts'

/** An image that goes into a graph. */
export interface ImageInput {
  readonly name: string
  /** Bytes from 0 to 255, or floats from 0 to 1. */
  readonly type: 'uint8' | 'float32'
  /** Rows of pixels with their channels side by side instead of one plane for each channel. */
  readonly isChannelsLast: boolean
}

/** How a graph for inpainting takes an image and its mask, and returns the result. */
export interface InpaintingLayout {
  readonly image: ImageInput
  readonly mask: ImageInput
  /** Whether the mask's hole is white: LaMa. MI-GAN's pipeline, which takes bytes, keeps what is white. */
  readonly isHoleWhite: boolean
  readonly size: Size
  readonly output: string
}

/** Graphs that accept any size were trained at this one. */
const trainedPx = 512
const leastPx = 64
const mostPx = 2_048

type Metadata = InferenceSession.ValueMetadata
type TensorMetadata = Extract<Metadata, { readonly isTensor: true }>

/**
 * Reads names, types and shapes of a graph: an image with three channels and a mask with one, in either order.
 * @throws model/unsupported if it takes or returns something else
 */
export function readInpaintingLayout({
  inputMetadata: inputs,
  outputMetadata: outputs,
}: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>): InpaintingLayout {
  const [first, second, ...others] = inputs.filter((each): each is TensorMetadata => each.isTensor)
  if (first === undefined || second === undefined || others.length > 0 || inputs.length > 2) throw notThisKind(kind)
  const [image, mask] = isMask(first) ? [second, first] : [first, second]
  const [imageInput, maskInput] = [readInput(image, 3), readInput(mask, 1)]
  const sizes = [sizeOf(image, imageInput), sizeOf(mask, maskInput)]
  const size = sizes.find((each) => each !== null) ?? { widthPx: trainedPx, heightPx: trainedPx }
  const isUsable = sizes.every(
    (each) => each === null || (each.widthPx === size.widthPx && each.heightPx === size.heightPx),
  )
  if (!isUsable || [size.widthPx, size.heightPx].some((side) => side < leastPx || side > mostPx))
    throw notThisKind(kind)
  return {
    image: imageInput,
    mask: maskInput,
    isHoleWhite: maskInput.type === 'float32',
    size,
    output: outputOf(outputs),
  }
}

/** By its channels; where they have no fixed number, by its name. */
function isMask({ name, shape }: TensorMetadata): boolean {
  const channels = [shape[1], shape[3]]
  if (channels.includes(3)) return false
  return channels.includes(1) || /mask/i.test(name)
}

function readInput({ name, type, shape }: TensorMetadata, channels: number): ImageInput {
  if (shape.length !== 4 || (type !== 'uint8' && type !== 'float32')) throw notThisKind(kind)
  const isChannelsLast = shape[1] !== channels && shape[3] === channels
  const channel = isChannelsLast ? shape[3] : shape[1]
  if (typeof channel === 'number' && channel > 0 && channel !== channels) throw notThisKind(kind)
  return { name, type, isChannelsLast }
}

/** null = any. */
function sizeOf({ shape }: TensorMetadata, { isChannelsLast }: ImageInput): Size | null {
  const [heightPx, widthPx] = isChannelsLast ? [shape[1], shape[2]] : [shape[2], shape[3]]
  const isFixed = typeof heightPx === 'number' && typeof widthPx === 'number' && heightPx > 0 && widthPx > 0
  return isFixed ? { widthPx, heightPx } : null
}

function outputOf(outputs: readonly Metadata[]): string {
  const tensors = outputs.filter((each): each is TensorMetadata => each.isTensor)
  const images = tensors.filter(({ shape }) => shape.length === 4 && (shape[1] === 3 || shape[3] === 3))
  const [output] = images.length > 0 ? images : tensors
  if (output === undefined) throw notThisKind(kind)
  return output.name
}
