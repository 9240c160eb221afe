import { z } from 'zod'
import type { ModelInputShape } from '../imaging/imaging.ts'

type Channels = readonly [number, number, number]

/** What `preprocessor_config.json` says of the images a model takes. */
export interface ImageProcessor {
  readonly shape: ModelInputShape
  /** The sides of a `shortest` resize are multiples of this. */
  readonly sideMultiplePx: number
  /** Each value from 0 to 255 becomes `(value · scale − mean) / deviation`, by channel. */
  readonly scale: number
  readonly mean: Channels
  readonly deviation: Channels
}

const side = z.int().min(1).max(4_096)
const sides = z.object({ height: side, width: side })
const perChannel = z.tuple([z.number(), z.number(), z.number()])

/** Pillow's numbers of the filters. */
const filters = { 2: 'bilinear', 3: 'bicubic' } as const

/** Defaults as in transformers' CLIPImageProcessor and SiglipImageProcessor. */
export const imageProcessorSchema = z
  .object({
    size: z.union([
      side.transform((shortest) => ({ shortest_edge: shortest })),
      z.object({ shortest_edge: side }),
      sides,
    ]),
    size_divisibility: side.default(1),
    resample: z.union([z.literal(2), z.literal(3)]).default(3),
    do_center_crop: z.boolean().default(false),
    crop_size: z.union([side.transform((each) => ({ height: each, width: each })), sides]).optional(),
    rescale_factor: z.number().default(1 / 255),
    do_normalize: z.boolean().default(true),
    image_mean: perChannel,
    image_std: perChannel,
  })
  .transform((config): ImageProcessor => ({
    shape: {
      resize:
        'shortest_edge' in config.size
          ? { type: 'shortest', shortestPx: config.size.shortest_edge }
          : { type: 'exact', widthPx: config.size.width, heightPx: config.size.height },
      filter: filters[config.resample],
      crop:
        config.do_center_crop && config.crop_size !== undefined
          ? { widthPx: config.crop_size.width, heightPx: config.crop_size.height }
          : null,
    },
    sideMultiplePx: config.size_divisibility,
    scale: config.rescale_factor,
    mean: config.do_normalize ? config.image_mean : [0, 0, 0],
    deviation: config.do_normalize ? config.image_std : [1, 1, 1],
  }))
