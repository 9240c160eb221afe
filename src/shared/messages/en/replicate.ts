import { plainMessage as message } from '../plain-message.ts'

// Models
export const pricePerSecond = message('Billed per second of compute time.')
export const priceOnPage = message('Billed per image or per second. See the model’s Replicate page.')
export const schnellWithLora = message('FLUX.1 schnell with a LoRA')
export const devWithLoras = message('FLUX.1 dev with LoRAs')
export const twoLoras = message('Up to 2 LoRAs.')
export const fillsMask = message('Fills the masked area.')
export const variationsFast = message('Variations, fast.')
export const variations = message('Variations of an image.')
export const ultra = message('About 4 megapixels.')
export const eightImages = message('Up to 8 input images.')
export const ideogramTurbo = message('Text in images, fast.')
export const ideogramBalanced = message('Text in images.')
export const ideogramQuality = message('Text in images, best quality.')
export const sdxl = message('Open model. Masks and a negative prompt.')

// Fields
export const outputQuality = message('Output quality')
export const disableSafetyChecker = message('Disable safety checker')
export const fastMode = message('Fast mode')
export const fastModeHint = message('Faster, but the same seed may give a different image.')
export const megapixels = message('Megapixels')
export const lora = message('LoRA')
export const secondLora = message('Second LoRA')
export const secondLoraScale = message('Second LoRA scale')
export const outpaint = message('Outpaint')

// Service
export const privacy = message(
  'Prompts and images are sent to Replicate, and on to the makers of some models. Replicate deletes them and the results after an hour.',
)
export const modelId = message('owner/model or owner/model:version, as shown on replicate.com')
export const accountNoBalance = message('Account {account}. Replicate does not report the balance.')
export const modelInvalid = message('“{id}” is not a Replicate model. Enter owner/model or owner/model:version.')
export const maskPolarityChanged = message(
  '{model} now uses the opposite mask colors. Nothing was sent or billed. Refresh models, then try again.',
)
export const uploadTooLarge = message('An image is too large to upload.')
export const startingModel = message('Starting. An idle model takes minutes.')
export const withheldNsfw = message('The image was withheld as NSFW: fewer were returned than requested.')
export const deletedAfterHour = message('Replicate deletes images after an hour. This one is gone.')
