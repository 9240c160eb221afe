/** One field of a model's input at Replicate. */
export interface ModelField {
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'array'
  readonly isRequired?: true
  readonly values?: readonly string[]
  readonly min?: number
  readonly max?: number
  readonly default?: string | number | boolean
  readonly format?: 'uri' | 'password'
  readonly hint?: string
}

const ratios = ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21']

/** Inputs of the open FLUX models (from replicate/cog-flux, Apache-2.0, 2025-07-31). */
const openModels: Readonly<Record<string, Readonly<Record<string, ModelField>>>> = {
  'black-forest-labs/flux-schnell': {
    prompt: { isRequired: true, type: 'string' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    go_fast: { type: 'boolean', default: true },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    num_inference_steps: { type: 'integer', min: 1, max: 4, default: 4 },
  },
  'black-forest-labs/flux-schnell-lora': {
    prompt: { isRequired: true, type: 'string' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    go_fast: { type: 'boolean', default: true },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    num_inference_steps: { type: 'integer', min: 1, max: 4, default: 4 },
    lora_weights: { type: 'string' },
    lora_scale: { type: 'number', min: -1, max: 3, default: 1 },
  },
  'black-forest-labs/flux-dev': {
    prompt: { isRequired: true, type: 'string' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    go_fast: { type: 'boolean', default: true },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    image: { type: 'string', format: 'uri' },
    prompt_strength: { type: 'number', min: 0, max: 1, default: 0.8 },
    num_inference_steps: { type: 'integer', min: 1, max: 50, default: 28 },
    guidance: { type: 'number', min: 0, max: 10, default: 3 },
  },
  'black-forest-labs/flux-dev-lora': {
    prompt: { isRequired: true, type: 'string' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    go_fast: { type: 'boolean', default: true },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    image: { type: 'string', format: 'uri' },
    prompt_strength: { type: 'number', min: 0, max: 1, default: 0.8 },
    num_inference_steps: { type: 'integer', min: 1, max: 50, default: 28 },
    guidance: { type: 'number', min: 0, max: 10, default: 3 },
    lora_weights: { type: 'string' },
    lora_scale: { type: 'number', min: -1, max: 3, default: 1 },
    extra_lora: { type: 'string' },
    extra_lora_scale: { type: 'number', min: -1, max: 3, default: 1 },
    hf_api_token: { type: 'string', format: 'password' },
    civitai_api_token: { type: 'string', format: 'password' },
  },
  'black-forest-labs/flux-fill-dev': {
    prompt: { isRequired: true, type: 'string' },
    image: { isRequired: true, type: 'string', format: 'uri', hint: 'The image to inpaint. Can contain alpha mask.' },
    mask: {
      type: 'string',
      format: 'uri',
      hint: 'A black-and-white image that describes the part of the image to inpaint. Black areas will be preserved while white areas will be inpainted.',
    },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    num_inference_steps: { type: 'integer', min: 1, max: 50, default: 28 },
    guidance: { type: 'number', min: 0, max: 100, default: 30 },
    seed: { type: 'integer' },
    megapixels: { type: 'string', values: ['1', '0.25', 'match_input'], default: '1' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    lora_weights: { type: 'string' },
    lora_scale: { type: 'number', min: -1, max: 3, default: 1 },
    disable_safety_checker: { type: 'boolean', default: false },
  },
  'black-forest-labs/flux-redux-schnell': {
    redux_image: { isRequired: true, type: 'string', format: 'uri' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    num_inference_steps: { type: 'integer', min: 1, max: 4, default: 4 },
  },
  'black-forest-labs/flux-redux-dev': {
    redux_image: { isRequired: true, type: 'string', format: 'uri' },
    aspect_ratio: { type: 'string', values: ratios, default: '1:1' },
    num_outputs: { type: 'integer', min: 1, max: 4, default: 1 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
    disable_safety_checker: { type: 'boolean', default: false },
    megapixels: { type: 'string', values: ['1', '0.25'], default: '1' },
    num_inference_steps: { type: 'integer', min: 1, max: 50, default: 28 },
    guidance: { type: 'number', min: 0, max: 10, default: 3 },
  },
}

/** Inputs as documented on the models' pages in 2026. */
const officialModels: Readonly<Record<string, Readonly<Record<string, ModelField>>>> = {
  'black-forest-labs/flux-kontext-pro': {
    prompt: { type: 'string', isRequired: true },
    input_image: { type: 'string', format: 'uri', hint: 'Image to use as reference. Must be jpeg, png, gif, or webp.' },
    aspect_ratio: { type: 'string', values: ['match_input_image', ...ratios], default: 'match_input_image' },
    prompt_upsampling: { type: 'boolean', default: false },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['jpg', 'png'], default: 'png' },
    safety_tolerance: { type: 'integer', min: 0, max: 6, default: 2 },
  },
  'black-forest-labs/flux-2-pro': {
    prompt: { type: 'string', isRequired: true },
    input_images: { type: 'array', format: 'uri', hint: 'List of input images. Maximum 8 images.' },
    aspect_ratio: { type: 'string', values: ['match_input_image', 'custom', ...ratios], default: '1:1' },
    resolution: { type: 'string', values: ['match_input_image', '0.5 MP', '1 MP', '2 MP', '4 MP'], default: '1 MP' },
    width: { type: 'integer', min: 256, max: 2048 },
    height: { type: 'integer', min: 256, max: 2048 },
    safety_tolerance: { type: 'integer', min: 1, max: 5, default: 2 },
    seed: { type: 'integer' },
    output_format: { type: 'string', values: ['webp', 'jpg', 'png'], default: 'webp' },
    output_quality: { type: 'integer', min: 0, max: 100, default: 80 },
  },
  'ideogram-ai/ideogram-v3-balanced': {
    prompt: { type: 'string', isRequired: true },
    aspect_ratio: { type: 'string', values: ['1:1', '3:2', '2:3', '16:9', '9:16', '4:3', '3:4'], default: '1:1' },
    resolution: { type: 'string', values: ['None', '512x1536', '1024x1024', '1536x512'], default: 'None' },
    magic_prompt_option: { type: 'string', values: ['Auto', 'On', 'Off'], default: 'Auto' },
    image: { type: 'string', format: 'uri', hint: 'An image file to use for inpainting. You must also use a mask.' },
    mask: {
      type: 'string',
      format: 'uri',
      hint: 'A black and white image. Black pixels are inpainted, white pixels are preserved. The mask will be resized to match the image size.',
    },
    style_type: { type: 'string', values: ['None', 'Auto', 'General', 'Realistic', 'Design'], default: 'None' },
    seed: { type: 'integer', max: 2147483647 },
  },
}

/** Not official: requested by version only. */
const communityModels: Readonly<Record<string, Readonly<Record<string, ModelField>>>> = {
  'somebody/old-inpainter': {
    prompt: { type: 'string', isRequired: true },
    negative_prompt: { type: 'string' },
    image: { type: 'string', format: 'uri', isRequired: true },
    mask: {
      type: 'string',
      format: 'uri',
      isRequired: true,
      hint: 'White pixels are inpainted and black ones are kept.',
    },
    num_inference_steps: { type: 'integer', min: 1, max: 500, default: 50 },
    guidance_scale: { type: 'number', min: 1, max: 20, default: 7.5 },
    scheduler: { type: 'string', values: ['DDIM', 'K_EULER'], default: 'DDIM' },
    api_secret: { type: 'string', format: 'password' },
    seed: { type: 'integer' },
  },
}

export const modelInputs = { ...openModels, ...officialModels, ...communityModels }

export function isOfficial(model: string): boolean {
  return communityModels[model] === undefined
}
