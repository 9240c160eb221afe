import { message } from '../message.ts'

// Close question
export const imagesUnderWay = message('{count, plural, one {# image is being made.} other {# images are being made.}}')
export const stillWorking = message('Atelier is still working.')
export const planRunning = message('An edit plan is running.')
export const agentWorking = message('An agent is working.')
export const downloadRunning = message('A download is running.')
export const exportRunning = message('An export is running.')
export const mayBeBilled = message('Sent to {services}, and may be billed even if it is canceled: {amount}')
export const notSentYet = message('Not sent yet: {amount}')
export const atLeast = message('at least {amount}')
export const priceUnknown = message('price unknown')
export const keepWorking = message('Keep working in the background')
export const cancelImages = message('{count, plural, one {Cancel # image and close} other {Cancel # images and close}}')
export const closeAnyway = message('Close anyway')
export const wait = message('Wait')

// Background
export const workingInBackground = message(
  '{count, plural, one {Atelier: # image is being made} other {Atelier: # images are being made}}',
)
export const openAtelier = message('Open Atelier')
export const quitAtelier = message('Quit Atelier')
