import { plainMessage as message } from '../plain-message.ts'

// Check
export const keyAccepted = message('API key accepted.')
export const creditsLeft = message('{credits} credits left.')
export const keyAcceptedCredits = message('API key accepted. {credits} credits left.')

// Request
export const extendRequired = message(
  'Set how far to extend the image: at least one side must be more than 0 px. Nothing was sent.',
)

// Response
export const noImage = message('The response contains no image.')
export const noImageReturned = message('No image was returned.')
export const serviceError = message('The service reported an error.')
export const failedWithoutMessage = message('It failed without an error message.')
export const failedWithStatus = message('It failed without an error message (HTTP {status}).')
export const taskUnknown = message('{service} no longer has this task.')
export const notTaskOf = message('This is not a task of {service}.')
