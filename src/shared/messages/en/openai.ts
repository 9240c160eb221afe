import { plainMessage as message } from '../plain-message.ts'

// Models
export const newestDetailed = message('Latest model. Fine detail, faithful edits.')
export const newestFast = message('Latest model. Fast.')
export const anySize = message('Any size up to 8 megapixels.')
export const returnsRewritten = message('Rewrites the prompt and returns the new one.')
export const keepsOutside = message('Keeps the area outside the mask unchanged. Native variations.')
export const tokenPrices = message(
  'Price per million tokens: {output} output, {images} input images, {text} text. Estimated from the usage of {model}. Spending shows the actual cost.',
)

// Fields
export const backgroundHint = message('Transparent requires PNG or WebP.')
export const compression = message('Compression')
export const compressionHint = message('For JPEG and WebP. 100 is the highest quality.')
export const moderationHint = message(
  'How strictly content is filtered; overrides the safety setting. Edits: only at 1024 × 1024, 1536 × 1024 and 1024 × 1536.',
)
export const previews = message('Previews')
export const previewsHint = message('Each is billed as 100 output tokens, about $0.003. Single images only.')
export const inputFidelity = message('Input fidelity')
export const inputFidelityHint = message('Edits only. High keeps faces and details, and uses more input tokens.')
export const beyondHd = message('Quality above HD')
export const beyondHdHint = message('Overrides Quality. Slower and more expensive than HD.')
export const planning = message('Planning')
export const planningHint = message('How long the model plans the image, at any quality')

// Service
export const privacy = message(
  'Prompts and images are sent to OpenAI in the USA, which keeps them for up to 30 days to detect abuse. They are not used for training unless your account allows it.',
)
export const modelId = message('Model ID, such as gpt-image-2-2026-04-21')
export const keyWithoutList = message('API key accepted. It cannot list models, but images do not need that.')
export const keyWithModels = message('API key accepted. Image models: {count}.')
export const countryNotServed = message('OpenAI is not available in your country.')
export const unexpectedList = message('Unexpected model list from OpenAI. Nothing was billed.')

// Response
export const refusedByPolicy = message('Refused by the content policy.')
export const noImage = message('OpenAI returned no image.')
export const nothingForImage = message('OpenAI returned nothing for this image.')
export const endedEarly = message('The response ended before the image arrived.')
