import { plainMessage as message } from '../plain-message.ts'

// Models
export const sdxl = message('Older engine with steps, samplers and up to 10 images per request.')
export const core = message('Fast and cheap. Text to image, 1.5 megapixels.')
export const ultra = message('Best quality. Also image to image.')
export const large = message('Largest open model.')
export const largeTurbo = message('Fast, few steps. Mostly ignores negative prompts.')
export const mediumSize = message('Smaller and cheaper.')
export const flash = message('Fastest. Mostly ignores negative prompts.')
export const inpaint = message('Inpaint')
export const erase = message('Erase')
export const outpaint = message('Outpaint')
export const searchAndReplace = message('Search and replace')
export const replacesObject = message('Finds an object by prompt and replaces it.')
export const searchAndRecolor = message('Search and recolor')
export const recolorsObject = message('Finds an object by prompt and recolors it.')
export const removeBackground = message('Remove background')
export const upscaleFast = message('Upscale, fast')
export const upscalesFast = message('×4 in about a second, adds no detail.')
export const upscaleConservative = message('Upscale, conservative')
export const upscalesConservative = message('Up to 4 megapixels, faithful to the original.')
export const upscaleCreative = message('Upscale, creative')
export const upscalesCreative = message('Up to 4K, with invented detail. Takes minutes.')

// Fields
export const clipGuidance = message('CLIP guidance')
export const growSelection = message('Grow selection (px)')
export const objectToReplace = message('Object to replace')
export const objectToRecolor = message('Object to recolor')

// Service
export const privacy = message(
  'Prompts and images are sent to Stability AI (api.stability.ai). See its terms for how long it keeps them. Results of its creative upscaler are kept for 24 hours.',
)

// Response
export const blurred = message('The service’s filter blurred the image (CONTENT_FILTERED).')
