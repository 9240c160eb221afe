import { message } from '../message.ts'

// Dialogs and notices
export const close = message('Close')
export const dismiss = message('Dismiss')
export const notifications = message('Notifications')

// Fields and panels
export const valueOf = message('{label}, value')
export const numberRange = message('{min} to {max}.')
export const byteCount = message('{count} bytes')
export const resizePanel = message('Resize {panel}')

// Images
export const image = message('Image')
export const imageUnavailable = message('Image unavailable')
export const reveal = message('Reveal')

// Model details
export const detailsOf = message('Details of {model}')
export const modelDetails = message('Model details')
export const enterColor = message('Enter a color such as #d24b3c.')
export const pickColor = message('Pick color')
export const setBy = message('Set by {source}')
