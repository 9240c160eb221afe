import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A model that estimates how far away is what an image shows. */
export interface DepthModel extends NamedModel {
  readonly path: string
  readonly image: ImageProcessor
  readonly keepsAspectRatio: boolean
  /** Whether it returns distances, which grow with depth; otherwise it returns their inverse, up to a factor. */
  readonly isMetric: boolean
}

const type = /^(depth_anything|dpt)$/i
/** DPT also comes as a model that segments. */
const architecture = /DepthEstimation$/

const configSchema = z.object({
  model_type: z.string(),
  architectures: z.array(z.string()).default([]),
  depth_estimation_type: z.string().nullish(),
})
/** Defaults as in transformers' DPTImageProcessor. */
const processorSchema = z.object({
  keep_aspect_ratio: z.boolean().default(false),
  ensure_multiple_of: z.int().min(1).max(256).default(1),
})

/**
 * Reads the description of a model in the layout of the hub's ONNX exports of Depth Anything and DPT. null = it is not such
 * a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readDepthModel(folder: string): Promise<DepthModel | null> {
  const path = await findWeights(folder, 'model')
  if (path === null) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')).catch(() => null))
  if (!config.success || !type.test(config.data.model_type)) return null
  const { architectures, depth_estimation_type: measure } = config.data
  if (architectures.length > 0 && !architectures.some((each) => architecture.test(each))) return null
  const described = await readConfig(join(folder, 'preprocessor_config.json'))
  const image = imageProcessorSchema.safeParse(described)
  const processor = processorSchema.safeParse(described)
  if (!image.success || !processor.success) {
    throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.depthKind }))
  }
  const name = basename(folder)
  const { keep_aspect_ratio: keepsAspectRatio, ensure_multiple_of: sideMultiplePx } = processor.data
  return {
    id: `${name}-${await hashOf([path])}`,
    name,
    path,
    image: { ...image.data, sideMultiplePx },
    keepsAspectRatio,
    isMetric: measure === 'metric',
  }
}

/** Attention takes memory with the square of the area: a panorama would need gigabytes. */
const areaPxMax = 1_200_000
/** The vision process takes 4,096; multiples are rounded to. */
const longestPx = 3_840

/**
 * Returns the size an image is resized to for the model. If it keeps its aspect ratio, it is scaled as little as possible,
 * as by transformers' DPTImageProcessor: one of its sides becomes the model's, the other may be longer.
 */
export function depthInputSize(
  { image: { shape, sideMultiplePx }, keepsAspectRatio }: Pick<DepthModel, 'image' | 'keepsAspectRatio'>,
  { widthPx, heightPx }: Size,
): Size {
  const { resize } = shape
  const wanted = resize.type === 'exact' ? resize : { widthPx: resize.shortestPx, heightPx: resize.shortestPx }
  let across = wanted.widthPx / widthPx
  let down = wanted.heightPx / heightPx
  if (keepsAspectRatio) {
    const scale = Math.abs(1 - across) < Math.abs(1 - down) ? across : down
    const most = Math.sqrt(areaPxMax / (widthPx * heightPx))
    across = down = Math.min(scale, most, longestPx / Math.max(widthPx, heightPx))
  }
  const toMultiple = (sidePx: number) =>
    Math.max(sideMultiplePx, roundHalfToEven(sidePx / sideMultiplePx) * sideMultiplePx)
  return { widthPx: toMultiple(across * widthPx), heightPx: toMultiple(down * heightPx) }
}

/** As Python's `round`. */
function roundHalfToEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}
