import { plainMessage as message } from '../plain-message.ts'

// Choose build
export const nvidiaGpu = message('NVIDIA GPU')
export const amdGpu = message('AMD GPU')
export const intelGpu = message('Intel GPU')
export const appleGpu = message('Apple GPU')
export const ownBuildAdvice = message('Use your own build of stable-diffusion.cpp.')
export const noBuildForSystem = message('There is no build for {system}.')
export const noBuildForArchitecture = message('There is no build for {system} on {arch}.')
export const needsNvidia = message('It needs an NVIDIA GPU and its driver.')
export const needsGpu = message('It needs a GPU, but none was found.')
export const needsVulkan = message('It needs a GPU driver with Vulkan.')
export const needsAmd = message('It needs an AMD GPU.')
export const buildName = message('{value} build')
export const nvidiaFound = message('{label}: NVIDIA GPU with its driver found')
export const forEveryMac = message('{label}: for every Mac')
export const noGpuFound = message('{label}: no GPU found, so images take minutes')

// Create engine releases
export const installEngine = message('install the engine')
export const openArchive = message('open {zipPath}')
export const buildNotAvailable = message('There is no {value} build for this system. {there}')

// Installed engines
export const noneInstalled = message('None is installed')
export const engineNotInstalledOf = message('No engine named {name} is installed. {known}.')
export const engineNotInstalled = message('No engine named {name} is installed.')
export const removeEngine = message('remove the engine {name}')
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

// Release page
export const mirrorNotLocal = message(
  'ATELIER_ENGINE_MIRROR must be the address of a server on this computer, such as http://127.0.0.1:8080.',
)
export const installFromArchive = message('Or download the archive with a browser and install it from there.')
export const pageTooLong = message('The release page is too long. {fromZip}')
export const inMinutes = message('in {minutes} minutes')
export const rateLimited = message('GitHub limits the request rate. Try again {when}. {fromZip}')
export const releaseGone = message('Release {tag} of stable-diffusion.cpp no longer exists. Use your own build.')
export const pageFails = message('The release page returned {status}. Try again later. {fromZip}')
export const pageUnreadable = message('The release page could not be read. {fromZip}')
export const pageUnreachable = message('The release page cannot be reached. Check your internet connection. {fromZip}')
export const archiveMissing = message('The release has no archive {name}. {fromZip}')
export const checksumMissing = message('The release has no checksum for {name}, so it was not downloaded. {fromZip}')
export const otherSite = message('The release links to another site for {name}, which was not opened. {fromZip}')

// Unpack zip
export const unpackEngine = message('unpack the engine')
export const openFile = message('open {path}')
export const entryDamaged = message('{name} in it is damaged')
export const linkLeadsElsewhere = message('it has a link that leads elsewhere ({name})')
export const linkLeadsNowhere = message('it has a link that leads nowhere ({name})')
export const archiveDamaged = message(
  'The archive is damaged or not a zip file ({why}). It was not kept. Download it again.',
)

// Create engine
export const unreadableResponse = message('The engine returned an unreadable response.')
export const writeTestModel = message('write a test model')

// Engine errors
export const chooseBuild = message('Choose a build of stable-diffusion.cpp {engineRelease} for this computer.')
export const processEnded = message('its process ended.{lastWords}')
export const noAnswer = message('it did not answer.')
export const outOfMemory = message('Memory ran out.{lastWords}')
export const stoppedBySystem = message('The engine was stopped, probably by the system because memory ran out.')
export const stoppedUnexpectedly = message(
  'The engine stopped unexpectedly. It restarts with the next image.{lastWords}',
)
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

// Draw images
export const noImage = message('The engine made no image.')
export const noPrecision = message('This engine has no precision named “{type}”.')
export const notConverted = message('The engine could not convert this model.')
export const wayEnlarging = message('way of enlarging')
export const choiceUnknown = message('This engine has no {kind} named “{name}”.')

// Prove library
export const noStepsReported = message('it said nothing of its steps.')
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
export const saveUpscaled = message('write the upscaled image')

// Convert model
export const modelIsFolder = message('{label} is a folder of several files. Only single files can be converted.')
export const modelFixed = message('The engine can only use {label} as it is.')
export const alreadyQuantized = message('{label} is already quantized ({quantization}). Convert the original instead.')
export const notSmaller = message('{label} would not become smaller.')
export const copyExists = message('{path} already exists. Use it, or delete it first.')
export const saveFile = message('save {basename}')
export const copyDoesNotWork = message('The converted model does not work. It was deleted.')
export const readFile = message('read {basename}')

// Create local service
export const libraryIsFolder = message('{path} is a folder. Name the shared library in it.')
export const folderIsFile = message('{path} is a file. Name the folder it is in.')
export const tooManyFolders = message('The list of model folders is full: remove one first.')
export const noFolders = message('There are none')
export const notModelFolder = message('{path} is not a model folder. {known}.')
export const noLocalModel = message('There is no local model “{id}”.{didYouMean} See: atelier models list')
export const noEngine = message(
  'No local engine yet. Choose one under Models → Local models, or with: atelier engine use LIBRARY',
)

// File hashes
export const readPath = message('read {path}')
