import { choiceOption, numberOption, switchOption, textOption } from '../../core/define-model.ts'
import { specialField, type InputField } from '../shared/input-shape.ts'

/**
 * The inputs of the endpoints that are built in, by the names and enumerations of fal's own client (MIT, 2026-08-02);
 * ranges from the endpoints' pages. Lists of ControlNets, IP adapters and the like have no form and are left out.
 */

const whole = (name: string, label: string, min: number, max: number, usual: number | null): InputField =>
  numberOption(name, label, { isWhole: true, min, max, default: usual })
const number = (name: string, label: string, min: number, max: number, usual: number): InputField =>
  numberOption(name, label, { min, max, default: usual })

const prompt = textOption('prompt', 'Prompt', { isRequired: true })
const anyPrompt = textOption('prompt', 'Prompt')
const negativePrompt = textOption('negative_prompt', 'Negative prompt')
const seed = numberOption('seed', 'Seed', { isWhole: true })
const count = whole('num_images', 'Images', 1, 4, 1)
const imageSize = specialField('size', 'image_size')
const image = specialField('picture', 'image_url', { isRequired: true })
const images = (max: number) => specialField('pictures', 'image_urls', { isRequired: true, max })
const mask = specialField('picture', 'mask_url', { isRequired: true })
const loras = specialField('loras', 'loras')
const jpegOrPng = choiceOption('output_format', 'File type', ['jpeg', 'png'], { default: 'jpeg' })
const jpegPngOrWebp = choiceOption('output_format', 'File type', ['jpeg', 'png', 'webp'], { default: 'png' })
const checker = switchOption('enable_safety_checker', 'Safety checker', true)
const tolerance = (max: number) =>
  choiceOption('safety_tolerance', 'Safety tolerance', ['1', '2', '3', '4', '5', '6'].slice(0, max), { default: '2' })
const acceleration = (values: readonly string[], usual: string) =>
  choiceOption('acceleration', 'Acceleration', values, { default: usual, hint: 'Faster, and a little less exact.' })
const anyAcceleration = acceleration(['none', 'regular', 'high'], 'none')
const someAcceleration = acceleration(['none', 'regular'], 'none')
const guidance = (usual: number, max = 20) => number('guidance_scale', 'Guidance', 1, max, usual)
const steps = (usual: number, max = 50) => whole('num_inference_steps', 'Steps', 1, max, usual)
const strength = (usual: number) => number('strength', 'Strength', 0.01, 1, usual)
const rewrites = switchOption('enhance_prompt', 'Rewrite the prompt', false, 'The model words your prompt anew.')
const expands = switchOption('enable_prompt_expansion', 'Expand the prompt', false, 'The model adds to your prompt.')

const ratios = ['16:9', '21:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']
const ratio = (usual: string | null) => choiceOption('aspect_ratio', 'Shape', ratios, { default: usual })

const dev = (usualSteps: number, stepsMax: number): InputField[] => [
  prompt,
  imageSize,
  steps(usualSteps, stepsMax),
  guidance(3.5),
  seed,
  count,
  jpegOrPng,
  checker,
  anyAcceleration,
]
const lora = (stepsMax = 50): InputField[] => [
  prompt,
  imageSize,
  steps(28, stepsMax),
  guidance(3.5),
  seed,
  count,
  jpegOrPng,
  checker,
  loras,
  someAcceleration,
]
const pro: InputField[] = [prompt, seed, count, jpegOrPng, tolerance(6), rewrites]
const kontext: InputField[] = [...pro, guidance(3.5)]

/** FLUX.1 with everything: the negative prompt works by its own method (NAG), or by classic guidance. */
const general: InputField[] = [
  prompt,
  negativePrompt,
  imageSize,
  steps(28),
  guidance(3.5),
  seed,
  count,
  jpegOrPng,
  checker,
  loras,
  specialField('picture', 'reference_image_url'),
  number('reference_strength', 'Reference strength', -3, 3, 0.65),
  choiceOption('scheduler', 'Scheduler', ['euler', 'dpmpp_2m'], { default: 'euler' }),
  switchOption('use_real_cfg', 'Classic guidance', false, 'Twice the work; makes the negative prompt stronger.'),
  number('real_cfg_scale', 'Classic guidance scale', 0, 5, 3.5),
  number('nag_scale', 'Negative scale', 1, 10, 3),
  number('nag_tau', 'Negative tau', 0, 10, 2.5),
  number('nag_alpha', 'Negative alpha', 0, 1, 0.25),
  number('nag_end', 'Negative end', 0, 1, 0.25),
]

const flux2: InputField[] = [
  prompt,
  imageSize,
  steps(28),
  guidance(2.5),
  seed,
  count,
  jpegPngOrWebp,
  checker,
  expands,
  acceleration(['none', 'regular', 'high'], 'regular'),
]
/** One picture a call: these have no `num_images`. */
const flux2Pro: InputField[] = [prompt, imageSize, seed, jpegOrPng, checker, tolerance(5)]

// UNCONFIRMED how far a picture can be expanded; BFL's own outpainting takes up to 2048 px a side.
const expand = (['top', 'right', 'bottom', 'left'] as const).map((side) =>
  whole(`expand_${side}`, `Expand ${side}, px`, 0, 2_048, 0),
)

export const falFields = {
  'fal-ai/flux/schnell': dev(4, 12),
  'fal-ai/flux/dev': dev(28, 50),
  'fal-ai/flux/dev/image-to-image': [
    prompt,
    image,
    strength(0.95),
    steps(40),
    guidance(3.5),
    seed,
    count,
    jpegOrPng,
    checker,
    anyAcceleration,
  ],
  'fal-ai/flux-lora': lora(),
  'fal-ai/flux-lora/image-to-image': [...lora(), image, strength(0.85)],
  'fal-ai/flux-lora/inpainting': [...lora(), image, mask, strength(0.85)],
  'fal-ai/flux-lora-fill': [
    anyPrompt,
    image,
    mask,
    imageSize,
    steps(28),
    guidance(30, 50),
    seed,
    count,
    jpegOrPng,
    checker,
    loras,
    switchOption('paste_back', 'Paste back', true, 'Keeps the pixels outside the mask as they were.'),
    switchOption('resize_to_original', 'Resize to the original', false),
    someAcceleration,
  ],
  'fal-ai/flux-general': general,
  'fal-ai/flux-general/image-to-image': [...general, image, strength(0.85)],
  'fal-ai/flux-general/inpainting': [...general, image, mask, strength(0.85)],
  'fal-ai/flux-pro/v1.1': [...pro, imageSize],
  'fal-ai/flux-pro/v1.1-ultra': [
    ...pro,
    ratio('16:9'),
    specialField('picture', 'image_url'),
    number('image_prompt_strength', 'Image strength', 0, 1, 0.1),
    switchOption('raw', 'Raw', false, 'Less polished, more like a photograph.'),
  ],
  'fal-ai/flux-pro/v1/fill': [...pro, image, mask],
  'fal-ai/flux-pro/v1/erase': [image, mask, jpegOrPng, whole('dilate_pixels', 'Grow the mask, px', 0, 25, 10)],
  'fal-ai/flux-pro/kontext': [...kontext, image, ratio(null)],
  'fal-ai/flux-pro/kontext/max': [...kontext, image, ratio(null)],
  'fal-ai/flux-pro/kontext/multi': [...kontext, images(4), ratio(null)],
  'fal-ai/flux-pro/kontext/text-to-image': [...kontext, ratio('1:1')],
  'fal-ai/flux-kontext-lora/inpaint': [
    prompt,
    image,
    mask,
    specialField('picture', 'reference_image_url', { isRequired: true }),
    strength(0.88),
    steps(30),
    guidance(2.5),
    seed,
    count,
    jpegOrPng,
    checker,
    loras,
    anyAcceleration,
  ],
  'fal-ai/flux-2': flux2,
  'fal-ai/flux-2/edit': [...flux2, images(4)],
  'fal-ai/flux-2-pro': flux2Pro,
  'fal-ai/flux-2-pro/edit': [...flux2Pro, images(8)],
  'fal-ai/flux-2-max': flux2Pro,
  'fal-ai/flux-2-max/edit': [...flux2Pro, images(8)],
  'fal-ai/flux-2-pro/outpaint': [
    image,
    ...expand,
    jpegOrPng,
    checker,
    choiceOption('mode', 'Mode', ['high', 'fast'], { default: 'high' }),
    switchOption('auto_crop', 'Crop by itself', false),
  ],
  'fal-ai/qwen-image': [
    prompt,
    negativePrompt,
    imageSize,
    steps(30),
    guidance(2.5),
    seed,
    count,
    jpegOrPng,
    checker,
    loras,
    anyAcceleration,
    switchOption('use_turbo', 'Turbo', false),
  ],
  'fal-ai/z-image/turbo': [
    prompt,
    imageSize,
    steps(8, 8),
    seed,
    count,
    jpegPngOrWebp,
    checker,
    expands,
    acceleration(['none', 'regular', 'high'], 'regular'),
  ],
  'fal-ai/nano-banana-2': [
    prompt,
    seed,
    count,
    jpegPngOrWebp,
    choiceOption('aspect_ratio', 'Shape', [
      '1:1',
      '16:9',
      '9:16',
      '3:2',
      '2:3',
      '4:3',
      '3:4',
      '5:4',
      '4:5',
      '21:9',
      '4:1',
      '1:4',
      '8:1',
      '1:8',
      'auto',
    ]),
    choiceOption('resolution', 'Resolution', ['0.5K', '1K', '2K', '4K'], { default: '1K' }),
    choiceOption('safety_tolerance', 'Safety tolerance', ['1', '2', '3', '4', '5', '6'], { default: '4' }),
    choiceOption('thinking_level', 'Thinking', ['minimal', 'high']),
    switchOption('enable_web_search', 'Look things up on the web', false),
    switchOption('limit_generations', 'Exactly as many images as asked', true),
    textOption('system_prompt', 'Standing instruction'),
  ],
  // UNCONFIRMED how much esrgan and clarity enlarge at most: what their own pages offer is taken.
  'fal-ai/esrgan': [
    image,
    choiceOption('output_format', 'File type', ['png', 'jpeg'], { default: 'png' }),
    number('scale', 'Enlarge, times', 1, 8, 2),
    choiceOption(
      'model',
      'Model',
      [
        'RealESRGAN_x4plus',
        'RealESRGAN_x2plus',
        'RealESRGAN_x4plus_anime_6B',
        'RealESRGAN_x4_v3',
        'RealESRGAN_x4_wdn_v3',
        'RealESRGAN_x4_anime_v3',
      ],
      { default: 'RealESRGAN_x4plus' },
    ),
    switchOption('face', 'Restore faces', false),
    whole('tile', 'Tile, px', 0, 1_024, 0),
  ],
  'fal-ai/clarity-upscaler': [
    image,
    anyPrompt,
    negativePrompt,
    steps(18, 50),
    guidance(4),
    seed,
    checker,
    number('upscale_factor', 'Enlarge, times', 1, 4, 2),
    number('creativity', 'Creativity', 0, 1, 0.35),
    number('resemblance', 'Resemblance', 0, 1, 0.6),
  ],
  'fal-ai/aura-sr': [
    image,
    choiceOption('checkpoint', 'Version', ['v1', 'v2'], { default: 'v1' }),
    choiceOption('upscale_factor', 'Enlarge, times', [[4, '4']], { default: 4 }),
    switchOption('overlapping_tiles', 'Overlapping tiles', false, 'Slower, and without seams.'),
  ],
  'fal-ai/birefnet/v2': [
    image,
    choiceOption('output_format', 'File type', ['webp', 'png'], { default: 'png' }),
    choiceOption(
      'model',
      'Model',
      [
        'General Use (Light)',
        'General Use (Light 2K)',
        'General Use (Heavy)',
        'Matting',
        'Portrait',
        'General Use (Dynamic)',
      ],
      { default: 'General Use (Light)' },
    ),
    choiceOption('operating_resolution', 'Resolution inside', ['1024x1024', '2048x2048', '2304x2304'], {
      default: '1024x1024',
    }),
    switchOption('refine_foreground', 'Refine the edges', true),
  ],
} satisfies Record<string, readonly InputField[]>

export type FalEndpoint = keyof typeof falFields
