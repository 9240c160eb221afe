import { plainMessage as message } from '../plain-message.ts'

// Models
export const gen4 = message('Keeps people and objects from up to 3 images.')
export const gen4Turbo = message('Fast. Needs a reference image.')
export const google = message('By Google, via Runway.')
export const google4k = message('By Google, via Runway. Up to 4K.')
export const googleAllSizes = message('By Google, via Runway. From thumbnails to 4K.')
export const openai = message('By OpenAI, via Runway.')
export const byteDance = message('By ByteDance, via Runway.')
export const byteDanceLarge = message('By ByteDance, via Runway. Large images, fast.')
export const magnific = message('Upscales ×2 to ×16, up to 25 megapixels.')
export const videoOnly = message('Made videos only. Discontinued.')
export const webAppOnly = message('In Runway’s web app only, never in the API.')
export const neverInApi = message('Never in the API.')
export const creditPrice = message('Billed in credits. The response reports how many.')

// Fields
export const searchWebHint = message('The model may search for what the prompt names.')
export const imageType = message('Image type')
export const sharpen = message('Sharpen')
export const grain = message('Grain')

// Service
export const privacy = message(
  'Prompts and images are sent to Runway in the USA, and on to the maker of the model where it is not Runway’s own. See its terms for how long it keeps them. Results are kept for at least 24 hours.',
)

// Response
export const waitingForSlot = message('Waiting for a free slot in your account')
export const noImage = message('Runway returned no image.')
export const failed = message('Runway could not generate the image.')
