import type { FieldRule, FieldRules } from '../check-fields.ts'

/**
 * Inputs of fal's endpoints: names, types, and enumerations from its client's types (fal-ai/fal-js, MIT, Copyright 2024
 * fal.ai, of 2026-08-02), ranges from the endpoints' pages. Lists that Atelier never sends are omitted.
 */

const text: FieldRule = { type: 'text' }
const flag: FieldRule = { type: 'flag' }
const image: FieldRule = {
  type: 'text',
  matches: /^(https:\/\/\S+|data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*)$/,
}
const oneOf = (...values: string[]): FieldRule => ({ type: 'text', values })
const whole = (min: number, max = Number.MAX_SAFE_INTEGER): FieldRule => ({ type: 'whole', min, max })
const number = (min = -Infinity, max = Infinity): FieldRule => ({ type: 'number', min, max })
const list = (of: FieldRule): FieldRule => ({ type: 'list', of, maxItems: 10 })
const must = (rule: FieldRule): FieldRule => ({ ...rule, isRequired: true })

const steps = whole(1, 50)
const sizeNames = ['square_hd', 'square', 'portrait_4_3', 'portrait_16_9', 'landscape_4_3', 'landscape_16_9']
const imageSize: FieldRule = {
  type: 'object',
  fields: { width: must(whole(64, 14_142)), height: must(whole(64, 14_142)) },
}
const namedSize: FieldRule = { type: 'either', of: [imageSize, oneOf(...sizeNames)] }
const autoSize: FieldRule = { type: 'either', of: [imageSize, oneOf('auto', ...sizeNames)] }
const loraWeight: FieldRule = { type: 'object', fields: { path: must(text), scale: number(0, 4), force: flag } }

const known: FieldRules = {
  acceleration: oneOf('none', 'regular', 'high'),
  aspect_ratio: oneOf('21:9', '16:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21'),
  auto_crop: flag,
  base_shift: number(),
  checkpoint: oneOf('v1', 'v2'),
  creativity: number(0, 1),
  dilate_pixels: whole(0),
  enable_prompt_expansion: flag,
  enable_safety_checker: flag,
  enable_web_search: flag,
  enhance_prompt: flag,
  expand_bottom: whole(0),
  expand_left: whole(0),
  expand_right: whole(0),
  expand_top: whole(0),
  face: flag,
  guidance_scale: number(1, 50),
  image_prompt_strength: number(0, 1),
  image_size: namedSize,
  image_url: image,
  image_urls: list(image),
  limit_generations: flag,
  loras: list(loraWeight),
  mask_only: flag,
  mask_url: image,
  max_shift: number(),
  mode: oneOf('high', 'fast'),
  model: oneOf(
    'RealESRGAN_x4plus',
    'RealESRGAN_x2plus',
    'RealESRGAN_x4plus_anime_6B',
    'RealESRGAN_x4_v3',
    'RealESRGAN_x4_wdn_v3',
    'RealESRGAN_x4_anime_v3',
  ),
  nag_alpha: number(),
  nag_end: number(),
  nag_scale: number(),
  nag_tau: number(),
  negative_prompt: text,
  num_images: whole(1, 4),
  num_inference_steps: steps,
  operating_resolution: oneOf('1024x1024', '2048x2048', '2304x2304'),
  output_format: oneOf('jpeg', 'png'),
  output_mask: flag,
  overlapping_tiles: flag,
  paste_back: flag,
  prompt: text,
  raw: flag,
  real_cfg_scale: number(),
  reference_end: number(),
  reference_image_url: image,
  reference_start: number(),
  reference_strength: number(),
  refine_foreground: flag,
  resemblance: number(0, 1),
  resize_to_original: flag,
  resolution: oneOf('0.5K', '1K', '2K', '4K'),
  safety_tolerance: oneOf('1', '2', '3', '4', '5', '6'),
  scale: number(),
  scheduler: oneOf('euler', 'dpmpp_2m'),
  seed: whole(0),
  sigma_schedule: text,
  strength: number(0, 1),
  sync_mode: flag,
  system_prompt: text,
  thinking_level: oneOf('minimal', 'high'),
  tile: whole(0),
  upscale_factor: number(1, 4),
  use_beta_schedule: flag,
  use_cfg_zero: flag,
  use_real_cfg: flag,
  use_turbo: flag,
}

/** Fields by name, `!` = required; `own` overrides those of an endpoint. */
function input(names: string, overrides: FieldRules = {}): FieldRules {
  const all = names.split(' ').map((written) => {
    const name = written.replace('!', '')
    const rule = overrides[name] ?? known[name]
    if (rule === undefined) throw new Error(`No rule for ${name}`)
    return [name, written.endsWith('!') ? must(rule) : rule] as const
  })
  return Object.fromEntries(all)
}

const fluxDevInput = input(
  'acceleration enable_safety_checker guidance_scale image_size num_images num_inference_steps output_format ' +
    'prompt! seed sync_mode',
)
const baseImageToInput = input(
  'acceleration enable_safety_checker guidance_scale image_url! num_images num_inference_steps output_format ' +
    'prompt! seed strength sync_mode',
)
const fluxLoraInput = input(
  'acceleration enable_safety_checker guidance_scale image_size loras num_images num_inference_steps ' +
    'output_format prompt! seed sync_mode',
  { acceleration: oneOf('none', 'regular') },
)
const imageToImageInput = input(
  'acceleration enable_safety_checker guidance_scale image_size image_url! loras num_images ' +
    'num_inference_steps output_format prompt! seed strength sync_mode',
  { acceleration: oneOf('none', 'regular') },
)
const inpaintInput = input(
  'acceleration enable_safety_checker guidance_scale image_size image_url! loras mask_url! num_images ' +
    'num_inference_steps output_format prompt! seed strength sync_mode',
  { acceleration: oneOf('none', 'regular') },
)
const fluxLoraFillInput = input(
  'acceleration enable_safety_checker guidance_scale image_size image_url! loras mask_url! num_images ' +
    'num_inference_steps output_format paste_back prompt resize_to_original seed sync_mode',
  { acceleration: oneOf('none', 'regular') },
)
const fluxGeneralInput = input(
  'base_shift enable_safety_checker guidance_scale image_size loras max_shift nag_alpha nag_end nag_scale ' +
    'nag_tau negative_prompt num_images num_inference_steps output_format prompt! real_cfg_scale reference_end ' +
    'reference_image_url reference_start reference_strength scheduler seed sigma_schedule sync_mode ' +
    'use_beta_schedule use_cfg_zero use_real_cfg',
)
const fluxGeneralImageToImageInput = input(
  'base_shift enable_safety_checker guidance_scale image_size image_url! loras max_shift nag_alpha nag_end ' +
    'nag_scale nag_tau negative_prompt num_images num_inference_steps output_format prompt! real_cfg_scale ' +
    'reference_end reference_image_url reference_start reference_strength scheduler seed sigma_schedule ' +
    'strength sync_mode use_beta_schedule use_cfg_zero use_real_cfg',
)
const fluxGeneralInpaintingInput = input(
  'base_shift enable_safety_checker guidance_scale image_size image_url! loras mask_url! max_shift nag_alpha ' +
    'nag_end nag_scale nag_tau negative_prompt num_images num_inference_steps output_format prompt! ' +
    'real_cfg_scale reference_end reference_image_url reference_start reference_strength scheduler seed ' +
    'sigma_schedule strength sync_mode use_beta_schedule use_cfg_zero use_real_cfg',
)
const fluxProV11Input = input(
  'enhance_prompt image_size num_images output_format prompt! safety_tolerance seed sync_mode',
)
const fluxProV11UltraInput = input(
  'aspect_ratio enhance_prompt image_prompt_strength image_url num_images output_format prompt! raw ' +
    'safety_tolerance seed sync_mode',
)
const fluxProFillInput = input(
  'enhance_prompt image_url! mask_url! num_images output_format prompt! safety_tolerance seed sync_mode',
)
const fluxProEraseInput = input('dilate_pixels image_url! mask_url! output_format sync_mode')
const fluxKontextInput = input(
  'aspect_ratio enhance_prompt guidance_scale image_url! num_images output_format prompt! safety_tolerance ' +
    'seed sync_mode',
)
const fluxKontextMultiInput = input(
  'aspect_ratio enhance_prompt guidance_scale image_urls! num_images output_format prompt! safety_tolerance ' +
    'seed sync_mode',
)
const fluxProKontextTextToImageInput = input(
  'aspect_ratio enhance_prompt guidance_scale num_images output_format prompt! safety_tolerance seed sync_mode',
)
const baseKontextInpaintInput = input(
  'acceleration enable_safety_checker guidance_scale image_url! loras mask_url! num_images ' +
    'num_inference_steps output_format prompt! reference_image_url! seed strength sync_mode',
)
const flux2Input = input(
  'acceleration enable_prompt_expansion enable_safety_checker guidance_scale image_size num_images ' +
    'num_inference_steps output_format prompt! seed sync_mode',
  { output_format: oneOf('jpeg', 'png', 'webp') },
)
const flux2EditInput = input(
  'acceleration enable_prompt_expansion enable_safety_checker guidance_scale image_size image_urls! ' +
    'num_images num_inference_steps output_format prompt! seed sync_mode',
  { output_format: oneOf('jpeg', 'png', 'webp') },
)
const flux2MaxInput = input('enable_safety_checker image_size output_format prompt! safety_tolerance seed sync_mode', {
  safety_tolerance: oneOf('1', '2', '3', '4', '5'),
})
const flux2MaxEditInput = input(
  'enable_safety_checker image_size image_urls! output_format prompt! safety_tolerance seed sync_mode',
  { image_size: autoSize, safety_tolerance: oneOf('1', '2', '3', '4', '5') },
)
const flux2ProOutpaintInput = input(
  'auto_crop enable_safety_checker expand_bottom expand_left expand_right expand_top image_url! mode ' +
    'output_format sync_mode',
)
const qwenImageInput = input(
  'acceleration enable_safety_checker guidance_scale image_size loras negative_prompt num_images ' +
    'num_inference_steps output_format prompt! seed sync_mode use_turbo',
)
const zImageTurboInput = input(
  'acceleration enable_prompt_expansion enable_safety_checker image_size num_images num_inference_steps ' +
    'output_format prompt! seed sync_mode',
  { output_format: oneOf('jpeg', 'png', 'webp') },
)
const nanoBanana2Input = input(
  'aspect_ratio enable_web_search limit_generations num_images output_format prompt! resolution ' +
    'safety_tolerance seed sync_mode system_prompt thinking_level',
  {
    aspect_ratio: oneOf(
      'auto',
      '21:9',
      '16:9',
      '3:2',
      '4:3',
      '5:4',
      '1:1',
      '4:5',
      '3:4',
      '2:3',
      '9:16',
      '4:1',
      '1:4',
      '8:1',
      '1:8',
    ),
    output_format: oneOf('jpeg', 'png', 'webp'),
  },
)
const esrganInput = input('face image_url! model output_format scale tile', { output_format: oneOf('png', 'jpeg') })
const clarityUpscalerInput = input(
  'creativity enable_safety_checker guidance_scale image_url! negative_prompt num_inference_steps prompt ' +
    'resemblance seed upscale_factor',
)
const auraSrInput = input('checkpoint image_url! overlapping_tiles upscale_factor')
const birefnetV2Input = input(
  'image_url! mask_only model operating_resolution output_format output_mask refine_foreground sync_mode',
  {
    model: oneOf(
      'General Use (Light)',
      'General Use (Light 2K)',
      'General Use (Heavy)',
      'Matting',
      'Portrait',
      'General Use (Dynamic)',
    ),
    output_format: oneOf('webp', 'png', 'gif'),
  },
)

/** Endpoint → its input. `fal-ai/flux-2-max` shares the pro model's. */
export const falFields: Readonly<Record<string, FieldRules>> = {
  'fal-ai/flux/schnell': fluxDevInput,
  'fal-ai/flux/dev': fluxDevInput,
  'fal-ai/flux/dev/image-to-image': baseImageToInput,
  'fal-ai/flux-lora': fluxLoraInput,
  'fal-ai/flux-lora/image-to-image': imageToImageInput,
  'fal-ai/flux-lora/inpainting': inpaintInput,
  'fal-ai/flux-lora-fill': fluxLoraFillInput,
  'fal-ai/flux-general': fluxGeneralInput,
  'fal-ai/flux-general/image-to-image': fluxGeneralImageToImageInput,
  'fal-ai/flux-general/inpainting': fluxGeneralInpaintingInput,
  'fal-ai/flux-pro/v1.1': fluxProV11Input,
  'fal-ai/flux-pro/v1.1-ultra': fluxProV11UltraInput,
  'fal-ai/flux-pro/v1/fill': fluxProFillInput,
  'fal-ai/flux-pro/v1/erase': fluxProEraseInput,
  'fal-ai/flux-pro/kontext': fluxKontextInput,
  'fal-ai/flux-pro/kontext/max': fluxKontextInput,
  'fal-ai/flux-pro/kontext/multi': fluxKontextMultiInput,
  'fal-ai/flux-pro/kontext/text-to-image': fluxProKontextTextToImageInput,
  'fal-ai/flux-kontext-lora/inpaint': baseKontextInpaintInput,
  'fal-ai/flux-2': flux2Input,
  'fal-ai/flux-2/edit': flux2EditInput,
  'fal-ai/flux-2-pro': flux2MaxInput,
  'fal-ai/flux-2-pro/edit': flux2MaxEditInput,
  'fal-ai/flux-2-pro/outpaint': flux2ProOutpaintInput,
  'fal-ai/qwen-image': qwenImageInput,
  'fal-ai/z-image/turbo': zImageTurboInput,
  'fal-ai/nano-banana-2': nanoBanana2Input,
  'fal-ai/esrgan': esrganInput,
  'fal-ai/clarity-upscaler': clarityUpscalerInput,
  'fal-ai/aura-sr': auraSrInput,
  'fal-ai/birefnet/v2': birefnetV2Input,
  'fal-ai/flux-2-max': flux2MaxInput,
  'fal-ai/flux-2-max/edit': flux2MaxEditInput,
}
