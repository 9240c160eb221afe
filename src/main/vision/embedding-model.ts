import { createHash } from 'node:crypto'
import { open, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/vision.ts'
import type { Size } from '../../shared/util/geometry.ts'
import type { ModelInputShape } from '../imaging/imaging.ts'

type Channels = readonly [number, number, number]

/** A model that places images and texts in one space: near each other where they mean the same. */
export interface EmbeddingModel {
  /** The folder's name and a hash of the weights: vectors of other weights are not comparable. */
  readonly id: string
  readonly name: string
  readonly family: 'clip' | 'siglip'
  readonly folder: string
  readonly image: {
    readonly path: string
    readonly shape: ModelInputShape
    /** What the image encoder takes. */
    readonly size: Size
    readonly scale: number
    readonly mean: Channels
    readonly deviation: Channels
  }
  readonly text: { readonly path: string; readonly tokensMax: number; readonly isPadded: boolean }
}

/** Exact weights first, then smaller ones, by the names of the hub's ONNX exports. */
const variants = ['', '_fp16', '_quantized', '_int8', '_uint8'] as const
const configBytesMax = 1024 * 1024

const side = z.int().min(1).max(4_096)
const sides = z.object({ height: side, width: side })
const perChannel = z.tuple([z.number(), z.number(), z.number()])

const configSchema = z.object({
  model_type: z.enum(['clip', 'siglip']),
  text_config: z.object({ max_position_embeddings: z.int().min(1).max(4_096).optional() }).default({}),
})

/** Pillow's numbers of the filters. */
const filters = { 2: 'bilinear', 3: 'bicubic' } as const

/** Defaults as in transformers' CLIPImageProcessor and SiglipImageProcessor. */
const processorSchema = z.object({
  size: z.union([
    side.transform((shortest) => ({ shortest_edge: shortest })),
    z.object({ shortest_edge: side }),
    sides,
  ]),
  resample: z.union([z.literal(2), z.literal(3)]).default(3),
  do_center_crop: z.boolean().default(false),
  crop_size: z.union([side.transform((each) => ({ height: each, width: each })), sides]).optional(),
  rescale_factor: z.number().default(1 / 255),
  do_normalize: z.boolean().default(true),
  image_mean: perChannel,
  image_std: perChannel,
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
  const processor = processorSchema.safeParse(await readConfig(join(folder, 'preprocessor_config.json')))
  const name = basename(folder)
  if (!config.success || !processor.success) {
    throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: 'CLIP or SigLIP model' }))
  }
  const { model_type: family, text_config: text } = config.data
  const { image_mean: mean, image_std: deviation, rescale_factor: scale, do_normalize: isNormalized } = processor.data
  const shape = shapeOf(processor.data)
  return {
    id: `${name}-${await hashOf([imagePath, textPath])}`,
    name,
    family,
    folder,
    image: {
      path: imagePath,
      shape,
      size: sizeOf(shape),
      scale,
      mean: isNormalized ? mean : [0, 0, 0],
      deviation: isNormalized ? deviation : [1, 1, 1],
    },
    text: {
      path: textPath,
      tokensMax: text.max_position_embeddings ?? tokensMaxOf[family],
      isPadded: family === 'siglip',
    },
  }
}

function shapeOf({
  size,
  resample,
  do_center_crop: isCropped,
  crop_size: crop,
}: z.output<typeof processorSchema>): ModelInputShape {
  return {
    resize:
      'shortest_edge' in size
        ? { type: 'shortest', shortestPx: size.shortest_edge }
        : { type: 'exact', widthPx: size.width, heightPx: size.height },
    filter: filters[resample],
    crop: isCropped && crop !== undefined ? { widthPx: crop.width, heightPx: crop.height } : null,
  }
}

/** @throws model/unsupported if images of different aspect ratios would end with different sizes */
function sizeOf({ resize, crop }: ModelInputShape): Size {
  if (crop !== null) return crop
  if (resize.type === 'exact') return { widthPx: resize.widthPx, heightPx: resize.heightPx }
  throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: 'model for images of one size' }))
}

async function findWeights(folder: string, name: string): Promise<string | null> {
  for (const variant of variants) {
    const path = join(folder, 'onnx', `${name}${variant}.onnx`)
    const found = await stat(path).catch(() => null)
    if (found?.isFile() === true) return path
  }
  return null
}

async function readConfig(path: string): Promise<unknown> {
  const name = basename(path)
  try {
    if ((await stat(path)).size > configBytesMax) throw damaged(name)
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    if (thrown instanceof SyntaxError) throw damaged(name)
    throw toFileError(thrown, messages.cannotReadModel({ name }))
  }
}

function damaged(name: string): AppError {
  return new AppError('model/damaged', messages.modelUnreadable({ name }))
}

const hashedBytes = 1024 * 1024

/** Of each file's size and its last megabyte, which holds weights: hashing all of it would take seconds. */
async function hashOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths) {
    const file = await open(path)
    try {
      const { size } = await file.stat()
      const bytes = Buffer.alloc(Math.min(size, hashedBytes))
      await file.read(bytes, 0, bytes.length, size - bytes.length)
      hash.update(`${size}\n`).update(bytes)
    } finally {
      await file.close()
    }
  }
  return hash.digest('hex').slice(0, 12)
}
