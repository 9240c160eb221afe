import { message } from '../message.ts'

// Errors
export const sessionEnded = message('The live canvas has ended. Turn it on again.')
export const frameGone = message('This frame is no longer in memory. Keep the one shown now.')
export const modelMissing = message('The model “{model}” is no longer on this computer. Choose another one.')
export const modelUnsuitable = message('{model} does not redraw images by a strength. Choose another model.')
export const snapshotInvalid = message('The snapshot of the canvas is not a PNG image of the right size.')
