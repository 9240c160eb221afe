import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import type { ModelInputShape } from '../../imaging/imaging.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A model that places images and texts in one space: near each other where they mean the same. */
export interface EmbeddingModel extends NamedModel {
  readonly family: 'clip' | 'siglip'
  readonly folder: string
  readonly image: ImageProcessor & {
    readonly path: string
    /** What the image encoder takes. */
    readonly size: Size
  }
  readonly text: { readonly path: string; readonly tokensMax: number; readonly isPadded: boolean }
}

const configSchema = z.object({
  model_type: z.enum(['clip', 'siglip']),
  text_config: z.object({ max_position_embeddings: z.int().min(1).max(4_096).optional() }).default({}),
})

/** Default length of the text encoders: CLIP's 77 tokens, SigLIP's 64. */
const tokensMaxOf = { clip: 77, siglip: 64 } as const

/**
 * Reads the description of a model in the layout of the hub's ONNX exports: `config.json`, `preprocessor_config.json`,
 * `tokenizer.json`, and `onnx/` with `vision_model.onnx` and `text_model.onnx`. null = it is not such a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readEmbeddingModel(folder: string): Promise<EmbeddingModel | null> {
  const [imagePath, textPath] = await Promise.all([
    findWeights(folder, 'vision_model'),
    findWeights(folder, 'text_model'),
  ])
  if (imagePath === null || textPath === null) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')))
  const processor = imageProcessorSchema.safeParse(await readConfig(join(folder, 'preprocessor_config.json')))
  const name = basename(folder)
  if (!config.success || !processor.success) {
    throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.embeddingKind }))
  }
  const { model_type: family, text_config: text } = config.data
  return {
    id: `${name}-${await hashOf([imagePath, textPath])}`,
    name,
    family,
    folder,
    image: { ...processor.data, path: imagePath, size: sizeOf(processor.data.shape) },
    text: {
      path: textPath,
      tokensMax: text.max_position_embeddings ?? tokensMaxOf[family],
      isPadded: family === 'siglip',
    },
  }
}

/** @throws model/unsupported if images of different aspect ratios would end with different sizes */
function sizeOf({ resize, crop }: ModelInputShape): Size {
  if (crop !== null) return crop
  if (resize.type === 'exact') return { widthPx: resize.widthPx, heightPx: resize.heightPx }
  throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.imageEmbeddingKind }))
}
