import { plainMessage as message } from '../plain-message.ts'

// Models
export const cheapest = message('Cheapest.')
export const replacedAtLowQuality = message('xAI now runs Grok Imagine 2.0 at low quality instead.')

// Service
export const privacy = message(
  'Prompts and images are sent to xAI in the USA, which keeps them for up to 30 days to detect abuse. They are not used for training unless your account allows it.',
)
export const modelId = message('Model ID, such as grok-imagine-image-2.0')
export const keyBlocked = message('xAI blocked or disabled this API key. Create a new one at console.x.ai.')
export const teamBlocked = message('xAI blocked the team of this API key. See console.x.ai.')
export const namedKeyAccepted = message('API key “{name}” accepted.')
export const keyWithoutImages = message(
  'API key accepted, but it has no permission for images. Change its permissions at console.x.ai.',
)
export const namedKeyWithoutImages = message(
  'API key “{name}” accepted, but it has no permission for images. Change its permissions at console.x.ai.',
)

// Response
export const noImage = message('xAI returned no image: nothing passed its moderation.')
export const withheld = message('Withheld by xAI’s moderation.')
export const nothingForImage = message('xAI returned nothing for this image.')
