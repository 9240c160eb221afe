import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'
import type { TokenRules } from '../vision-calls.ts'

/** A Florence-2 model: answers fixed prompts about an image in text. */
export interface DescriptionModel extends NamedModel {
  /** Contains the tokenizer. */
  readonly folder: string
  readonly graphs: {
    readonly imageEncoder: string
    readonly tokenEmbedder: string
    readonly encoder: string
    readonly decoder: string
  }
  readonly image: ImageProcessor
  /** What the image encoder takes. */
  readonly size: Size
  readonly rules: TokenRules
}

const tokenId = z.int().min(0).max(1_000_000)

/** Defaults: Florence-2's, whose text model is a BART. */
const generationSchema = z.object({
  decoder_start_token_id: tokenId.default(2),
  eos_token_id: tokenId.default(2),
  forced_bos_token_id: tokenId.nullable().default(0),
  no_repeat_ngram_size: z.int().min(0).max(16).default(3),
})

const configSchema = z.object({
  model_type: z.literal('florence2'),
  text_config: z.looseObject({
    d_model: z.int().min(1).max(16_384),
    decoder_attention_heads: z.int().min(1).max(256),
  }),
})

/**
 * Reads the description of a model in the layout of the hub's ONNX exports: `config.json`, `preprocessor_config.json`,
 * `tokenizer.json`, optionally `generation_config.json`, and `onnx/` with four graphs. null = it is not such a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readDescriptionModel(folder: string): Promise<DescriptionModel | null> {
  const names = ['vision_encoder', 'embed_tokens', 'encoder_model', 'decoder_model_merged']
  const paths = await Promise.all(names.map((name) => findWeights(folder, name)))
  const [imageEncoder, tokenEmbedder, encoder, decoder] = paths
  if (!imageEncoder || !tokenEmbedder || !encoder || !decoder) return null
  const config = configSchema.safeParse(await readConfig(join(folder, 'config.json')))
  if (!config.success) return null
  const processor = imageProcessorSchema.safeParse(await readConfig(join(folder, 'preprocessor_config.json')))
  if (!processor.success || processor.data.shape.resize.type !== 'exact') throw unsupported()
  const { widthPx, heightPx } = processor.data.shape.resize
  const { text_config: text } = config.data
  const name = basename(folder)
  return {
    id: `${name}-${await hashOf([imageEncoder, decoder])}`,
    name,
    folder,
    graphs: { imageEncoder, tokenEmbedder, encoder, decoder },
    image: { ...processor.data, shape: { ...processor.data.shape, crop: null } },
    size: { widthPx, heightPx },
    rules: {
      ...(await readRules(folder, text)),
      heads: text.decoder_attention_heads,
      headSize: text.d_model / text.decoder_attention_heads,
    },
  }
}

/** What the generation settings leave out, the text model's own settings say. */
async function readRules(folder: string, text: object): Promise<Omit<TokenRules, 'heads' | 'headSize'>> {
  const own = await readConfig(join(folder, 'generation_config.json')).catch((thrown: unknown) => {
    if (thrown instanceof AppError && thrown.code === 'storage/not-found') return {}
    throw thrown
  })
  const generation = generationSchema.safeParse({ ...text, ...(own as object) })
  if (!generation.success) throw unsupported()
  return {
    startId: generation.data.decoder_start_token_id,
    endId: generation.data.eos_token_id,
    firstId: generation.data.forced_bos_token_id,
    repeatedMax: generation.data.no_repeat_ngram_size,
  }
}

function unsupported(): AppError {
  return new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.descriptionKind }))
}
