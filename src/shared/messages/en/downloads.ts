import { plainMessage as message } from '../plain-message.ts'

// Create hub
export const hfEndpointNotValid = message(
  'HF_ENDPOINT is not a valid mirror address. Write it like https://mirror.example, or remove it.',
)
export const tooLargeFileList = message('it is too large for a file list')

// Create model downloads
export const thereNoDownloadId = message('There is no download “{id}”. It may have been removed.')
export const termsLabelWereNot = message('The terms of {label} were not accepted.')

// Hub errors
export const termsNotAccepted = message(
  '{repo} requires accepting its terms. Open {page} and accept them, then save an API key of that account on the Models page under Hugging Face, or with “keys set huggingface”.',
)
export const repoNotFound = message(
  '{host} has no “{repo}”, or it is private. Check its name (OWNER/NAME). For your own repository, save an API key on the Models page under Hugging Face, or with “keys set huggingface”.',
)
export const unexpectedResponse = message(
  'Unexpected response from {host}. A login page of your network may be in the way. Otherwise try again later.',
)
export const hostDidNotRespond = message('{host} did not respond within {seconds} seconds. Try again later.')
export const connectionHostWasLost = message('The connection to {host} was lost. Try again.')
export const thereNoConnectionHost = message(
  'There is no connection to {host}. Check the internet connection, then try again.',
)
export const hostHasNoWhat = message('{host} has no “{what}”. Check its name: OWNER/NAME.')
export const hostLimitsRequestRate = message('{host} limits the request rate. Try again in a few minutes.')
export const hostHasProblemsStatus = message('{host} has problems ({status}). Try again later.')
export const hostReturnedErrorWhat = message('{host} returned an error for “{what}” ({status}).')

// Incoming files
export const modelAtelierDoesNot = message('a model that Atelier does not know')
export const fileCannotBeUsed = message('This file cannot be used: it is {what}. It was not kept.')

// Model sets
export const deleteBasename = message('delete {basename}')

// Plan download
export const idNeitherInCatalog = message('“{id}” is neither in the catalog nor a repository. Write OWNER/NAME:FILE.')
export const repoHasSeveralFiles = message('{repo} has several files: name one after a colon. {shown}')
export const repoHasNoSafetensors = message('{repo} has no .safetensors or .gguf file.')
export const repoHasNoPath = message(
  '{repo} has no {path} with a published hash. It may have been moved. See https://huggingface.co/{repo}',
)
export const termsRepo = message('the terms of {repo}')

// Create downloader
export const downloadProcessStoppedUnexpectedly = message(
  'The download process stopped unexpectedly. The downloaded part is kept, and the download resumes from there.',
)

// Download errors
export const downloadedPartKeptStart = message('The downloaded part is kept. Start the download again to resume.')
export const hostStoppedSendingRound = message('{host} stopped sending for {seconds} seconds. {goesOn}')
export const certificateHostCannotBe = message(
  'The certificate of {host} cannot be trusted, so nothing was downloaded from it. Check this computer’s clock, and whether a proxy or virus scanner is in the way.',
)
export const connectionHostWasLostGoes = message('The connection to {host} was lost. {goesOn}')
export const thereNoConnectionHostCheck = message(
  'There is no connection to {host}. Check the internet connection. {goesOn}',
)
export const hostLimitsRequestRateGoes = message('{host} limits the request rate. {goesOn}')
export const hostHasProblemsStatusGoes = message('{host} has problems ({status}). {goesOn}')
export const hostRestrictsAccessName = message('{host} restricts access to {name} ({status}).')
export const hostHasNoName = message('{host} has no {name} ({status}). It was moved or deleted.')
export const hostDidNotSend = message('{host} did not send {name} ({status}).')

// Download file
export const downloadBasename = message('download {basename}')
export const hasBytesBytesInstead = message('it has {bytes} bytes instead of {sizeBytes}')
export const contentsDifferSha = message('its contents differ (SHA-256)')
export const longerThanAnnouncedTotal = message('it is longer than the announced {totalBytes} bytes')
export const hostSentBasenameIncompletely = message('{host} sent {basename} incompletely. Try again later.')

// Hash pieces
export const readBasename = message('read {basename}')

// Open range
export const hostRedirectsTooMany = message('{host} redirects too many times.')
export const notDownloadAddress = message('This is not a download address.')
export const addressesContainPasswordNot = message('Addresses that contain a password are not supported.')
export const filesDownloadedOverHttps = message('Files are downloaded over https only, so {host} was not contacted.')
export const hostRedirectsInvalidAddress = message('{host} redirects to an invalid address.')
export const hostRedirectsHost2Which = message(
  '{host} redirects to {host2}, which is in a private network, so it was not contacted.',
)

// Part file
export const saveBasename = message('save {basename}')
export const downloadDoesNotFit = message(
  '{name} does not fit on the disk: {needed} are still to download, but only {free} are free. Free some space, or choose a folder on another disk.',
)
export const basenameAlreadyBeingDownloaded = message(
  '{basename} is already being downloaded by this or another Atelier.',
)
export const saveName = message('save {name}')
export const diskFullSoDownload = message(
  'The disk is full, so the download of {name} has stopped. Free some space, then start it again to resume.',
)

// Take response
export const hasToldBytesBytes = message('it has {toldBytes} bytes instead of {sizeBytes}')
export const hostCouldNotResume = message('{host} could not resume the download. Start it again from the beginning.')
