import { plainMessage as message } from '../plain-message.ts'

// Choose build
export const nvidiaGpu = message('NVIDIA GPU')
export const amdGpu = message('AMD GPU')
export const intelGpu = message('Intel GPU')
export const appleGpu = message('Apple GPU')
export const noBuildForSystem = message('There is no build for {system}.')
export const noBuildForArchitecture = message('There is no build for {system} on {arch}.')
export const noBuildFits = message('No build fits this computer. {reason} Use your own build of stable-diffusion.cpp.')
export const needsGlibc = message('It needs glibc {needed}, but this system has another C library.')
export const needsNewerGlibc = message('It needs glibc {needed}, but this computer has {found}.')
export const needsNewerMacos = message('It needs macOS {needed}, but this computer has {found}.')
export const needsNvidia = message('It needs an NVIDIA GPU and its driver.')
export const needsGpu = message('It needs a GPU, but none was found.')
export const needsVulkan = message('It needs a GPU driver with Vulkan.')
export const needsAmd = message('It needs an AMD GPU.')
export const buildName = message('{value} build')
export const nvidiaFound = message('{label}: NVIDIA GPU with its driver found')
export const forEveryMac = message('{label}: for every Mac')
export const gpuFound = message('{label}: {gpu} found')
export const gpuWithoutVulkan = message(
  '{label}: {gpu} found, but no Vulkan driver. Install one for much faster images',
)
export const noGpuFound = message('{label}: no GPU found, so images take minutes')

// Engine releases
export const cannotInstallEngine = message('Could not install the engine.')
export const cannotOpenArchive = message('Could not open {zipPath}.')
export const buildNotAvailable = message('There is no {value} build for this system. {reason}')
export const availableBuilds = message('Available: {builds}.')

// Installed engines
export const noneInstalled = message('None is installed')
export const installedEngines = message('Installed: {names}')
export const engineNotInstalledOf = message('No engine named {name} is installed. {known}.')
export const engineNotInstalled = message('No engine named {name} is installed.')
export const cannotRemoveEngine = message('Could not remove the engine {name}.')
export const noLibraryInArchive = message(
  'The archive has no library of stable-diffusion.cpp for this system. Choose a release’s archive for this system.',
)

// Plan unpacking
export const tooManyFiles = message('it has more than {entriesMax} files')
export const unpackedTooLarge = message('it is too large when unpacked')
export const growsTooMuch = message('it grows too much when unpacked')
export const nameNotValid = message('it has a file with an invalid name ({shown})')
export const encrypted = message('it is encrypted')
export const unknownCompression = message('its compression is not supported')
export const notFile = message('it has something that is not a file ({shown})')
export const nameTwice = message('it has two files with the same name ({shown})')

export const notUnpacked = message(
  'The archive was not unpacked: {reason}. Download it again from the stable-diffusion.cpp release page.',
)

// Release page
export const mirrorNotLocal = message(
  'ATELIER_ENGINE_MIRROR must be the address of a server on this computer, such as http://127.0.0.1:8080.',
)
export const installFromArchive = message('Or download the archive with a browser and install it from there.')
export const pageTooLong = message('The release page is too long. {fromZip}')
export const inMinutes = message('in {minutes} minutes')
export const inSomeTime = message('later')
export const rateLimited = message('GitHub limits the request rate. Try again {when}. {fromZip}')
export const releaseGone = message('Release {tag} of stable-diffusion.cpp no longer exists. Use your own build.')
export const pageFails = message('The release page returned {status}. Try again later. {fromZip}')
export const pageUnreadable = message('The release page could not be read. {fromZip}')
export const pageUnreachable = message('The release page cannot be reached. Check your internet connection. {fromZip}')
export const archiveMissing = message('The release has no archive {name}. {fromZip}')
export const checksumMissing = message('The release has no checksum for {name}, so it was not downloaded. {fromZip}')
export const otherSite = message('The release links to another site for {name}, which was not opened. {fromZip}')

// Unpack zip
export const noRoomForEngine = message(
  'The engine does not fit on the disk: {megabytes} MB more are needed. Free some space and try again.',
)
export const cannotUnpackEngine = message('Could not unpack the engine.')
export const cannotOpenFile = message('Could not open {path}.')
export const entryDamaged = message('{name} in it is damaged')
export const linkLeadsElsewhere = message('it has a link that leads elsewhere ({name})')
export const linkLeadsNowhere = message('it has a link that leads nowhere ({name})')
export const archiveDamaged = message(
  'The archive is damaged or not a zip file ({why}). It was not kept. Download it again.',
)

// Engine
export const unreadableResponse = message('The engine returned an unreadable response.')
export const cannotWriteTestModel = message('Could not write a test model.')

// Engine errors
export const chooseBuild = message('Choose a build of stable-diffusion.cpp {engineRelease} for this computer.')
export const engineUnfit = message('{path} does not work with Atelier. Its test images failed: {reason} {advice}')
export const lastOutput = message('Last output: {output}')
export const processEnded = message('its process ended.')
export const noAnswer = message('it did not respond.')
export const outOfMemory = message('Memory ran out.')
export const gpuLost = message(
  'The graphics card stopped responding: its driver was restarted, or the card is gone. The engine restarts with the next image. If it happens again, close other apps that use the card, update its driver, or choose a smaller size.',
)
export const modelEndsEngine = message(
  'This model has stopped the engine {times} times in a row, so it was not tried again. Check its files, or choose another model. After a restart of Atelier, you can try it once more.',
)
export const stoppedBySystem = message('The engine was stopped, probably by the system because memory ran out.')
export const stoppedUnexpectedly = message('The engine stopped unexpectedly. It restarts with the next image.')
export const noProgress = message(
  'The engine made no progress for a long time and was stopped. Try a smaller size or another model.',
)

// Fit memory
export const thisComputer = message('this computer')
export const otherAppsUse = message('other apps use {used} of the {total} on {label}')

// Memory planner
export const memorySaved = message('To save memory: {ways}.')
export const fitsWithOffload = message('{label} fits with offload, which is slower: {ways}.')
export const fitsWithOffloadBecause = message(
  '{label} fits with offload, which is slower: {ways}. It would fit without, but {others}.',
)
export const outOfMemoryBecause = message('Out of memory: {others}. Close them, or choose a smaller model or image.')
export const savedDifferently = message(
  'Memory is saved differently than for the first image ({current}; then: {first}), depending on what is free. The image may differ.',
)
export const notEnoughMemory = message(
  'Not enough memory, even with all memory saving. Choose a smaller size or a model of lower precision, or close other apps.',
)
export const needsMemory = message('{label} needs about {gigabytes} for this')
export const doesNotFitBecause = message(
  '{needed}, but {others}, so it will probably fail. Close them, or choose a smaller model or image.',
)
export const doesNotFit = message(
  '{needed}, but only {free} are free, so it will probably fail. Choose a smaller size or a model of lower precision, or close other apps.',
)
export const nothingSaved = message('nothing saved')

// Try engine
export const stepsReported = message('{heardSteps} of {steps} steps reported, {previews} previews')
export const inFirstSteps = message('in the first of {manySteps} steps')
export const testPrompt = message('a kite over the sea')
export const cancelIgnored = message('The engine went on drawing after a cancel.')

// Generating images
export const noImage = message('The engine made no image.')
export const noPrecision = message('This engine has no precision named “{type}”.')
export const notConverted = message('The engine could not convert this model.')
export const wayEnlarging = message('way of enlarging')
export const choiceUnknown = message('This engine has no {kind} named “{name}”.')

// Library test
export const noStepsReported = message('it reported no steps.')
export const oneColor = message('the test image came out in one color.')
export const seedIgnored = message('the same seed gave two different images.')
export const seedsAlike = message('two seeds gave the same image.')
export const maskIgnored = message('it changed what a mask protects.')
export const maskUnchanged = message('it painted nothing under a mask.')
export const otherCount = message('it drew {count} images instead of one.')
export const otherSize = message('it drew {width} × {height} pixels instead of {sidePx} × {sidePx}.')

// Upscale file
export const imageUnreadable = message(
  'The image to upscale cannot be read: it is damaged, or no longer there. Open it to see what is left.',
)
export const cannotSaveUpscaled = message('Could not save the upscaled image.')

// Convert model
export const modelIsFolder = message('{label} is a folder of several files. Only single files can be converted.')
export const modelFixed = message('The engine can only use {label} as it is.')
export const alreadyQuantized = message('{label} is already quantized ({quantization}). Convert the original instead.')
export const notSmaller = message('{label} would not become smaller.')
export const copyExists = message('{path} already exists. Use it, or delete it first.')
export const cannotSaveFile = message('Could not save {basename}.')
export const copyDoesNotWork = message('The converted model does not work. It was deleted.')
export const cannotReadFile = message('Could not read {basename}.')

// Local service
export const libraryIsFolder = message('{path} is a folder. Name the shared library in it.')
export const folderIsFile = message('{path} is a file. Name the folder it is in.')
export const tooManyFolders = message('The list of model folders is full: remove one first.')
export const noFolders = message('There are none')
export const knownFolders = message('Model folders: {folders}')
export const notModelFolder = message('{path} is not a model folder. {known}.')
export const noLocalModel = message('There is no local model “{id}”.{didYouMean}')
export const noEngine = message('No local engine yet. Choose one under Models → Local models.')

// File hashes
export const cannotReadPath = message('Could not read {path}.')

// Shared library
export const libraryUnusable = message(
  '{path} can’t be used as an engine: {reason}. Choose the shared library of a stable-diffusion.cpp release for this system.',
)
export const modelNotLoaded = message('The engine could not load this model.')
export const upscalerNotLoaded = message('The engine could not load this upscaler.')
export const noEdges = message('The engine found no edges in the control image. Choose another image.')

// Engine tests
export const trialLoad = message('load and draw')
export const trialSize = message('{side} × {side}')
export const trialAfterCancel = message('draw after the cancel')
export const trialCancel = message('cancel')
export const trialUnload = message('unload')

// Convert model
export const savesNothing = message('{precision} saves nothing with {name}. Choose one of: {known}.')
export const noRoomForCopy = message(
  '{name} does not fit on the disk: {megabytes} MB more are needed. Free some space and try again.',
)
