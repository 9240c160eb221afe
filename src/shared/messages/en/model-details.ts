import { message } from '../message.ts'

export { free, priceEstimate, priceList, variations } from './model-info.ts'

// Prices
export const notBilled = message('Nothing is billed.')
export const image = message('Image')
export const eachInputImage = message('Each input image')
export const firstMegapixel = message('First megapixel')
export const additionalMegapixel = message('Each additional megapixel')
export const inputMegapixel = message('Each input megapixel')
export const draft = message('Draft')
export const standard = message('Standard')
export const hd = message('HD')

// Privacy
export const ownServer = message('prompts and images are sent to this address.')
export const customAddress = message('prompts and images are sent to this address instead of the service’s own.')

// Details
export const maskExact = message('Exact: only the masked area is repainted')
export const maskGuide = message('A guide: Atelier keeps only the masked area of the result')
export const maskAsImage = message('Sent as a second image: Atelier keeps only the masked area of the result')
export const maskNone = message('None: Atelier keeps only the masked area of the result')
export const maskWholeImage = message('None: works on the whole image')
export const maskRequired = message('{mask}. Required.')
export const seedRepeatable = message('Repeatable')
export const seedBestEffort = message('Accepted; results may differ')
export const notUsed = message('Not used')
export const none = message('None')
export const yes = message('Yes')
export const required = message('required')
export const optional = message('optional')
export const tasks = message('Tasks')
export const masks = message('Masks')
export const sizes = message('Sizes')
export const imagesPerRequest = message('Images per request')
export const referenceImages = message('Reference images')
export const inputImages = message('Input images')
export const prompt = message('Prompt')
export const negativePromptField = message('Negative prompt')
export const seed = message('Seed')
export const numberSettings = {
  guidance: message('Guidance scale'),
  steps: message('Steps'),
  strength: message('Denoising strength'),
}
export const loras = message('LoRAs')
export const controlImageField = message('Control image')
export const withControlNet = message('With a ControlNet')
export const outputFormats = message('Output formats')
export const whileGenerating = message('While generating')
export const previews = message('Previews')
export const progress = message('Progress')
export const newImages = message('new images')
export const editsByPrompt = message('edits by prompt')
export const editsByStrength = message('edits by denoising strength')
export const editsByOwnMethod = message('edits by its own method')
export const variationsByEdit = message('variations (by an edit)')
export const upTo = message('Up to {limit}')
export const upToSize = message('up to {size}')
export const upToSide = message('Up to {side} px per side')
export const upToSideAndSize = message('Up to {side} px per side and {size}')
export const upToCharacters = message('{count, plural, one {up to # character} other {up to # characters}}')
export const ratiosAtSizes = message('{ratios} at about {sizes}')
export const sideRange = message('{min}–{max} px per side in steps of {step}')
export const sizeOfInput = message('Same as the input image')
export const inputLimits = message('{size}, {bytes}, {formats}. Atelier scales and converts them.')
export const rangeWithDefault = message('{min}–{max} (default {normal})')
export const maxRatio = message('{ratio}:1 at most')

// Model details dialog
export const details = message('Details')
export const price = message('Price')
export const priceItem = message('Item')
export const usDollars = message('US dollars')
export const privacy = message('Privacy')
export const documentation = message('Documentation')
export const vendorPriceList = message('Price list')
export const getApiKey = message('Get API key')
