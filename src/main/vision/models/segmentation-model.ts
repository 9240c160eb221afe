import { basename, join } from 'node:path'
import { z } from 'zod'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Size } from '../../../shared/util/geometry.ts'
import { imageProcessorSchema, type ImageProcessor } from '../image-processor.ts'
import { findWeights, hashOf, readConfig, type NamedModel } from './model-folder.ts'

/** A Segment-Anything model: finds the mask of an object from points and a box. */
export interface SegmentationModel extends NamedModel {
  readonly encoderPath: string
  readonly decoderPath: string
  readonly image: ImageProcessor
  /** What the encoder takes. */
  readonly size: Size
  /** Whether an image keeps its shape and is padded at its right or bottom (SAM), or is stretched (SAM 2, EdgeTAM). */
  readonly isPadded: boolean
}

/** `model_type` of the hub's ONNX exports: SAM, SlimSAM, SAM-HQ, SAM 2, SAM 3’s tracker and EdgeTAM. */
const types = /^(sam|edgetam)/i
const configSchema = z.object({ model_type: z.string().regex(types) })

const side = z.int().min(1).max(4_096)
const sides = z.object({ height: side, width: side })
const paddedSchema = z.object({ size: z.object({ longest_edge: side }), pad_size: sides.optional() })

/**
 * Reads the description of a model in the layout of the hub's ONNX exports: `config.json`, `preprocessor_config.json`, and
 * `onnx/` with `vision_encoder.onnx` and `prompt_encoder_mask_decoder.onnx`. null = it is not such a folder.
 * @throws model/unsupported, model/damaged, storage/*
 */
export async function readSegmentationModel(folder: string): Promise<SegmentationModel | null> {
  const [encoderPath, decoderPath] = await Promise.all([
    findWeights(folder, 'vision_encoder'),
    findWeights(folder, 'prompt_encoder_mask_decoder'),
  ])
  if (encoderPath === null || decoderPath === null) return null
  if (!configSchema.safeParse(await readConfig(join(folder, 'config.json'))).success) return null
  const config = await readConfig(join(folder, 'preprocessor_config.json'))
  const padded = paddedSchema.safeParse(config)
  const size = padded.success ? squareOf(padded.data) : null
  const processor = imageProcessorSchema.safeParse(size === null ? config : { ...(config as object), size })
  if (!processor.success || processor.data.shape.resize.type !== 'exact') {
    throw new AppError('model/unsupported', messages.notThisKindOfModel({ kind: messages.segmentationKind }))
  }
  const { widthPx, heightPx } = processor.data.shape.resize
  const name = basename(folder)
  const id = `${name}-${await hashOf([encoderPath, decoderPath])}`
  return {
    id,
    name,
    encoderPath,
    decoderPath,
    image: processor.data,
    size: { widthPx, heightPx },
    isPadded: padded.success,
  }
}

function squareOf({ size, pad_size: padSize }: z.output<typeof paddedSchema>) {
  return padSize ?? { height: size.longest_edge, width: size.longest_edge }
}

/** Returns the part of the encoder's input that an image fills, from its top left corner. */
export function filledSize({ size, isPadded }: SegmentationModel, image: Size): Size {
  if (!isPadded) return size
  // As in transformers' SamImageProcessor: rounded half up.
  const scale = Math.max(size.widthPx, size.heightPx) / Math.max(image.widthPx, image.heightPx)
  const scaled = (sidePx: number) => Math.max(1, Math.floor(sidePx * scale + 0.5))
  return { widthPx: scaled(image.widthPx), heightPx: scaled(image.heightPx) }
}
