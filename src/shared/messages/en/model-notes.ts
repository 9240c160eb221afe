import { plainMessage as message } from '../plain-message.ts'

// Notes shared by models of several services
export const aliasOf = message('Alias of {model}.')
export const discontinued = message('Discontinued.')
export const bestKontext = message('Best Kontext model. Renders text better.')
export const editsByPrompt = message('Edits an image from a prompt.')
export const erases = message('Removes the masked area. No prompt needed.')
export const fast = message('Fast.')
export const fastAndCheap = message('Fast and cheap.')
export const fastFewSteps = message('Fast and cheap, 1 to 4 steps.')
export const fineDetail = message('Fine detail.')
export const fourMegapixels = message('Up to 4 megapixels.')
export const goodValue = message('Good quality at a low price.')
export const inpaints = message('Repaints the masked area from a prompt.')
export const outpaints = message('Extends the image beyond its edges.')
export const removesBackground = message('Removes the background.')
export const rendersText = message('Renders text well.')
export const upscales = message('Upscales an image.')

// Prices
export const priceByGateway = message('Price set by the gateway that serves it.')
export const priceNotPublished = message('The service does not publish its price.')
export const pricePerTokenUnknown = message('Billed per token. Price unknown.')
export const priceUnknown = message('Price unknown.')

// Fields
export const autoCrop = message('Auto-crop')
export const extendUp = message('Extend up (px)')
export const extendDown = message('Extend down (px)')
export const extendLeft = message('Extend left (px)')
export const extendRight = message('Extend right (px)')
export const growMask = message('Grow mask (px)')
export const imageCount = message('Images')
export const imageStrength = message('Image strength')
export const magicPrompt = message('Magic prompt')
export const rawHint = message('Less processed, more natural')
export const rewritePromptHint = message('The model rewrites your prompt.')
export const timesFactor = message('×{factor}')
