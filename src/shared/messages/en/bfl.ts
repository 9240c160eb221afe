import { plainMessage as message } from '../plain-message.ts'

// Models
export const reliable = message('Fast and reliable. Supports variations.')
export const ultra = message('4 megapixels. Raw mode looks less processed.')
export const openWeights = message('Open weights. Adjustable steps and guidance.')
export const outpaintsLarge = message('Extends the image beyond its edges, up to 4 megapixels.')
export const kontextMax = message('Best Kontext model.')
export const flux2Pro = message('Up to 8 input images, 4 megapixels.')
export const flux2Max = message('Best quality of FLUX.2.')
export const flux2Flex = message('Adjustable steps and guidance. Renders text well.')
export const klein9b = message('Small, fast, cheap.')
export const klein4b = message('Smallest, fastest, cheapest.')
export const nextPro = message('Preview of the next pro.')
export const nextKlein = message('Preview of the next klein 9B.')
export const flux3 = message('Latest model. Up to 10 input images, 4K.')
export const flux3Klein = message('Small FLUX.3. Black Forest Labs rewrites the prompt.')
export const schnellElsewhere = message('BFL’s API does not offer schnell. fal.ai and Replicate do.')
export const schnellPrice = message('Not offered by BFL.')
export const outpaintingPrice = message('BFL reports the price with each request.')

// Fields
export const imageStrengthHint = message('How closely the result follows the image. Default: 0.1')
export const keepPrompt = message('Use prompt as written')
export const keepPromptHint = message('Otherwise BFL rewrites it first.')
export const searchWebHint = message('On by default at BFL, off by default in Atelier')

// Service
export const privacy = message(
  'Prompts and images are sent to Black Forest Labs (api.bfl.ai, in Europe or the USA). See its terms for how long it keeps them. Results can be downloaded there for ten minutes.',
)

// Request
export const oneImageOnly = message('This model takes only one image. Remove the reference image. Nothing was sent.')
export const extendedTooLarge = message(
  'The extended image would be {width} × {height} px, but this model is limited to 4 megapixels. Extend it less. Nothing was sent.',
)

// Response
export const analyzingPrompt = message('Analyzing the prompt')
