import { message } from '../message.ts'

// Confirm
export const confirmAddress = message('Use this address')
export const addressDetail = message(
  'Prompts and images will be sent to {address}. Continue only if you entered this address and trust it.',
)
export const addressQuestion = message('Use {host} for {label}?')
export const keyQuestion = message('Send your {label} API key to {host}?')
export const keyDetail = message(
  'The API key, prompts and images will be sent to {address}. Continue only if you entered this address and trust it.',
)
export const loginQuestion = message('Send your {label} login to {host}?')
export const loginDetail = message(
  'The login, prompts and images will be sent to {address}. Continue only if you entered this address and trust it.',
)
export const perRun = message('Per run')
export const perDay = message('Per day')
export const perMonth = message('Per month')
export const overLimitStops = message('Do not send')
export const newLimitsQuestion = message('Use these spending limits?')
export const confirmNewLimits = message('Use these limits')
export const changedLimitsQuestion = message('Allow more spending?')
export const confirmChangedLimits = message('Change limits')
export const perSession = message('Per session')
export const agentLimitsQuestion = message('Let agents spend more?')
export const agentHttpQuestion = message('Allow connections over HTTP?')
export const agentHttpDetail = message(
  'Apps on this computer that have the token can use Atelier at port {port}. They can read allowed folders, and spend up to your limits.',
)
export const confirmAgentHttp = message('Allow')
export const unpricedRequests = message('{count, plural, one {# request} other {# requests}} without a known price')
export const costLine = message('Cost: {amount}')
export const costAnd = message('{amount} and {requests}')
export const limitLine = message('{limit}: {amount}')
export const limitChange = message('{limit}: {before} → {after}')
export const overLimit = message('Over a limit: {action}')
export const overLimitAsks = message('Ask')
export const cancel = message('Cancel')
export const exceedLimitQuestion = message('Exceed your spending limit at {where}?')
export const nothingSentYet = message('Nothing has been sent yet.')
export const sendAnyway = message('Send anyway')
export const noLimit = message('no limit')

// Clipboard
export const notCopied = message('“{name}” could not be copied to the clipboard.')

// Desktop
export const imageGone = message('This image is no longer in the library.')
export const images = message('Images')
export const documents = message('Documents (Atelier, Photoshop, OpenRaster)')
export const allSupported = message('All supported')
export const openTitle = message('Open')
export const chooseImages = message('Choose images')
export const allFiles = message('All files')
export const chooseEditor = message('Choose app for editing images')
export const apps = message('Apps')
export const chooseFolder = message('Choose folder')
export const chooseWorkflow = message('Choose ComfyUI workflow (API format)')
export const workflows = message('ComfyUI workflows')
export const chooseCertificate = message('Choose certificate with its chain')
export const choosePrivateKey = message('Choose private key')
export const pemFiles = message('PEM files')
export const chooseEngine = message('Choose stable-diffusion.cpp library')
export const sharedLibraries = message('Shared libraries')
export const chooseEngineRelease = message('Choose stable-diffusion.cpp release')
export const archives = message('Archives')
export const importMask = message('Import mask')
export const importStyles = message('Import styles')
export const styles = message('Styles')
export const importReference = message('Import reference')
export const references = message('References')
export const chooseBackup = message('Choose backup')
export const backups = message('Backups')
export const pasteQuestion = message('Paste image from clipboard?')
export const pasteHint = message('It will be added to your library.')
export const fileExists = message('{file} already exists. Choose another name, or add the extension to replace it.')
export const paste = message('Paste')
export const cannotShowInFolder = message('Could not show {name} in its folder.')
export const folderNotShown = message('Atelier could not show the folder {folder}: {reason}')
export const windowClosed = message('The window was closed.')

// Open with
export const appMissing = message('{app} no longer exists. Choose another app with “Edit in another app…”.')
export const noAppForFile = message('No app can open {file}: {reason}. Choose one with “Edit in another app…”.')
export const appNotStarted = message(
  '{app} could not be started: {reason}. Choose another app with “Edit in another app…”.',
)

// Run window
export const windowKeepsCrashing = message('Atelier’s window keeps crashing.')
export const windowCrashHint = message('Your images and masks are saved. Atelier will close. Please start it again.')
export const quitAtelier = message('Quit Atelier')

// Save dialogs
export const atelierDocument = message('Atelier document')
export const photoshopDocument = message('Photoshop document')
export const openRasterImage = message('OpenRaster image')
export const pngImage = message('PNG image')
export const documentName = message('Document')
export const untitled = message('Untitled')
export const pastedImage = message('Pasted image')
export const saveDocument = message('Save document')
export const exportMask = message('Export mask')

export const csv = message('Comma-separated values')
export const exportSpending = message('Export spending')
export const exportStyles = message('Export styles')
export const exportGrid = message('Export grid')
export const pngImages = message('PNG images')
export const jpegImages = message('JPEG images')
export const webpImages = message('WebP images')
export const pdfFiles = message('PDF documents')
export const exportReference = message('Export reference')
export const referenceName = message('Reference')
export const backUpLibrary = message('Back up library')

// Dropped and chosen files
export const droppedFileUnknown = message('Atelier has no access to this file. Drop it again.')
export const chosenFileUnknown = message('Atelier has no access to this file. Choose it again.')
export const chosenFolderUnknown = message('Atelier has no access to this folder. Choose it again.')
export const tooManyDroppedFiles = message('Too many files. Drop up to {count} at once, or drop their folder.')

// Edit plans
export const openPlan = message('Open edit plan')
export const savePlan = message('Save edit plan')
export const editPlans = message('Edit plans')
