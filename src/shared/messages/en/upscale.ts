import { message } from '../message.ts'

// Start upscale
export const cannotUpscale = message(
  'Cannot upscale {count} of {total, plural, one {# image} other {# images}}. {reason}',
)
export const upscalingImages = message(
  '{count, plural, one {Upscaling} other {Upscaling # images}} ×{factor} with {model}.',
)
export const showQueue = message('Show queue')

// Upscale dialog
export const upscale = message('Upscale')
export const upscaleImages = message('Upscale {count, plural, one {# image} other {# images}}')
export const cancel = message('Cancel')
export const model = message('Model')
export const scale = message('Scale')
export const pixels = message('{size} px')
export const size = message('Size')
export const largest = message('Largest')
export const price = message('Price')
export const priceEach = message('{price} each')
export const time = message('Time')
export const about = message('about {time}')
export const aboutEach = message('about {time} each')
export const openModels = message('Open Models')
export const lookingUpscalers = message('Looking for upscalers…')
export const servicesUpscaleToo = message('These services also upscale, with an API key: {services}.')
export const localModelsTurnedOff = message(
  'Local models are turned off. Turn them on in Models to upscale on this computer.',
)
export const noEngine = message(
  'Upscaling on this computer is free and needs an upscaler. Under Local models, add one in ONNX format with “Get models” or a folder, or install an engine and download Real-ESRGAN.',
)
export const noUpscaler = message('No upscaler is installed. Real-ESRGAN upscales photos and drawings.')
export const engineDoesNotRespond = message('The engine does not respond. Test it under Local models.')
