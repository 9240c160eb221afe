import { z } from 'zod'
import { sizeSchema } from '../util/geometry-schema.ts'
import { controlSchema, generationRequestSchema, loraSchema, safetySchema } from './generation.ts'
import { localRecordSchema } from './local-record.ts'
import { optionValueSchema } from './model-card.ts'
import { mapNumberSettings } from './number-settings.ts'

/**
 * A request as sent: only what its card allows, everything else has become a warning. Numbers are within the
 * card's ranges, sizes follow its rule, options are validated. The queue stores it with what it has drawn: it is not
 * planned again.
 */
export const sentRequestSchema = generationRequestSchema
  .pick({ operation: true, negativePrompt: true, quality: true, stylePreset: true, format: true })
  .extend({
    prompt: z.string(),
    /** 1 to the card's `imagesPerCall`. */
    n: z.int().min(1),
    /**
     * Set for `list` and `grid` rules; for `ratios` the nominal size; null = the service decides, or the source's size.
     */
    size: sizeSchema.nullable(),
    /** Set for `ratios` rules. */
    aspectRatio: z.string().nullable(),
    /** The id of one of the rule's `tiers`. */
    tier: z.string().nullable(),
    seed: z.number().nullable(),
    // What is stored lacks a setting that came later.
    ...mapNumberSettings(() => z.number().nullable().default(null)),
    loras: z.array(loraSchema).readonly(),
    safety: safetySchema,
    options: z.record(z.string(), optionValueSchema).readonly(),
    control: controlSchema.nullable().default(null),
    /** The record of an image that is to be drawn again on this computer. */
    drawnWith: localRecordSchema.nullable().default(null),
    /** Names for the references by which the prompt speaks of them, null = none; absent = they have none. */
    referenceTags: z.array(z.string().nullable()).readonly().optional(),
    /** Index of the reference that shows a person to keep, for cards with `character`; absent = there is none. */
    characterAt: z.int().nonnegative().optional(),
  })
export type SentRequest = z.output<typeof sentRequestSchema>
