import { z } from 'zod'
import { contentFilterSchema, loraSchema, numberSettingSchemas } from '../../../shared/domain/generation.ts'
import {
  aspectRatioSchema,
  imageFormatSchema,
  optionValueSchema,
  qualitySchema,
} from '../../../shared/domain/model-card.ts'
import * as messages from '../../../shared/messages/en/tools.ts'
import { controlField } from './control-field.ts'
import { namedImageSchema } from './images/tool-images.ts'
import { numberSettingNames } from '../../../shared/domain/number-settings.ts'
import { programNames, type NumberSettingField } from '../../../shared/domain/number-setting-names.ts'

/** The parameters of the founding documents that all generating tools share. */
export const generationFields = {
  provider: z.string().max(40).optional().describe(messages.providerField),
  model: z.string().min(1).max(300).optional().describe(messages.modelField),
  n: z.int().min(1).max(4).default(1).describe(messages.countField),
  size: z
    .string()
    .regex(/^\d{2,5}x\d{2,5}$/)
    .optional()
    .describe(messages.sizeField),
  aspect_ratio: aspectRatioSchema.optional().describe(messages.aspectRatioField),
  quality: qualitySchema.optional().describe(messages.qualityField),
  style_preset: z.string().max(100).optional().describe(messages.styleField),
  seed: z
    .union([z.int().min(0), z.string().max(20)])
    .optional()
    .describe(messages.seedField),
  negative_prompt: z.string().max(10_000).optional().describe(messages.negativeField),
  ...numberFields(),
  loras: z.array(loraSchema).max(20).optional().describe(messages.lorasField),
  input_images: z
    .array(namedImageSchema)
    .max(20)
    .optional()
    .describe(messages.referencesField + messages.imageField + messages.importedImage),
  control: controlField.optional(),
  format: imageFormatSchema.optional().describe(messages.formatField),
  output_format: z.enum(['filepath', 'url', 'b64']).default('filepath').describe(messages.deliveryField),
  safety: z
    .object({ block_nsfw: z.boolean().optional(), content_filter: contentFilterSchema.optional() })
    .optional()
    .describe(messages.safetyField),
  options: z.record(z.string().max(100), optionValueSchema).optional().describe(messages.optionsField),
  metadata: z
    .record(z.string().max(100), z.union([z.string().max(2_000), z.number(), z.boolean(), z.null()]))
    .optional()
    .describe(messages.metadataField),
  max_cost_usd: z.number().min(0).optional().describe(messages.maxCostField),
  estimate_only: z.boolean().default(false).describe(messages.estimateOnlyField),
}

function numberFields() {
  const fields = numberSettingNames.map((name) => {
    const schema = numberSettingSchemas[name].optional().describe(messages.numberFields[name])
    return [programNames[name].field, schema] as const
  })
  return Object.fromEntries(fields) as Record<NumberSettingField, (typeof fields)[number][1]>
}

const generationSchema = z.object(generationFields)
export type GenerationFields = z.output<typeof generationSchema>
