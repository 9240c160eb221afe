import { checkForm, checkJson, type FieldRule, type FieldRules } from '../check-fields.ts'
import type { StubRequest } from '../service-stub.ts'

/** From Stability AI's public docs: the fields each endpoint accepts. */
const prompt = { type: 'text', minChars: 1, maxChars: 10_000 } as const
const requiredPrompt = { ...prompt, isRequired: true } as const
const negative = { type: 'text', maxChars: 10_000 } as const
const seed = { type: 'whole', min: 0, max: 4_294_967_294 } as const
const format = { type: 'text', values: ['png', 'jpeg', 'webp'] } as const
const share = { type: 'number', min: 0, max: 1 } as const
const requiredFile = { type: 'file', isRequired: true } as const
const file = { type: 'file' } as const
const grow = { type: 'whole', min: 0, max: 20 } as const
const margin = { type: 'whole', min: 1, max: 2_000 } as const
const ratio: FieldRule = {
  type: 'text',
  values: ['1:1', '16:9', '21:9', '2:3', '3:2', '4:5', '5:4', '9:16', '9:21'],
}
const style: FieldRule = {
  type: 'text',
  values:
    '3d-model analog-film anime cinematic comic-book digital-art enhance fantasy-art isometric line-art low-poly modeling-compound neon-punk origami photographic pixel-art tile-texture'.split(
      ' ',
    ),
}

const message = { prompt: requiredPrompt, negative_prompt: negative, seed, output_format: format }

/** Below `/v2beta/stable-image/`; all are forms. */
const stableImageFields: Readonly<Record<string, FieldRules>> = {
  'generate/core': { ...message, aspect_ratio: ratio, style_preset: style },
  'generate/ultra': { ...message, aspect_ratio: ratio, image: file, strength: share },
  'generate/sd3': {
    ...message,
    aspect_ratio: ratio,
    style_preset: style,
    image: file,
    strength: share,
    cfg_scale: { type: 'number', min: 1, max: 10 },
    mode: { type: 'text', values: ['text-to-image', 'image-to-image'] },
    model: { type: 'text', values: ['sd3.5-large', 'sd3.5-large-turbo', 'sd3.5-medium', 'sd3.5-flash'] },
  },
  'edit/inpaint': { ...message, style_preset: style, image: requiredFile, mask: file, grow_mask: grow },
  'edit/erase': { image: requiredFile, mask: file, grow_mask: grow, seed, output_format: format },
  'edit/outpaint': {
    image: requiredFile,
    left: margin,
    right: margin,
    up: margin,
    down: margin,
    prompt,
    creativity: share,
    seed,
    output_format: format,
    style_preset: style,
  },
  'edit/search-and-replace': {
    ...message,
    image: requiredFile,
    search_prompt: requiredPrompt,
    grow_mask: grow,
    style_preset: style,
  },
  'edit/search-and-recolor': {
    ...message,
    image: requiredFile,
    select_prompt: requiredPrompt,
    grow_mask: grow,
    style_preset: style,
  },
  'edit/remove-background': { image: requiredFile, output_format: { type: 'text', values: ['png', 'webp'] } },
  'upscale/fast': { image: requiredFile, output_format: format },
  'upscale/conservative': { ...message, image: requiredFile, creativity: { type: 'number', min: 0.2, max: 0.5 } },
  'upscale/creative': {
    ...message,
    image: requiredFile,
    creativity: { type: 'number', min: 0, max: 0.35 },
    style_preset: style,
  },
}

const sdxlCommon: FieldRules = {
  cfg_scale: { type: 'number', min: 0, max: 35 },
  steps: { type: 'whole', min: 10, max: 50 },
  samples: { type: 'whole', min: 1, max: 10 },
  seed: { type: 'whole', min: 0, max: 4_294_967_295 },
  style_preset: style,
  sampler: {
    type: 'text',
    values:
      'DDIM DDPM K_DPMPP_2M K_DPMPP_2S_ANCESTRAL K_DPM_2 K_DPM_2_ANCESTRAL K_EULER K_EULER_ANCESTRAL K_HEUN K_LMS'.split(
        ' ',
      ),
  },
  clip_guidance_preset: {
    type: 'text',
    values: ['NONE', 'SIMPLE', 'FAST_BLUE', 'FAST_GREEN', 'SLOW', 'SLOWER', 'SLOWEST'],
  },
}

const weight = { type: 'number', min: -1, max: 1 } as const
const sdxlText = { type: 'text', minChars: 1, maxChars: 2_000, isRequired: true } as const

const sdxlJsonFields: FieldRules = {
  ...sdxlCommon,
  width: { type: 'whole', isRequired: true },
  height: { type: 'whole', isRequired: true },
  text_prompts: {
    type: 'list',
    minItems: 1,
    isRequired: true,
    of: { type: 'object', fields: { text: sdxlText, weight } },
  },
}

const sdxlForm: FieldRules = {
  ...sdxlCommon,
  'text_prompts[0][text]': sdxlText,
  'text_prompts[0][weight]': weight,
  'text_prompts[1][text]': { ...sdxlText, isRequired: false },
  'text_prompts[1][weight]': weight,
  init_image: requiredFile,
}

const sdxlFormFields: Readonly<Record<string, FieldRules>> = {
  'image-to-image': {
    ...sdxlForm,
    init_image_mode: { type: 'text', values: ['IMAGE_STRENGTH', 'STEP_SCHEDULE'] },
    image_strength: share,
    step_schedule_start: share,
    step_schedule_end: share,
  },
  'image-to-image/masking': {
    ...sdxlForm,
    mask_source: {
      type: 'text',
      values: ['MASK_IMAGE_WHITE', 'MASK_IMAGE_BLACK', 'INIT_IMAGE_ALPHA'],
      isRequired: true,
    },
    mask_image: file,
  },
}

/** Sizes the engine accepts and produces. */
const sdxlSizes = [
  '1024x1024',
  '1152x896',
  '896x1152',
  '1216x832',
  '832x1216',
  '1344x768',
  '768x1344',
  '1536x640',
  '640x1536',
]

const v2 = '/v2beta/stable-image/'
const v1 = '/v1/generation/stable-diffusion-xl-1024-v1-0/'

export function stabilityViolations(request: StubRequest): string[] {
  if (request.method === 'GET') return []
  if (request.path.startsWith(v2)) return stableImageViolations(request, request.path.slice(v2.length))
  if (request.path.startsWith(v1)) return sdxlViolations(request, request.path.slice(v1.length))
  return [`${request.path}: unknown address`]
}

function stableImageViolations(request: StubRequest, path: string): string[] {
  const rules = stableImageFields[path]
  if (!rules) return [`${request.path}: unknown address`]
  if (request.form.length === 0) return ['The body is no form, or an empty one.']
  const has = (name: string) => request.form.some((part) => part.name === name)
  const value = (name: string) => request.form.find((part) => part.name === name)?.value
  const problems = checkForm(request.form, rules)
  if (path.startsWith('generate/') && has('image') !== has('strength')) problems.push('image and strength go together')
  if (path === 'generate/sd3') {
    const isFromImage = value('mode') === 'image-to-image'
    if (isFromImage !== has('image')) problems.push('mode and image do not fit')
    if (isFromImage && has('aspect_ratio')) problems.push('aspect_ratio is not taken from an image')
  }
  if (path === 'edit/outpaint' && !['left', 'right', 'up', 'down'].some(has)) problems.push('no side to extend')
  return problems
}

function sdxlViolations(request: StubRequest, task: string): string[] {
  if (task !== 'text-to-image') {
    const rules = sdxlFormFields[task]
    return rules ? checkForm(request.form, rules) : [`${request.path}: unknown address`]
  }
  const { width, height } = (request.json ?? {}) as { width?: number; height?: number }
  const size = `${width}x${height}`
  const problems = checkJson(request.json, sdxlJsonFields)
  return sdxlSizes.includes(size) ? problems : [...problems, `${size} is no size of this engine`]
}
