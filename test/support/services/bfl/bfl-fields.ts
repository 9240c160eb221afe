import type { FieldRule, FieldRules } from '../check-fields.ts'

/** From BFL's API description and, for newer features, its docs: the fields each endpoint accepts. */
const text = { type: 'text', isNullable: true } as const
const prompt = { type: 'text', isRequired: true, minChars: 1 } as const
const base64: FieldRule = { type: 'text', isNullable: true, minChars: 1, matches: /^[A-Za-z0-9+/]+={0,2}$/ }
const requiredBase64: FieldRule = { ...base64, isRequired: true, isNullable: false }
const flag = { type: 'flag', isNullable: true } as const
const seed = { type: 'whole', isNullable: true } as const
const format: FieldRule = { type: 'text', isNullable: true, values: ['jpeg', 'png', 'webp'] }
const ratio: FieldRule = { type: 'text', isNullable: true, matches: /^\d{1,2}:\d{1,2}$/ }

function whole(min: number, max: number, step?: number): FieldRule {
  return { type: 'whole', isNullable: true, min, max, ...(step !== undefined && { step }) }
}
function number(min: number, max: number): FieldRule {
  return { type: 'number', isNullable: true, min, max }
}

const webhook = { webhook_url: text, webhook_secret: text }
const flux1 = {
  prompt: text,
  prompt_upsampling: flag,
  seed,
  safety_tolerance: whole(0, 6),
  output_format: format,
  ...webhook,
}
const flux1Size = { width: whole(256, 1_440, 32), height: whole(256, 1_440, 32) }
const fill = { steps: whole(15, 50), guidance: number(1.5, 100), image: requiredBase64 }
const margin = whole(0, 2_048)

function inputImages(count: number): FieldRules {
  const names = Array.from({ length: count }, (_, index) => (index === 0 ? 'input_image' : `input_image_${index + 1}`))
  return Object.fromEntries(names.map((name) => [name, base64]))
}

const kontext: FieldRules = { ...flux1, prompt, ...inputImages(4), aspect_ratio: ratio }

function flux2(images: number, overrides: FieldRules = {}): FieldRules {
  return {
    prompt,
    ...inputImages(images),
    seed,
    // 64 at least; multiples of 16 according to the docs.
    width: whole(64, 4_194_304, 16),
    height: whole(64, 4_194_304, 16),
    safety_tolerance: whole(0, 5),
    output_format: format,
    ...webhook,
    ...overrides,
  }
}
const pro: FieldRules = { disable_pup: flag, user: text }

/** By path below `/v1/`. */
export const bflFields: Readonly<Record<string, FieldRules>> = {
  'flux-pro-1.1': { ...flux1, ...flux1Size, image_prompt: base64 },
  'flux-dev': { ...flux1, ...flux1Size, image_prompt: base64, steps: whole(1, 50), guidance: number(1.5, 5) },
  'flux-pro-1.1-ultra': {
    ...flux1,
    aspect_ratio: { type: 'text', matches: /^\d{1,2}:\d{1,2}$/ },
    raw: { type: 'flag' },
    image_prompt: base64,
    image_prompt_strength: { type: 'number', min: 0, max: 1 },
  },
  'flux-pro-1.0-fill': { ...flux1, ...fill, mask: base64 },
  'flux-pro-1.0-expand': { ...flux1, ...fill, top: margin, bottom: margin, left: margin, right: margin },
  'flux-kontext-pro': kontext,
  'flux-kontext-max': kontext,
  'flux-2-pro': flux2(8, pro),
  'flux-2-max': flux2(8, pro),
  'flux-2-pro-preview': flux2(8, pro),
  'flux-2-flex': flux2(8, {
    prompt_upsampling: flag,
    guidance: number(1.5, 10),
    steps: whole(1, 50),
    input_image_blob_path: text,
  }),
  'flux-2-klein-4b': flux2(4),
  'flux-2-klein-9b': flux2(4),
  'flux-2-klein-9b-preview': flux2(4),
  'flux-3-image': {
    prompt,
    images: { type: 'list', minItems: 1, maxItems: 10, of: base64 },
    aspect_ratio: {
      type: 'text',
      values: 'auto 21:9 2:1 16:9 3:2 7:5 4:3 5:4 1:1 4:5 3:4 5:7 2:3 9:16 1:2 9:21'.split(' '),
    },
    resolution: { type: 'text', values: ['768sq', '1k', '1.5k', '2k', '4k'] },
    grounding: { type: 'flag' },
    safety_tolerance: { type: 'whole', min: 0, max: 4 },
    version: { type: 'text' },
  },
  'flux-tools/outpainting-v1': {
    input_image: requiredBase64,
    width: { type: 'whole', isRequired: true, min: 1 },
    height: { type: 'whole', isRequired: true, min: 1 },
    reference_offset_x: { type: 'whole', isNullable: true },
    reference_offset_y: { type: 'whole', isNullable: true },
    auto_crop: { type: 'flag' },
    mode: { type: 'text', values: ['high', 'fast'] },
    prompt: text,
    seed,
    safety_tolerance: whole(0, 5),
    output_format: { type: 'text' },
  },
  'flux-tools/erase-v1': {
    input_image: requiredBase64,
    mask: requiredBase64,
    dilate_pixels: { type: 'whole', min: 0, max: 25 },
    seed,
    safety_tolerance: whole(0, 5),
    output_format: { type: 'text' },
  },
}
