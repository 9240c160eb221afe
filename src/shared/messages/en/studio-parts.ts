import { message } from '../message.ts'

export { dismiss, exportLabel, freePrice, retry, seed } from './studio.ts'
export { cancel, mergeMaskedArea, warnings } from './studio-results.ts'

// Card details
export const prompt = message('Prompt')
export const sentPrompt = message('Prompt as sent')
export const rewrittenPrompt = message('Rewritten prompt')
export const copied = message('Copied.')
export const takePrompt = message('Use prompt')
export const copy = message('Copy')
export const generateAgain = message('Generate again')

// Detail facts
export const price = message('Price')
export const time = message('Time')
export const request = message('Request')
export const servedModel = message('Model that answered')
export const priceBilled = message('{usd} billed')
export const billedWithEstimate = message('{usd} billed (estimate: {estimate})')
export const freeWithEstimate = message('free (estimate: {estimate})')
export const unknown = message('unknown')
export const priceEstimate = message('≈ {usd} (estimate)')
export const billed = message('Billed')
export const yes = message('yes')
export const no = message('no')
export const possiblyBilled = message('possibly, see the service’s bill')
export const size = message('Size')
export const sizeRequested = message('{size}, requested {requested}')
export const quality = message('Quality')
export const qualityRequested = message('{quality} requested')

// Blend panel
export const blend = message('Blend')
export const alignToImage = message('Align to image')
export const reset = message('Reset')
export const keepBlend = message('Keep blend')
export const growMask = message('Grow mask')
export const growMaskHint = message('Expands the area taken from the result')
export const feather = message('Feather')
export const featherHint = message('Fades into the image over this many pixels outside the mask')
export const matchColor = message('Match color')
export const matchColorHint = message('How closely the colors match the image')
export const soften = message('Soften')
export const softenHint = message('Fades inward from the edge of the mask')
export const opacity = message('Opacity')
export const opacityHint = message('Opacity of the result')
export const moveX = message('Move X')
export const moveXHint = message('Moves the result horizontally, after alignment')
export const moveY = message('Move Y')
export const moveYHint = message('Moves the result vertically, after alignment')

// Merge area bar
export const paintAreaOf = message('Paint over the area to merge from {name}')
export const paintAreaOfOther = message('Paint over the area to merge from the other image')
export const onlyPaintedChanges = message('Only the painted area changes.')
export const showDocument = message('Show document')
export const showSource = message('Show source')
export const merge = message('Merge')

// Spend dialog
export const changeLimits = message('Change limits')
export const close = message('Close')
export const spendingLimitReached = message('Spending limit reached')
export const nothingSent = message('Nothing was sent.')

// After first fill
export const pressTask = message('Now press {task}')
export const paintThenPress = message('Paint over what to remove, then press {task}')
export const takeTour = message('Take the tour')
export const continueTour = message('Continue the tour')
export const firstFillDone = message('Done. Hold this key to see the original:')
export const nextSteps = message('Next steps')
export const openOwnImage = message('Open your own image…')
