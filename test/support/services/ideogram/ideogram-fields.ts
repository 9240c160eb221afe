import type { FieldRule, FieldRules } from '../check-fields.ts'
import { v3Ratios, v3Resolutions, v3StylePresets, v4Resolutions } from './ideogram-values.ts'

/** From Ideogram's API description: the fields each endpoint accepts, in all three API generations. */
const text = { type: 'text' } as const
const prompt = { type: 'text', isRequired: true, minChars: 1, maxChars: 10_000 } as const
const seed = { type: 'whole', min: 0, max: 2_147_483_647 } as const
const count = { type: 'whole', min: 1, max: 8 } as const
const weight = { type: 'whole', min: 1, max: 100 } as const
const file = { type: 'file' } as const
const requiredFile = { type: 'file', isRequired: true } as const
const flag = { type: 'flag' } as const

function oneOf(message: string): FieldRule {
  return { type: 'text', values: message.split(' ') }
}
function required(rule: FieldRule): FieldRule {
  return { ...rule, isRequired: true }
}

const legacyModel = oneOf('V_1 V_1_TURBO V_2 V_2_TURBO V_2A V_2A_TURBO V_3 AUTO')
const legacyStyle = oneOf('AUTO GENERAL FICTION REALISTIC DESIGN RENDER_3D ANIME CUSTOM STYLIZED')
const onOff = oneOf('AUTO ON OFF')

const imageRequest: FieldRules = {
  prompt,
  aspect_ratio: oneOf(
    'ASPECT_10_16 ASPECT_16_10 ASPECT_9_16 ASPECT_16_9 ASPECT_3_2 ASPECT_2_3 ASPECT_4_3 ASPECT_3_4 ASPECT_1_1 ASPECT_1_3 ASPECT_3_1',
  ),
  model: legacyModel,
  magic_prompt_option: onOff,
  seed,
  style_type: legacyStyle,
  negative_prompt: text,
  num_images: count,
}

const palette: FieldRule = {
  type: 'object',
  fields: { name: required(oneOf('EMBER FRESH JUNGLE MAGIC MELON MOSAIC PASTEL ULTRAMARINE')) },
}
const files: FieldRule = { type: 'list', of: file, maxItems: 10 }
const speed = oneOf('FLASH TURBO BALANCED DEFAULT QUALITY')
const styled = {
  rendering_speed: speed,
  num_images: count,
  seed,
  style_preset: { type: 'text', values: v3StylePresets },
  color_palette: palette,
  style_codes: { type: 'list', of: text },
  style_reference_images: files,
} satisfies FieldRules
const styledMore = {
  ...styled,
  magic_prompt: onOff,
  style_type: oneOf('AUTO GENERAL REALISTIC DESIGN CUSTOM FICTION STYLIZED'),
  custom_model_uri: text,
  character_reference_images: files,
  character_reference_images_mask: files,
} satisfies FieldRules
const v3Resolution: FieldRule = { type: 'text', values: v3Resolutions }
const v3Ratio: FieldRule = { type: 'text', values: v3Ratios }
const v3Generate = {
  ...styledMore,
  prompt,
  resolution: v3Resolution,
  aspect_ratio: v3Ratio,
  negative_prompt: text,
} satisfies FieldRules

const v2Common = {
  num_images: count,
  private: { type: 'flag', isNullable: true },
  enable_copyright_detection: flag,
  async: flag,
  webhook_url: text,
} satisfies FieldRules
const v2Prompted = { ...v2Common, prompt, seed } satisfies FieldRules
const v2Magic = oneOf('auto on off')
const v2Speed = oneOf('turbo default quality')
const v2Quality = oneOf('very_low low medium high')
const v4Resolution: FieldRule = { type: 'text', values: v4Resolutions }

/** By path. Endpoints that accept both JSON and forms have the same fields in both. */
export const ideogramFields: Readonly<Record<string, FieldRules>> = {
  '/generate': { image_request: { type: 'object', isRequired: true, fields: imageRequest } },
  '/edit': {
    image_file: requiredFile,
    mask: requiredFile,
    prompt,
    model: required(oneOf('V_2 V_2_TURBO')),
    magic_prompt_option: onOff,
    num_images: count,
    seed,
    style_type: legacyStyle,
  },
  '/remix': {
    image_request: { type: 'object', isRequired: true, fields: { ...imageRequest, image_weight: weight } },
    image_file: requiredFile,
  },
  '/upscale': {
    image_request: {
      type: 'object',
      isRequired: true,
      fields: {
        prompt: text,
        resemblance: weight,
        detail: weight,
        magic_prompt_option: onOff,
        num_images: count,
        seed,
      },
    },
    image_file: requiredFile,
  },
  '/v1/ideogram-v3/generate': v3Generate,
  '/v1/ideogram-v3/generate-transparent': {
    prompt,
    seed,
    upscale_factor: oneOf('X1 X2 X4'),
    aspect_ratio: v3Ratio,
    rendering_speed: speed,
    magic_prompt: onOff,
    negative_prompt: text,
    num_images: count,
    custom_model_uri: text,
  },
  '/v1/ideogram-v3/inpaint': { ...styledMore, image: requiredFile, mask: requiredFile, prompt },
  '/v1/ideogram-v3/remix': { ...v3Generate, image: requiredFile, image_weight: weight },
  '/v1/ideogram-v3/reframe': { ...styled, image: requiredFile, resolution: required(v3Resolution) },
  '/v1/ideogram-v3/replace-background': { ...styled, image: requiredFile, prompt, magic_prompt: onOff },
  '/v2/image/generate/ideogram-4-5': {
    ...v2Prompted,
    magic_prompt: v2Magic,
    quality: v2Quality,
    size: { type: 'text', values: v4Resolutions.slice(0, -2) },
    images: files,
    mask: file,
  },
  '/v2/image/precise-edit/ideogram-4-5': {
    ...v2Prompted,
    image: requiredFile,
    mask: file,
    reference_images: { type: 'list', of: file, maxItems: 3 },
    quality: v2Quality,
    context_window: text,
  },
  '/v2/image/generate/ideogram-4': {
    ...v2Prompted,
    magic_prompt: v2Magic,
    rendering_speed: v2Speed,
    resolution: v4Resolution,
  },
  '/v2/image/remix/ideogram-4': {
    ...v2Common,
    prompt,
    image: requiredFile,
    image_weight: weight,
    rendering_speed: v2Speed,
    resolution: v4Resolution,
  },
  '/v2/image/remove-object/ideogram-1': { image: requiredFile, mask: requiredFile },
  '/v2/image/remove-background/ideogram-1': { ...v2Common, image: requiredFile },
  '/v2/image/upscale/auto': { ...v2Common, image: requiredFile, upscale_factor: oneOf('x2 x4 x8') },
}
