import type { FieldRule, FieldRules } from '../check-fields.ts'

/** From Ideogram's API description: the values of its longer lists. */
const v3Resolutions =
  '512x1536 576x1408 576x1472 576x1536 640x1344 640x1408 640x1472 640x1536 704x1152 704x1216 704x1280 704x1344 704x1408 704x1472 736x1312 768x1088 768x1216 768x1280 768x1344 800x1280 832x960 832x1024 832x1088 832x1152 832x1216 832x1248 864x1152 896x960 896x1024 896x1088 896x1120 896x1152 960x832 960x896 960x1024 960x1088 1024x832 1024x896 1024x960 1024x1024 1088x768 1088x832 1088x896 1088x960 1120x896 1152x704 1152x832 1152x864 1152x896 1216x704 1216x768 1216x832 1248x832 1280x704 1280x768 1280x800 1312x736 1344x640 1344x704 1344x768 1408x576 1408x640 1408x704 1472x576 1472x640 1472x704 1536x512 1536x576 1536x640'.split(
    ' ',
  )

const v3Ratios = '1x3 3x1 1x2 2x1 9x16 16x9 10x16 16x10 2x3 3x2 3x4 4x3 4x5 5x4 1x1'.split(' ')

const v3StylePresets =
  '80S_ILLUSTRATION 90S_NOSTALGIA ABSTRACT_ORGANIC ANALOG_NOSTALGIA ART_BRUT ART_DECO ART_POSTER AURA AVANT_GARDE BAUHAUS BLUEPRINT BLURRY_MOTION BRIGHT_ART C4D_CARTOON CHILDRENS_BOOK COLLAGE COLORING_BOOK_I COLORING_BOOK_II CUBISM DARK_AURA DOODLE DOUBLE_EXPOSURE DRAMATIC_CINEMA EDITORIAL EMOTIONAL_MINIMAL ETHEREAL_PARTY EXPIRED_FILM FLAT_ART FLAT_VECTOR FOREST_REVERIE GEO_MINIMALIST GLASS_PRISM GOLDEN_HOUR GRAFFITI_I GRAFFITI_II HALFTONE_PRINT HIGH_CONTRAST HIPPIE_ERA ICONIC JAPANDI_FUSION JAZZY LONG_EXPOSURE MAGAZINE_EDITORIAL MINIMAL_ILLUSTRATION MIXED_MEDIA MONOCHROME NIGHTLIFE OIL_PAINTING OLD_CARTOONS PAINT_GESTURE POP_ART RETRO_ETCHING RIVIERA_POP SPOTLIGHT_80S STYLIZED_RED SURREAL_COLLAGE TRAVEL_POSTER VINTAGE_GEO VINTAGE_POSTER WATERCOLOR WEIRD WOODBLOCK_PRINT'.split(
    ' ',
  )

/** For 4.0; 4.5 has all but the last two. */
const v4Resolutions =
  '2048x2048 1440x2880 2880x1440 1664x2496 2496x1664 1792x2240 2240x1792 1440x2560 2560x1440 1600x2560 2560x1600 1728x2304 2304x1728 1296x3168 3168x1296 1152x2944 2944x1152 1248x3328 3328x1248 1280x3072 3072x1280 1024x3072 3072x1024 1024x1024 896x1120 1120x896 864x1152 1152x864 832x1248 1248x832 800x1280 1280x800 720x1280 1280x720 720x1440 1440x720 512x1536 1536x512'.split(
    ' ',
  )

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
