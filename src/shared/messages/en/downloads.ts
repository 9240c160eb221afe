import { plainMessage as message } from '../plain-message.ts'

// Hub
export const mirrorNotValid = message(
  'HF_ENDPOINT is not a valid mirror address. Write it like https://mirror.example, or remove it.',
)
export const listTooLarge = message('it is too large for a file list')

// Model downloads
export const noDownload = message('There is no download “{id}”. It may have been removed.')
export const termsRefused = message('The terms of {label} were not accepted.')

// Hub errors
export const termsNotAccepted = message(
  '{repo} requires accepting its terms. Open {page} and accept them, then save an API key of that account on the Models page under Hugging Face.',
)
export const repoNotFound = message(
  '{host} has no “{repo}”, or it is private. Check its name (OWNER/NAME). For your own repository, save an API key on the Models page under Hugging Face.',
)
export const unexpectedResponse = message(
  'Unexpected response from {host}. A login page of your network may be in the way. Otherwise try again later.',
)
export const noResponse = message('{host} did not respond within {seconds} seconds. Try again later.')
export const connectionLost = message('The connection to {host} was lost. Try again.')
export const noConnection = message('There is no connection to {host}. Check the internet connection, then try again.')
export const hostHasNot = message('{host} has no “{what}”. Check its name: OWNER/NAME.')
export const rateLimited = message('{host} limits the request rate. Try again in a few minutes.')
export const hostFails = message('{host} has problems ({status}). Try again later.')
export const notAsAnnounced = message('{host} sent another {path} of {repo} than it announced. Try again later.')
export const hostReturnedError = message('{host} returned an error for “{what}” ({status}).')

// Incoming files
export const unknownModel = message('a model that Atelier does not know')
export const fileNotUsable = message('This file cannot be used: it is {what}. It was not kept.')

// Model sets
export const cannotDeleteFile = message('Could not delete {basename}.')

// Catalog of models for local vision
export const forSearch = message('{name}, search by content')
export const forObjects = message('{name}, object selection')
export const forRemoval = message('{name}, removal of objects')
export const forBackgrounds = message('{name}, background removal')
export const forDetection = message('{name}, object detection')
export const forDepth = message('{name}, depth maps')
export const forPoses = message('{name}, poses')
export const forDescriptions = message('{name}, image descriptions')

// Plan download
export const notInCatalog = message('“{id}” is neither in the catalog nor a repository. Write OWNER/NAME:FILE.')
export const severalFiles = message('{repo} has several files: name one after a colon. {shown}')
export const noModelFile = message('{repo} has no .safetensors or .gguf file, and no onnx folder.')
export const folderTaken = message(
  '{folder} already has other files named {name}. Rename them, or choose another download folder.',
)
export const notOnnx = message('a file that is not in ONNX format')
export const notJson = message('a file that is not JSON')
export const noSuchFile = message(
  '{repo} has no {path} with a published hash. It may have been moved. See https://huggingface.co/{repo}',
)
export const termsOf = message('the terms of {repo}')

// Downloader
export const processStopped = message(
  'The download process stopped unexpectedly. The downloaded part is kept, and the download resumes from there.',
)

// Download errors
export const partKept = message('The downloaded part is kept. Start the download again to resume.')
export const sendingStopped = message('{host} stopped sending for {seconds} seconds. {goesOn}')
export const certificateNotTrusted = message(
  'The certificate of {host} cannot be trusted, so nothing was downloaded from it. Check this computer’s clock, and whether a proxy or virus scanner is in the way.',
)
export const connectionLostPartKept = message('The connection to {host} was lost. {goesOn}')
export const noConnectionPartKept = message('There is no connection to {host}. Check the internet connection. {goesOn}')
export const rateLimitedPartKept = message('{host} limits the request rate. {goesOn}')
export const hostFailsPartKept = message('{host} has problems ({status}). {goesOn}')
export const accessRestricted = message('{host} restricts access to {name} ({status}).')
export const fileGone = message('{host} has no {name} ({status}). It was moved or deleted.')
export const fileNotSent = message('{host} did not send {name} ({status}).')

// Download file
export const cannotDownloadFile = message('Could not download {basename}.')
export const otherLength = message('it has {bytes} bytes instead of {sizeBytes}')
export const otherContents = message('its contents differ (SHA-256)')
export const longerThanAnnounced = message('it is longer than the announced {totalBytes} bytes')
export const sentIncompletely = message('{host} sent {basename} incompletely. Try again later.')

// Download image
export const notImageAddress = message('This is not the address of an image.')
export const imageNotHttps = message('Images are downloaded over https only, so {host} was not contacted.')
export const privateAddress = message('{host} is in a private network, so it was not contacted.')
export const imageNotSent = message(
  'The image could not be downloaded: the server returned an error ({status}). Save the image to a file and use that.',
)
export const imageTooLarge = message('The image is larger than {megabytes} MB.')
export const imageTimedOut = message('The image did not arrive in time. Try again later.')
export const imageHostUnreachable = message(
  'The image could not be downloaded, because there is no connection to its server. Check the address and the connection.',
)

// Hash pieces
export const cannotReadFile = message('Could not read {basename}.')

// Open range
export const tooManyRedirects = message('{host} redirects too many times.')
export const notAnAddress = message('This is not a download address.')
export const passwordInAddress = message('Addresses that contain a password are not supported.')
export const httpsOnly = message('Files are downloaded over https only, so {host} was not contacted.')
export const redirectNotValid = message('{host} redirects to an invalid address.')
export const redirectIntoPrivateNetwork = message(
  '{host} redirects to {host2}, which is in a private network, so it was not contacted.',
)

// Part file
export const cannotSaveFile = message('Could not save {basename}.')
export const noRoom = message(
  '{name} does not fit on the disk: {needed} are still to download, but only {free} are free. Free some space, or choose a folder on another disk.',
)
export const alreadyDownloading = message('{basename} is already being downloaded by this or another Atelier.')
export const cannotSaveDownload = message('Could not save {name}.')
export const diskFull = message(
  'The disk is full, so the download of {name} has stopped. Free some space, then start it again to resume.',
)

// Server responses
export const announcedOtherLength = message('it has {statedBytes} bytes instead of {sizeBytes}')
export const cannotResume = message('{host} could not resume the download. Start it again from the beginning.')

// Files that differ from their description
export const otherFile = message(
  '{name} from {host} is not the file that was announced: {reason}. It was not kept. Try again later, or download it elsewhere.',
)
export const noSuchVariant = message('{name} has no {variant}. Available: {known}.')

// ControlNets of the catalog
export const controlNetEdges = message('ControlNet 1.1 for edges, Stable Diffusion 1.x')
export const controlNetScribbles = message('ControlNet 1.1 for scribbles, Stable Diffusion 1.x')
export const controlNetLineArt = message('ControlNet 1.1 for line art, Stable Diffusion 1.x')
export const controlNetPoses = message('ControlNet 1.1 for poses, Stable Diffusion 1.x')
export const controlNetDepth = message('ControlNet 1.1 for depth, Stable Diffusion 1.x')
