import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A model that separates the subject of an image from its background. */
export interface MattingModel extends NamedModel {
  readonly path: string
  readonly image: ImageProcessor
}

/**
 * `model_type` of the hub's ONNX exports of MODNet, BiRefNet, IS-Net, ormbg, BEN2 and U²-Net. BRIA's RMBG names the type
 * of another family, and itself only as architecture.
 */
const types = /^(modnet|birefnet|isnet|ormbg|ben2?|u2net)$/i
const architectures = /^(BriaRMBG|BiRefNet|MODNet|ISNet)/

const configSchema = z.object({
  model_type: z.string().default(''),
  architectures: z.array(z.string()).default([]),
})

/**
 * Reads the description of a model in the layout of the hub's ONNX exports: `config.json`, `preprocessor_config.json` and
 * `onnx/model.onnx`. null = it is not such a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readMattingModel(folder: string): Promise<MattingModel | null> {
  const path = await findWeights(folder, 'model')
  if (path === null) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')).catch(() => null))
  if (!config.success) return null
  const { model_type: type, architectures: named } = config.data
  if (!types.test(type) && !named.some((each) => architectures.test(each))) return null
  const processor = imageProcessorSchema.safeParse(await readConfig(join(folder, 'preprocessor_config.json')))
  if (!processor.success) {
    throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.mattingKind }))
  }
  const name = basename(folder)
  return { id: `${name}-${await hashOf([path])}`, name, path, image: processor.data }
}

/** A panorama's longer side would need gigabytes. */
const longestPx = 4_096

/**
 * Returns the size an image is resized to for the model: fixed, or with its shorter side scaled and both sides cut down to
 * multiples, as in transformers.js' `get_resize_output_image_size`.
 */
export function mattingInputSize({ shape, sideMultiplePx }: ImageProcessor, { widthPx, heightPx }: Size): Size {
  const { resize } = shape
  if (resize.type === 'exact') return { widthPx: resize.widthPx, heightPx: resize.heightPx }
  const scale = Math.min(resize.shortestPx / Math.min(widthPx, heightPx), longestPx / Math.max(widthPx, heightPx))
  const cut = (sidePx: number) =>
    Math.max(sideMultiplePx, Math.floor((sidePx * scale) / sideMultiplePx) * sideMultiplePx)
  return { widthPx: cut(widthPx), heightPx: cut(heightPx) }
}
