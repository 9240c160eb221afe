import { message } from '../message.ts'

export const planGone = message('The edit plan no longer exists.')
export const maskEmpty = message('Nothing is painted on “{name}”.')
export const maskGone = message('“{name}” was not captured. Paint on it again.')
export const promptMissing = message('Enter a prompt.')
export const stepsUnready = message('Some steps cannot run yet.')
export const resultDoesNotMatch = message('The result does not match its surroundings. Try again or use another model.')
export const resultDeleted = message('The result was deleted. Run the plan to make it again.')
export const seedTooLarge = message('Seeds of content-aware fill and local models for removal go up to {max}.')

// On several images
export const batchGone = message('The run no longer exists.')
export const batchRunning = message('The plan is already running on these images.')
export const nothingToRun = message('There is nothing to run.')
export const stepProblem = message('{name}: {problem}')
export const nothingFound = message('Nothing was found for “{name}” in this image.')
export const maskScaled = message('The mask of “{name}” was scaled to the image.')
export const tooManyImages = message('A plan runs on up to {max} images at once.')
export const damagedLeftOut = message(
  '“{name}” is damaged and is left out. What could be read of it is in the library.',
)
export const noImagesInFolder = message('There are no images in this folder.')
