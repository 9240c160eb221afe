import { message } from '../message.ts'

export const sampleOpened = message('Sample project opened: masks, layers and a fill with its source.')
export { showInGallery } from './studio-results.ts'
