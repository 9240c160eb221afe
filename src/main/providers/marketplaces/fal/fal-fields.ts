import * as messages from '../../../../shared/messages/en/fal.ts'
import * as fieldLabels from '../../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import * as optionValues from '../../../../shared/messages/en/option-values.ts'
import { choiceOption, numberOption, switchOption, textOption } from '../../core/define-model.ts'
import { specialField, type InputField } from '../shared/input-shape.ts'

/**
 * Inputs of the built-in endpoints, with the names and enumerations of fal's own client (MIT, 2026-08-02); ranges from
 * the endpoints' pages. Lists of ControlNets, IP adapters and the like cannot be shown in a form and are left out.
 */

const wholeNumber = (name: string, label: string, min: number, max: number, usual: number | null): InputField =>
  numberOption(name, label, { isWhole: true, min, max, default: usual })
const number = (name: string, label: string, min: number, max: number, usual: number): InputField =>
  numberOption(name, label, { min, max, default: usual })

const prompt = textOption('prompt', fieldLabels.prompt, { isRequired: true })
const anyPrompt = textOption('prompt', fieldLabels.prompt)
const negativePrompt = textOption('negative_prompt', fieldLabels.negativePrompt)
const seed = numberOption('seed', fieldLabels.seed, { isWhole: true })
const count = wholeNumber('num_images', modelNotes.imageCount, 1, 4, 1)
const imageSize = specialField('size', 'image_size')
const image = specialField('picture', 'image_url', { isRequired: true })
const images = (max: number) => specialField('pictures', 'image_urls', { isRequired: true, max })
const mask = specialField('picture', 'mask_url', { isRequired: true })
const loras = specialField('loras', 'loras')
const jpegOrPng = choiceOption('output_format', fieldLabels.fileFormat, ['jpeg', 'png'], { default: 'jpeg' })
const jpegPngOrWebp = choiceOption('output_format', fieldLabels.fileFormat, ['jpeg', 'png', 'webp'], { default: 'png' })
const checker = switchOption('enable_safety_checker', messages.safetyChecker, true)
const tolerance = (max: number) =>
  choiceOption('safety_tolerance', fieldLabels.safetyTolerance, ['1', '2', '3', '4', '5', '6'].slice(0, max), {
    default: '2',
  })
const accelerations = [
  ['none', optionValues.noAcceleration],
  ['regular', optionValues.regular],
  ['high', optionValues.highFidelity],
] as const
const acceleration = (values: readonly (readonly [value: string, label: string])[], usual: string) =>
  choiceOption('acceleration', fieldLabels.acceleration, values, { default: usual, hint: messages.accelerationHint })
const anyAcceleration = acceleration(accelerations, 'none')
const someAcceleration = acceleration(accelerations.slice(0, 2), 'none')
const guidance = (usual: number, max = 20) => number('guidance_scale', fieldLabels.guidanceScale, 1, max, usual)
const steps = (usual: number, max = 50) => wholeNumber('num_inference_steps', fieldLabels.steps, 1, max, usual)
const strength = (usual: number) => number('strength', fieldLabels.strength, 0.01, 1, usual)
const rewrites = switchOption('enhance_prompt', fieldLabels.rewritePrompt, false, modelNotes.rewritePromptHint)
const expands = switchOption('enable_prompt_expansion', messages.expandPrompt, false, messages.expandPromptHint)

const ratios = ['16:9', '21:9', '4:3', '3:2', '1:1', '2:3', '3:4', '9:16', '9:21']
const ratio = (usual: string | null) =>
  choiceOption('aspect_ratio', fieldLabels.aspectRatio, ratios, { default: usual })

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

/** FLUX.1 with all options: the negative prompt works by its own method (NAG), or by classic guidance. */
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
  number('reference_strength', messages.referenceStrength, -3, 3, 0.65),
  choiceOption('scheduler', fieldLabels.scheduler, ['euler', 'dpmpp_2m'], { default: 'euler' }),
  switchOption('use_real_cfg', messages.realCfg, false, messages.realCfgHint),
  number('real_cfg_scale', messages.realCfgScale, 0, 5, 3.5),
  number('nag_scale', messages.nagScale, 1, 10, 3),
  number('nag_tau', messages.nagTau, 0, 10, 2.5),
  number('nag_alpha', messages.nagAlpha, 0, 1, 0.25),
  number('nag_end', messages.nagEnd, 0, 1, 0.25),
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
  acceleration(accelerations, 'regular'),
]
/** One image per call: these have no `num_images`. */
const flux2Pro: InputField[] = [prompt, imageSize, seed, jpegOrPng, checker, tolerance(5)]

// UNCONFIRMED how far an image can be expanded; BFL's own outpainting allows up to 2048 px per side.
const expand = [
  wholeNumber('expand_top', modelNotes.extendUp, 0, 2_048, 0),
  wholeNumber('expand_right', modelNotes.extendRight, 0, 2_048, 0),
  wholeNumber('expand_bottom', modelNotes.extendDown, 0, 2_048, 0),
  wholeNumber('expand_left', modelNotes.extendLeft, 0, 2_048, 0),
]

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
    switchOption('paste_back', messages.pasteBack, true, messages.pasteBackHint),
    switchOption('resize_to_original', messages.resizeToOriginal, false),
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
    number('image_prompt_strength', modelNotes.imageStrength, 0, 1, 0.1),
    switchOption('raw', fieldLabels.raw, false, modelNotes.rawHint),
  ],
  'fal-ai/flux-pro/v1/fill': [...pro, image, mask],
  'fal-ai/flux-pro/v1/erase': [image, mask, jpegOrPng, wholeNumber('dilate_pixels', modelNotes.growMask, 0, 25, 10)],
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
    choiceOption(
      'mode',
      messages.mode,
      [
        ['high', optionValues.high],
        ['fast', optionValues.fast],
      ],
      { default: 'high' },
    ),
    switchOption('auto_crop', modelNotes.autoCrop, false),
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
    switchOption('use_turbo', messages.turbo, false),
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
    acceleration(accelerations, 'regular'),
  ],
  'fal-ai/nano-banana-2': [
    prompt,
    seed,
    count,
    jpegPngOrWebp,
    choiceOption('aspect_ratio', fieldLabels.aspectRatio, [
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
    choiceOption('resolution', fieldLabels.resolution, ['0.5K', '1K', '2K', '4K'], { default: '1K' }),
    choiceOption('safety_tolerance', fieldLabels.safetyTolerance, ['1', '2', '3', '4', '5', '6'], { default: '4' }),
    choiceOption('thinking_level', fieldLabels.thinking, [
      ['minimal', optionValues.minimal],
      ['high', optionValues.high],
    ]),
    switchOption('enable_web_search', fieldLabels.searchWeb, false),
    switchOption('limit_generations', messages.limitCount, true),
    textOption('system_prompt', messages.systemPrompt),
  ],
  // UNCONFIRMED maximum scale of esrgan and clarity: uses the values on their own pages.
  'fal-ai/esrgan': [
    image,
    choiceOption('output_format', fieldLabels.fileFormat, ['png', 'jpeg'], { default: 'png' }),
    number('scale', fieldLabels.scale, 1, 8, 2),
    choiceOption(
      'model',
      fieldLabels.model,
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
    switchOption('face', messages.restoreFaces, false),
    wholeNumber('tile', messages.tileSize, 0, 1_024, 0),
  ],
  'fal-ai/clarity-upscaler': [
    image,
    anyPrompt,
    negativePrompt,
    steps(18, 50),
    guidance(4),
    seed,
    checker,
    number('upscale_factor', fieldLabels.scale, 1, 4, 2),
    number('creativity', fieldLabels.creativity, 0, 1, 0.35),
    number('resemblance', messages.resemblance, 0, 1, 0.6),
  ],
  'fal-ai/aura-sr': [
    image,
    choiceOption('checkpoint', messages.version, ['v1', 'v2'], { default: 'v1' }),
    choiceOption('upscale_factor', fieldLabels.scale, [[4, '4']], { default: 4 }),
    switchOption('overlapping_tiles', messages.overlappingTiles, false, messages.overlappingTilesHint),
  ],
  'fal-ai/birefnet/v2': [
    image,
    choiceOption('output_format', fieldLabels.fileFormat, ['webp', 'png'], { default: 'png' }),
    choiceOption(
      'model',
      fieldLabels.model,
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
    choiceOption('operating_resolution', messages.processingResolution, ['1024x1024', '2048x2048', '2304x2304'], {
      default: '1024x1024',
    }),
    switchOption('refine_foreground', messages.refineEdges, true),
  ],
} satisfies Record<string, readonly InputField[]>

export type FalEndpoint = keyof typeof falFields
