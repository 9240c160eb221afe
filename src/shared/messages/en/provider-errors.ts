import { plainMessage as message } from '../plain-message.ts'

// Next steps
export const tryLater = message('Try again later.')
export const tryInSecond = message('Try again in a second.')
export const tryInSeconds = message('Try again in {seconds} seconds.')
export const tryInMinutes = message('Try again in {minutes} minutes.')
export const generateAgain = message('Generate it again.')
export const updateOrReport = message('Update Atelier, or report it with the details.')

// Error factory
export const details = message('Details: “{text}”')
export const ownMistake = message('Something went wrong inside Atelier while it was using {provider} ({problem}).')
export const reportOwnMistake = message('Try again. If it happens again, please report it.')
export const unexpectedResponse = message('{provider} sent an unexpected response.')

// Fault errors
export const notReadyYet = message('{provider} is not ready yet.')
export const refused = message('{provider} refused this request.')
export const changeRequest = message('Change the request, then try again.')
export const apiKeyRejected = message('{provider} rejected the API key.')
export const checkApiKey = message('Check the API key on the Models page.')
export const checkApiKeyHere = message('Check the API key.')
export const loginRejected = message('{provider} rejected the login.')
export const checkLogin = message('Check the login on the Models page.')
export const checkLoginHere = message('Check the login.')
export const requestRejected = message('{provider} cannot process this request.')
export const changeRequestOrModel = message('Change the request or the model, then try again.')
export const modelOrAddressUnknown = message('{provider} does not know this model or address.')
export const chooseOtherModel = message('Choose another model.')
export const noImageServer = message('{host} responds, but no image server was found there (HTTP {status}).')
export const checkAddress = message('Check the address on the Models page.')
export const checkAddressHere = message('Check the address.')
export const outOfCredit = message('{provider} reports that your account is out of credit.')
export const addCredit = message('Add credit on the service’s website, or choose another provider.')
export const rateLimited = message('{provider} accepts no more requests at the moment.')
export const havingProblems = message('{provider} is having problems (HTTP {status}).')
export const imageNotMade = message('{provider} could not make the image.')
export const retryOrChange = message('Try again, or change the request.')
export const taskGone = message('{provider} no longer has this task or its image.')
export const notSupported = message('{provider} does not support this.')
export const chooseOtherModelOrProvider = message('Choose another model or provider.')

// Wire errors
export const startServer = message('Start it or correct its address on the Models page, then try again.')
export const startServerHere = message('Start it or correct its address, then try again.')
export const untrustedCertificate = message('Not connected: the certificate of {host} cannot be trusted.')
export const checkClock = message(
  'Check this computer’s clock, and whether a proxy or virus scanner intercepts the connection.',
)
export const connectionLost = message('{provider} was disconnected before the response was complete.')
export const checkServer = message('Check that it is still running, then try again.')
export const checkConnection = message('Check the connection, then try again.')
export const noResponseAt = message('{provider} does not respond at {host}.')
export const cannotReach = message('{provider} cannot be reached at {host}.')
export const checkConnectionAndAddress = message('Check the connection and the address, then try again.')
export const noRoute = message('{host} cannot be reached from this computer.')
export const checkInternet = message('Check the internet connection, then try again.')
export const notFinishedInSeconds = message('{provider} did not respond completely within {seconds} seconds.')
export const notFinishedInMinutes = message('{provider} did not respond completely within {minutes} minutes.')
export const webPage = message('{provider} sent a web page instead of data.')
export const checkLoginPage = message(
  'Your network may be showing a login page. Otherwise check the base URL, then try again.',
)
export const checkFirewall = message(
  'A firewall or proxy between this computer and the service may block the request. Check the base URL and the network, then try again.',
)
export const responseTooLarge = message('{provider} sent more than {megabytes} MB, the most that Atelier accepts.')
export const requestSmallerImage = message('Request a smaller image.')
export const moved = message('{provider} has moved and accepts no requests at this address.')
export const movedTo = message('{provider} has moved to {address} and accepts no requests at this address.')
export const correctBaseUrl = message('Correct its base URL on the Models page, then try again.')
export const correctBaseUrlHere = message('Correct its base URL, then try again.')

// Fetch image
export const withImageUrl = message('{message} Image URL: {url}')
export const privateAddress = message('{provider} sent a link to {host}, which leads into a private network.')
export const nothingDownloaded = message('Nothing was downloaded.')
export const linkExpired = message('{provider} no longer serves this image (HTTP {status}). Its link has expired.')
export const notDelivered = message('{provider} could not deliver the image (HTTP {status}).')

// URL policy
export const baseUrlInvalid = message(
  'The base URL {url} is not valid. Enter it like https://gateway.example/v1 or http://127.0.0.1:7860.',
)
export const baseUrlHasLogin = message(
  'The base URL {url} contains a user name or password. Remove it, and set the API key instead.',
)
export const baseUrlHasQuery = message(
  'The base URL {url} contains “?” or “#”. Enter only the scheme, the host and the path.',
)
export const baseUrlUnprotected = message(
  'The base URL {url} would send your API key and images unencrypted. Use https: http is only for this computer and your own network (localhost, .local names, private addresses).',
)
export const addressNotReadable = message(
  '{provider} sent an address that cannot be read, so nothing was sent or downloaded.',
)
export const addressNotKnown = message(
  '{provider} referred to {host}, which is not one of its known addresses, so nothing was sent or downloaded. If you trust it, report it so that it can be added.',
)

// Black image note
export const blackImage = message(
  'This image is completely black. Usually the VAE failed in half precision. It is not a refusal. {advice}',
)

// Session
export const taskCannotBePolled = message('{provider} left a task waiting that cannot be checked.')
