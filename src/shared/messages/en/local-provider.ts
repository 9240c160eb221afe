import { plainMessage as message } from '../plain-message.ts'

// Local
export const privacy = message('Nothing leaves this computer.')
export const blackImageAdvice = message(
  'Numbers overflowed while decoding. Use the model’s own VAE (for SDXL, one fixed for fp16), another sampler, or a model of higher precision.',
)
export const engineOnDevices = message('{engine} on {devices}')
export const modelFilesMissing = message('The files of {model} are missing. Add them again, or choose another model.')

// Plan hires
export const hiresTooLarge = message(
  'The hires pass would make {width} × {height}. The maximum is {max} px per side. Choose a smaller size or scale.',
)
export const hiresWithoutControl = message('The hires pass is skipped. It cannot follow a control image.')
export const hiresForNewImages = message('The hires pass is skipped. It works on new images only.')

// Read control
export const noSuchControlNet = message('There is no ControlNet named “{name}” on this computer.')
export const controlNetForOthers = message(
  '“{name}” is a ControlNet for other models than {model}, which is a {architecture} model.',
)
export const controlNetFor = message(
  '“{name}” is a ControlNet for {fitting} models, and {model} is a {architecture} model.',
)
export const controlNetUnusable = message('The ControlNet “{name}” cannot be used. {problem}')
export const getControlNet = message('Get one for it under Models, or remove the control image.')
export const chooseOther = message('Choose another: {names}.')

// Read LoRAs
export const tooManyLoras = message('At most {max} LoRAs can be combined. Remove some.')
export const noSuchLora = message('There is no LoRA named “{name}” on this computer.')
export const noLoraForModel = message('There is none for this model.')
export const availableLoras = message('Available: {names}.')
export const loraForOthers = message(
  '“{name}” is a LoRA for other models than {model}, which is a {architecture} model.',
)
export const loraFor = message('“{name}” is a LoRA for {fitting} models, and {model} is a {architecture} model.')
export const removeLora = message('Remove it.')

// Regenerating an image
export const engineDiffers = message(
  'The original was made with another engine version ({original}; now {current}). The image may differ.',
)
export const deviceDiffers = message(
  'The original was made on another device ({original}; now {current}). The image may differ.',
)
export const modelFileMissing = message(
  'This model file is not on this computer: {file}. Another one is used, so the image will differ.',
)
export const modelFilesReplaced = message(
  'These model files are not on this computer: {files}. Others are used, so the image will differ.',
)

// Upscale image
export const chooseImageToUpscale = message('Choose an image to upscale.')
export const notEnoughMemory = message(
  'There was not enough memory to upscale, even in small tiles. Close other apps, or choose a smaller upscaler.',
)
export const outOfMemory = message('Out of memory: {others}. Close them, then upscale again.')

// Files removed meanwhile
export const fileGone = message('{name} is no longer in {folder}. Put it back, or choose another model.')

// Model cards
export const cardNote = message('{family} · {precision} · on this computer')
export const upscalerNote = message('Upscaler · on this computer')
export const distilledGuidanceHint = message(
  'How closely the prompt is followed. This model uses it instead of guidance.',
)
export const flowShiftHint = message('Higher values spend more of the steps on the composition.')
export const tilingHint = message('Copies of the image fit together on all sides.')
export const hiresPass = message('Hires pass')
export const hiresHint = message('New images are enlarged and drawn once more: more detail without repetition.')
export const hiresStrength = message('Hires strength')
export const hiresStrengthHint = message('How much of the image the hires pass redraws.')
export const hiresUpscaler = message('Hires upscaler')
