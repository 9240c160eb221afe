import { z } from 'zod'
import { placementSchema } from '../../../../shared/domain/canvas-document.ts'
import { sizeSchema } from '../../../../shared/util/geometry-schema.ts'

const bytesSchema = z.custom<Uint8Array>((value) => value instanceof Uint8Array, 'expected bytes')
const pathSchema = z.string().min(1)
const opacity = z.number().min(0).max(1)

export const composeLayerSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('picture'), path: pathSchema, opacity, placement: placementSchema }),
  z.object({
    kind: z.literal('paint'),
    opacity,
    tiles: z.array(z.object({ column: z.int(), row: z.int(), deflated: bytesSchema })).readonly(),
  }),
])

export const composeRequestSchema = z.object({
  originalPath: pathSchema,
  layers: z.array(composeLayerSchema).readonly(),
  resultPath: pathSchema,
})

export const readMaskRequestSchema = z.object({ path: pathSchema, size: sizeSchema })

export const readMaskSchema = z.object({
  maskPng: z.instanceof(Uint8Array),
  share: z.number(),
  wasScaled: z.boolean(),
})
