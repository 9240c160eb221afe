import { message } from '../message.ts'

// Finished work
export const noImagesWereMade = message('No images were made')
export const imagesReady = message('{count, plural, one {Image ready} other {# images ready}}')
export const refusedCount = message('{count} refused')
export const failedCount = message('{count} failed')
export const costPending = message('cost pending')
export const free = message('free')
export const atLeast = message('at least {money}')
