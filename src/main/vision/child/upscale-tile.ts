import type { InferenceSession } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ColorPlanes, UpscalerFile } from '../upscaling-calls.ts'
import { upscalingKind as kind } from '../../../shared/messages/en/vision.ts'
import { outOfMemory } from './out-of-memory.ts'
import { modelFailure, notThisKind } from './run-images.ts'
import type { Model } from './sessions.ts'

/** What is measured with: large enough for every net that halves its input a few times. */
const probePx = 64
/** Smaller inputs break nets that look at windows. */
const leastPx = 16
/** Of graphs that take one size: a smaller one would be mostly overlap, a larger one is another kind of model. */
const [leastFixedPx, mostFixedPx] = [96, 2_048]
const factors = [2, 3, 4]

interface UpscalerLayout {
  readonly input: string
  readonly output: string
  /** null = any. */
  readonly size: Size | null
}

/**
 * Runs the upscaler on an even gray: what comes back must be that gray, ×2, ×3 or ×4. @throws model/unsupported,
 * model/damaged
 */
export async function measureUpscaler(session: Model, { sideMultiplePx }: Pick<UpscalerFile, 'sideMultiplePx'>) {
  const { size } = readLayout(session)
  const { widthPx, heightPx } = size ?? { widthPx: probePx, heightPx: probePx }
  const planes = new Float32Array(3 * widthPx * heightPx).fill(0.5)
  const made = await upscaleTile(session, { planes, widthPx, heightPx, sideMultiplePx })
  const mean = made.planes.reduce((sum, value) => sum + value, 0) / made.planes.length
  if (mean < 0.25 || mean > 0.75) throw notThisKind(kind)
  const { env } = await import('onnxruntime-node')
  return { factor: made.widthPx / widthPx, size, runtime: env.versions.node ?? '' }
}

/** @throws model/unsupported, model/damaged, engine/out-of-memory */
export async function upscaleTile(
  session: Model,
  { sideMultiplePx, ...tile }: ColorPlanes & Pick<UpscalerFile, 'sideMultiplePx'>,
): Promise<ColorPlanes> {
  const { Tensor } = await import('onnxruntime-node')
  const { input, output, size } = readLayout(session)
  const padded = size ?? {
    widthPx: padTo(tile.widthPx, sideMultiplePx),
    heightPx: padTo(tile.heightPx, sideMultiplePx),
  }
  const isTooLarge = tile.widthPx > padded.widthPx || tile.heightPx > padded.heightPx
  if (isTooLarge || tile.planes.length !== 3 * tile.widthPx * tile.heightPx) {
    throw new AppError('request/invalid', 'The tile does not have the size that it says, or that the model takes.')
  }
  const tensor = new Tensor('float32', mirrorTo(tile, padded), [1, 3, padded.heightPx, padded.widthPx])
  const results = await session.run({ [input]: tensor }, [output]).catch((thrown: unknown) => {
    throw outOfMemory(thrown) ?? modelFailure(thrown)
  })
  const { data, dims } = results[output]!
  const [heightPx = 0, widthPx = 0] = dims.slice(2)
  const factor = widthPx / padded.widthPx
  const isEnlarged = factors.includes(factor) && heightPx === factor * padded.heightPx
  if (!(data instanceof Float32Array) || dims.length !== 4 || dims[1] !== 3 || !isEnlarged) throw notThisKind(kind)
  if (!data.every(Number.isFinite)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  const wanted = { widthPx: tile.widthPx * factor, heightPx: tile.heightPx * factor }
  return { ...wanted, planes: cropTo(data, { widthPx, heightPx }, wanted) }
}

const padTo = (sidePx: number, multiplePx: number) => Math.ceil(Math.max(sidePx, leastPx) / multiplePx) * multiplePx

type Metadata = Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>
type TensorMetadata = Extract<InferenceSession.ValueMetadata, { readonly isTensor: true }>

function readLayout({ inputMetadata, outputMetadata }: Metadata): UpscalerLayout {
  const [image, ...others] = inputMetadata
  const output = outputMetadata.find((each): each is TensorMetadata => each.isTensor && takesColors(each))
  if (image?.isTensor !== true || others.length > 0 || !takesColors(image) || output === undefined) {
    throw notThisKind(kind)
  }
  return { input: image.name, output: output.name, size: fixedSize(image) }
}

/** Planes of 32-bit floats; a dimension without a number is known when the model runs. */
function takesColors({ type, shape }: TensorMetadata): boolean {
  const [, channels] = shape
  return type === 'float32' && shape.length === 4 && (channels === 3 || typeof channels !== 'number' || channels < 0)
}

function fixedSize({ shape: [, , heightPx, widthPx] }: TensorMetadata): Size | null {
  const [width, height] = [numberOf(widthPx), numberOf(heightPx)]
  if (width === null && height === null) return null
  if (width === null || height === null) throw notThisKind(kind)
  if (Math.min(width, height) < leastFixedPx || Math.max(width, height) > mostFixedPx) throw notThisKind(kind)
  return { widthPx: width, heightPx: height }
}

const numberOf = (side: number | string | undefined) => (typeof side === 'number' && side > 0 ? side : null)

/** Extends an image to the right and at the bottom by its mirror image. */
function mirrorTo({ planes, widthPx, heightPx }: ColorPlanes, to: Size): Float32Array {
  if (to.widthPx === widthPx && to.heightPx === heightPx) return planes
  const area = to.widthPx * to.heightPx
  const columns = Uint32Array.from({ length: to.widthPx }, (_, x) => mirrored(x, widthPx))
  const values = new Float32Array(3 * area)
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < to.heightPx; y++) {
      const from = (channel * heightPx + mirrored(y, heightPx)) * widthPx
      const at = channel * area + y * to.widthPx
      for (let x = 0; x < to.widthPx; x++) values[at + x] = planes[from + columns[x]!]!
    }
  }
  return values
}

/** The edge pixel is repeated, as numpy's `symmetric` and Swin2SR's processor do. */
function mirrored(at: number, length: number): number {
  const within = at % (2 * length)
  return within < length ? within : 2 * length - 1 - within
}

function cropTo(planes: Float32Array, { widthPx, heightPx }: Size, to: Size): Float32Array<ArrayBuffer> {
  const values = new Float32Array(3 * to.widthPx * to.heightPx)
  for (let row = 0; row < 3 * to.heightPx; row++) {
    const from = (Math.floor(row / to.heightPx) * heightPx + (row % to.heightPx)) * widthPx
    values.set(planes.subarray(from, from + to.widthPx), row * to.widthPx)
  }
  return values
}
