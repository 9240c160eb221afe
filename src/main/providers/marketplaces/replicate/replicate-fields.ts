import * as fieldLabels from '../../../../shared/messages/en/model-fields.ts'
import * as modelNotes from '../../../../shared/messages/en/model-notes.ts'
import * as messages from '../../../../shared/messages/en/replicate.ts'
import { choiceOption, numberOption, switchOption, textOption } from '../../core/define-model.ts'
import { specialField, type InputField } from '../shared/input-shape.ts'

/**
 * Inputs of the built-in models, so that the form is available before Replicate has been queried: open FLUX models from
 * their published code (replicate/cog-flux, Apache-2.0, 2025-07-31), others from their pages of 2026. Requests are
 * written by the model's current schema.
 */

const wholeNumber = (name: string, label: string, min: number, max: number, usual: number | null): InputField =>
  numberOption(name, label, { isWhole: true, min, max, default: usual })
const number = (name: string, label: string, min: number, max: number, usual: number): InputField =>
  numberOption(name, label, { min, max, default: usual })

const prompt = textOption('prompt', fieldLabels.prompt, { isRequired: true })
const seed = numberOption('seed', fieldLabels.seed, { isWhole: true })
const count = wholeNumber('num_outputs', modelNotes.imageCount, 1, 4, 1)
const openRatios = ['1:1', '16:9', '21:9', '3:2', '2:3', '4:5', '5:4', '3:4', '4:3', '9:16', '9:21']
const ratio = (values: readonly string[] = openRatios, usual = '1:1') =>
  choiceOption('aspect_ratio', fieldLabels.aspectRatio, values, { default: usual })
const fileType = choiceOption('output_format', fieldLabels.fileFormat, ['webp', 'jpg', 'png'], { default: 'webp' })
const jpgOrPng = choiceOption('output_format', fieldLabels.fileFormat, ['jpg', 'png'], { default: 'jpg' })
const fileQuality = wholeNumber('output_quality', messages.outputQuality, 0, 100, 80)
const noChecker = switchOption('disable_safety_checker', messages.disableSafetyChecker, false)
const fast = switchOption('go_fast', messages.fastMode, true, messages.fastModeHint)
const megapixels = (...values: readonly string[]) =>
  choiceOption('megapixels', messages.megapixels, values, { default: values[0] ?? null })
const image = specialField('picture', 'image')
const mask = (hint: string) => specialField('picture', 'mask', { hint })
const lora: InputField[] = [
  textOption('lora_weights', messages.lora),
  number('lora_scale', fieldLabels.loraScale, -1, 3, 1),
]
const rewrites = switchOption('prompt_upsampling', fieldLabels.rewritePrompt, false, modelNotes.rewritePromptHint)
const tolerance = (min: number, max: number) =>
  wholeNumber('safety_tolerance', fieldLabels.safetyTolerance, min, max, 2)

const open: InputField[] = [prompt, ratio(), count, seed, fileType, fileQuality, noChecker, megapixels('1', '0.25')]
const schnell: InputField[] = [...open, fast, wholeNumber('num_inference_steps', fieldLabels.steps, 1, 4, 4)]
const dev: InputField[] = [
  ...open,
  fast,
  image,
  number('prompt_strength', fieldLabels.strength, 0, 1, 0.8),
  wholeNumber('num_inference_steps', fieldLabels.steps, 1, 50, 28),
  number('guidance', fieldLabels.guidanceScale, 0, 10, 3),
]
const redux: InputField[] = [
  specialField('picture', 'redux_image', { isRequired: true }),
  ...open.filter(({ name }) => name !== 'prompt'),
]
const kontext: InputField[] = [
  prompt,
  specialField('picture', 'input_image'),
  ratio([
    '1:1',
    '16:9',
    '9:16',
    '4:3',
    '3:4',
    '3:2',
    '2:3',
    '4:5',
    '5:4',
    '21:9',
    '9:21',
    '2:1',
    '1:2',
    'match_input_image',
  ]),
  seed,
  jpgOrPng,
  tolerance(0, 6),
  rewrites,
]
const proRatios = ['1:1', '16:9', '3:2', '2:3', '4:5', '5:4', '9:16', '3:4', '4:3']

const ideogram: InputField[] = [
  prompt,
  ratio([
    '1:1',
    '16:9',
    '9:16',
    '4:3',
    '3:4',
    '3:2',
    '2:3',
    '16:10',
    '10:16',
    '4:5',
    '5:4',
    '3:1',
    '1:3',
    '2:1',
    '1:2',
  ]),
  choiceOption('magic_prompt_option', modelNotes.magicPrompt, ['Auto', 'On', 'Off'], { default: 'Auto' }),
  choiceOption('style_type', fieldLabels.style, ['None', 'Auto', 'General', 'Realistic', 'Design'], {
    default: 'None',
  }),
  specialField('picture', 'image', { hint: 'An image file to use for inpainting. You must also use a mask.' }),
  mask('Black pixels are inpainted, white pixels are preserved.'),
  numberOption('seed', fieldLabels.seed, { isWhole: true, max: 2_147_483_647 }),
]

const whitePaints = 'Black areas will be preserved while white areas will be inpainted.'

export const replicateFields = {
  'black-forest-labs/flux-schnell': schnell,
  'black-forest-labs/flux-schnell-lora': [...schnell, ...lora],
  'black-forest-labs/flux-dev': dev,
  'black-forest-labs/flux-dev-lora': [
    ...dev,
    ...lora,
    textOption('extra_lora', messages.secondLora),
    number('extra_lora_scale', messages.secondLoraScale, -1, 3, 1),
  ],
  'black-forest-labs/flux-fill-dev': [
    prompt,
    specialField('picture', 'image', { isRequired: true, hint: 'Can contain an alpha mask.' }),
    mask(whitePaints),
    count,
    wholeNumber('num_inference_steps', fieldLabels.steps, 1, 50, 28),
    number('guidance', fieldLabels.guidanceScale, 0, 100, 30),
    seed,
    megapixels('1', '0.25', 'match_input'),
    fileType,
    fileQuality,
    ...lora,
    noChecker,
  ],
  'black-forest-labs/flux-redux-schnell': [...redux, wholeNumber('num_inference_steps', fieldLabels.steps, 1, 4, 4)],
  'black-forest-labs/flux-redux-dev': [
    ...redux,
    wholeNumber('num_inference_steps', fieldLabels.steps, 1, 50, 28),
    number('guidance', fieldLabels.guidanceScale, 0, 10, 3),
  ],
  'black-forest-labs/flux-1.1-pro': [
    prompt,
    specialField('picture', 'image_prompt'),
    ratio(proRatios),
    tolerance(1, 6),
    seed,
    rewrites,
    fileType,
    fileQuality,
  ],
  'black-forest-labs/flux-1.1-pro-ultra': [
    prompt,
    specialField('picture', 'image_prompt'),
    number('image_prompt_strength', modelNotes.imageStrength, 0, 1, 0.1),
    ratio([...openRatios, '2:1', '1:2']),
    switchOption('raw', fieldLabels.raw, false, modelNotes.rawHint),
    tolerance(1, 6),
    seed,
    jpgOrPng,
  ],
  'black-forest-labs/flux-fill-pro': [
    prompt,
    specialField('picture', 'image', { isRequired: true, hint: 'Can contain an alpha mask.' }),
    mask(whitePaints),
    choiceOption('outpaint', messages.outpaint, [
      'None',
      'Zoom out 1.5x',
      'Zoom out 2x',
      'Make square',
      'Left outpaint',
      'Right outpaint',
      'Top outpaint',
      'Bottom outpaint',
    ]),
    wholeNumber('steps', fieldLabels.steps, 1, 50, 50),
    number('guidance', fieldLabels.guidanceScale, 1.5, 100, 60),
    rewrites,
    tolerance(1, 6),
    seed,
    jpgOrPng,
  ],
  'black-forest-labs/flux-kontext-pro': kontext,
  'black-forest-labs/flux-kontext-max': kontext,
  'black-forest-labs/flux-2-pro': [
    prompt,
    specialField('pictures', 'input_images', { max: 8 }),
    ratio([...proRatios, 'match_input_image', 'custom']),
    choiceOption('resolution', fieldLabels.resolution, ['0.5 MP', '1 MP', '2 MP', '4 MP', 'match_input_image'], {
      default: '1 MP',
    }),
    tolerance(1, 5),
    seed,
    fileType,
    fileQuality,
  ],
  'ideogram-ai/ideogram-v3-turbo': ideogram,
  'ideogram-ai/ideogram-v3-balanced': ideogram,
  'ideogram-ai/ideogram-v3-quality': ideogram,
  'stability-ai/sdxl': [
    prompt,
    textOption('negative_prompt', fieldLabels.negativePrompt),
    image,
    mask('Black areas will be preserved, white areas will be inpainted.'),
    wholeNumber('width', fieldLabels.width, 256, 2_048, 1_024),
    wholeNumber('height', fieldLabels.height, 256, 2_048, 1_024),
    count,
    choiceOption(
      'scheduler',
      fieldLabels.scheduler,
      ['DDIM', 'DPMSolverMultistep', 'HeunDiscrete', 'KarrasDPM', 'K_EULER_ANCESTRAL', 'K_EULER', 'PNDM'],
      { default: 'K_EULER' },
    ),
    wholeNumber('num_inference_steps', fieldLabels.steps, 1, 500, 50),
    number('guidance_scale', fieldLabels.guidanceScale, 1, 50, 7.5),
    number('prompt_strength', fieldLabels.strength, 0, 1, 0.8),
    seed,
    switchOption('apply_watermark', fieldLabels.invisibleWatermark, true),
    noChecker,
  ],
} satisfies Record<string, readonly InputField[]>

export type ReplicateModel = keyof typeof replicateFields
