import { message } from '../message.ts'

export const tour = message('Tour')
export const progress = message('{step} of {total}')
export const announced = message('Tour, {progress}. {text}')

// Steps
export const paint = message('Paint over the spoon with the brush.')
export const fill = message('Press Fill: the mask is filled from its surroundings, on this computer.')
export const filling = message('Filling…')
export const fillFailed = message('The fill failed. Press Fill to try again.')
export const proof = message('Point at this line to see what changed: only pixels under the mask.')
export const compare = message('Hold Original to compare with the photo.')
export const gallery = message('Open the Gallery: it has the photo and the result.')
export const lineage = message('Select the result and show its lineage: the photo it came from.')
export const exportStep = message('Export the result as a file.')
export const done = message('Done: you painted, filled, checked and exported. The photo is unchanged.')

// What a step waits for
export const opening = message('Opening the sample photo…')
export const inStudio = message('This step is in the Studio.')
export const inGallery = message('This step is in the Gallery.')
export const behind = message('This step is in the tab of the sample photo.')
export const closed = message('The sample photo is closed.')

// Buttons
export const showMe = message('Show me')
export const skipStep = message('Skip step')
export const leaveTour = message('Leave tour')
export const startOver = message('Start over')
export const goToStudio = message('Go to Studio')
export const goToGallery = message('Go to Gallery')
export const showTab = message('Show tab')
export const openAgain = message('Open again')
export const openSampleProject = message('Open sample project')
export const openOwnImage = message('Open your own image…')
export const close = message('Close')

/** The step of the history that “Show me” makes. */
export const maskSpoon = message('Mask spoon')
