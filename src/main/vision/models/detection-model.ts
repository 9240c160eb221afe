import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** An OWL-ViT or OWLv2 model: finds objects by words. */
export interface DetectionModel extends NamedModel {
  readonly path: string
  /** Contains the tokenizer. */
  readonly folder: string
  readonly image: ImageProcessor
  readonly size: Size
  /** Whether images are padded to a square (OWLv2), or stretched (OWL-ViT). */
  readonly isPadded: boolean
  readonly tokensMax: number
}

const configSchema = z.object({
  model_type: z.enum(['owlvit', 'owlv2']),
  text_config: z.object({ max_position_embeddings: z.int().min(3).max(4_096).default(16) }).prefault({}),
})

const side = z.int().min(1).max(4_096)
const toSides = ([height, width]: readonly [number, number]) => ({ height, width })

/** Defaults as in transformers' OwlViTImageProcessor and Owlv2ImageProcessor; a number is a square's side there. */
const sizeSchema = z
  .union([
    z.object({ height: side, width: side }),
    z.tuple([side, side]).transform(toSides),
    side.transform((each) => ({ height: each, width: each })),
  ])
  .optional()
const clip = { image_mean: [0.48145466, 0.4578275, 0.40821073], image_std: [0.26862954, 0.26130258, 0.27577711] }
const ownSchema = z.looseObject({ size: sizeSchema, do_pad: z.boolean().default(true) })
const defaultSidePx = { owlvit: 768, owlv2: 960 } as const

/**
 * Reads the description of a model in the layout of the hub's ONNX exports: `config.json`, `preprocessor_config.json`,
 * `tokenizer.json` and `onnx/model.onnx`. null = it is not such a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readDetectionModel(folder: string): Promise<DetectionModel | null> {
  const path = await findWeights(folder, 'model')
  if (path === null) return null
  // Another kind may have none.
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')).catch(() => null))
  if (!config.success) return null
  const { model_type: family, text_config: text } = config.data
  const isPadded = family === 'owlv2'
  const image = readImageProcessor(await readConfig(join(folder, 'preprocessor_config.json')), family)
  const { resize, crop } = image.shape
  if (resize.type !== 'exact') throw unsupported()
  const { widthPx, heightPx } = resize
  const isWhole = crop === null || (crop.widthPx === widthPx && crop.heightPx === heightPx)
  if (!isWhole || (isPadded && widthPx !== heightPx)) throw unsupported()
  const name = basename(folder)
  return {
    id: `${name}-${await hashOf([path])}`,
    name,
    path,
    folder,
    image: { ...image, shape: { ...image.shape, crop: null } },
    size: { widthPx, heightPx },
    isPadded,
    tokensMax: text.max_position_embeddings,
  }
}

/** @throws model/unsupported */
function readImageProcessor(config: unknown, family: keyof typeof defaultSidePx): ImageProcessor {
  const own = ownSchema.safeParse(config)
  if (!own.success || (family === 'owlv2' && !own.data.do_pad)) throw unsupported()
  const [height, width] = [defaultSidePx[family], defaultSidePx[family]]
  const processor = imageProcessorSchema.safeParse({ ...clip, ...own.data, size: own.data.size ?? { height, width } })
  if (!processor.success) throw unsupported()
  return processor.data
}

function unsupported(): AppError {
  return new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.detectionKind }))
}
