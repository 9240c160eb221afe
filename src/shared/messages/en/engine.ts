import { plainMessage as message } from '../plain-message.ts'

// Choose build
export const nvidiaGpu = message('NVIDIA GPU')
export const amdGpu = message('AMD GPU')
export const intelGpu = message('Intel GPU')
export const appleGpu = message('Apple GPU')
export const ownBuildAdvice = message('Use your own build of stable-diffusion.cpp.')
export const thereNoBuildSystem = message('There is no build for {system}.')
export const thereNoBuildValue = message('There is no build for {system} on {arch}.')
export const needsNvidiaGpuDriver = message('It needs an NVIDIA GPU and its driver.')
export const needsGpuButNone = message('It needs a GPU, but none was found.')
export const needsGpuDriverVulkan = message('It needs a GPU driver with Vulkan.')
export const needsAmdGpu = message('It needs an AMD GPU.')
export const valueBuild = message('{value} build')
export const labelNvidiaGpuDriver = message('{label}: NVIDIA GPU with its driver found')
export const labelEveryMac = message('{label}: for every Mac')
export const labelNoGpuFound = message('{label}: no GPU found, so images take minutes')

// Create engine releases
export const installEngine = message('install the engine')
export const openZipPath = message('open {zipPath}')
export const thereNoValueBuild = message('There is no {value} build for this system. {there}')

// Installed engines
export const noneInstalled = message('None is installed')
export const noEngineNamedName = message('No engine named {name} is installed. {known}.')
export const noEngineNamedNameInstalled = message('No engine named {name} is installed.')
export const removeEngineName = message('remove the engine {name}')
export const archiveHasNoLibrary = message(
  'The archive has no library of stable-diffusion.cpp for this system. Choose a release’s archive for this system.',
)

// Plan unpacking
export const hasMoreThanEntries = message('it has more than {entriesMax} files')
export const tooLargeWhenUnpacked = message('it is too large when unpacked')
export const growsTooMuchWhen = message('it grows too much when unpacked')
export const hasFileInvalidName = message('it has a file with an invalid name ({shown})')
export const encrypted = message('it is encrypted')
export const compressionNotSupported = message('its compression is not supported')
export const hasSomethingNotFile = message('it has something that is not a file ({shown})')
export const hasTwoFilesSame = message('it has two files with the same name ({shown})')

// Release page
export const atelierEngineMirrorMust = message(
  'ATELIER_ENGINE_MIRROR must be the address of a server on this computer, such as http://127.0.0.1:8080.',
)
export const orDownloadArchiveBrowser = message('Or download the archive with a browser and install it from there.')
export const releasePageTooLong = message('The release page is too long. {fromZip}')
export const inMinutesMinutes = message('in {minutes} minutes')
export const gitHubLimitsRequest = message('GitHub limits the request rate. Try again {when}. {fromZip}')
export const releaseTagStableDiffusion = message(
  'Release {tag} of stable-diffusion.cpp no longer exists. Use your own build.',
)
export const releasePageReturnedStatus = message('The release page returned {status}. Try again later. {fromZip}')
export const releasePageCouldNot = message('The release page could not be read. {fromZip}')
export const releasePageCannotBe = message(
  'The release page cannot be reached. Check your internet connection. {fromZip}',
)
export const releaseHasNoArchive = message('The release has no archive {name}. {fromZip}')
export const releaseHasNoChecksum = message(
  'The release has no checksum for {name}, so it was not downloaded. {fromZip}',
)
export const releaseLinksAnotherSite = message(
  'The release links to another site for {name}, which was not opened. {fromZip}',
)

// Unpack zip
export const unpackEngine = message('unpack the engine')
export const openPath = message('open {path}')
export const stringifyInDamaged = message('{name} in it is damaged')
export const hasLinkLeadsElsewhere = message('it has a link that leads elsewhere ({name})')
export const hasLinkLeadsNowhere = message('it has a link that leads nowhere ({name})')
export const archiveDamagedOrNot = message(
  'The archive is damaged or not a zip file ({why}). It was not kept. Download it again.',
)

// Create engine
export const engineReturnedUnreadableResponse = message('The engine returned an unreadable response.')
export const writeTestModel = message('write a test model')

// Engine errors
export const chooseBuildStableDiffusion = message(
  'Choose a build of stable-diffusion.cpp {engineRelease} for this computer.',
)
export const processEndedLastWords = message('its process ended.{lastWords}')
export const didNotAnswer = message('it did not answer.')
export const memoryRanOutLast = message('Memory ran out.{lastWords}')
export const engineWasStoppedProbably = message(
  'The engine was stopped, probably by the system because memory ran out.',
)
export const engineStoppedUnexpectedlyRestarts = message(
  'The engine stopped unexpectedly. It restarts with the next image.{lastWords}',
)
export const engineMadeNoProgress = message(
  'The engine made no progress for a long time and was stopped. Try a smaller size or another model.',
)

// Fit memory
export const computer = message('this computer')
export const otherAppsUseGigabytes = message('other apps use {used} of the {total} on {label}')

// Memory planner
export const memorySaved = message('To save memory: {ways}.')
export const fitsWithOffload = message('{label} fits with offload, which is slower: {ways}.')
export const fitsWithOffloadBut = message(
  '{label} fits with offload, which is slower: {ways}. It would fit without, but {others}.',
)
export const outOfMemoryBut = message('Out of memory: {others}. Close them, or choose a smaller model or image.')
export const savedDifferently = message(
  'Memory is saved differently than for the first image ({current}; then: {first}), depending on what is free. The image may differ.',
)
export const notEnoughMemoryEven = message(
  'Not enough memory, even with all memory saving. Choose a smaller size or a model of lower precision, or close other apps.',
)
export const labelNeedsAboutGigabytes = message('{label} needs about {gigabytes} for this')
export const neededButOthersSo = message(
  '{needed}, but {others}, so it will probably fail. Close them, or choose a smaller model or image.',
)
export const neededButOnlyGigabytes = message(
  '{needed}, but only {free} are free, so it will probably fail. Choose a smaller size or a model of lower precision, or close other apps.',
)
export const nothingSaved = message('nothing saved')

// Try engine
export const heardStepsStepsSteps = message('{heardSteps} of {steps} steps reported, {previews} previews')
export const inFirstManySteps = message('in the first of {manySteps} steps')
export const kiteOverSea = message('a kite over the sea')
export const engineWentOnDrawing = message('The engine went on drawing after a cancel.')

// Draw images
export const engineMadeNoImage = message('The engine made no image.')
export const engineHasNoPrecision = message('This engine has no precision named “{type}”.')
export const engineCouldNotConvert = message('The engine could not convert this model.')
export const wayEnlarging = message('way of enlarging')
export const engineHasNoKind = message('This engine has no {kind} named “{name}”.')

// Prove library
export const saidNothingSteps = message('it said nothing of its steps.')
export const testImageCameOut = message('the test image came out in one color.')
export const sameSeedGaveTwo = message('the same seed gave two different images.')
export const twoSeedsGaveSame = message('two seeds gave the same image.')
export const changedWhatMaskProtects = message('it changed what a mask protects.')
export const paintedNothingUnderMask = message('it painted nothing under a mask.')
export const drewCountImagesInstead = message('it drew {count} images instead of one.')
export const drewWidthHeightPixels = message('it drew {width} × {height} pixels instead of {sidePx} × {sidePx}.')

// Upscale file
export const imageUpscaleCannotBe = message(
  'The image to upscale cannot be read: it is damaged, or no longer there. Open it to see what is left.',
)
export const writeUpscaledImage = message('write the upscaled image')

// Convert model
export const labelFolderSeveralFiles = message(
  '{label} is a folder of several files. Only single files can be converted.',
)
export const engineCanOnlyUse = message('The engine can only use {label} as it is.')
export const labelAlreadyQuantizedQuantization = message(
  '{label} is already quantized ({quantization}). Convert the original instead.',
)
export const labelWouldNotBecome = message('{label} would not become smaller.')
export const pathAlreadyExistsUse = message('{path} already exists. Use it, or delete it first.')
export const saveBasename = message('save {basename}')
export const convertedModelDoesNot = message('The converted model does not work. It was deleted.')
export const readBasename = message('read {basename}')

// Create local service
export const pathFolderNameShared = message('{path} is a folder. Name the shared library in it.')
export const pathFileNameFolder = message('{path} is a file. Name the folder it is in.')
export const listModelFoldersFull = message('The list of model folders is full: remove one first.')
export const thereNone = message('There are none')
export const pathNotModelFolder = message('{path} is not a model folder. {known}.')
export const thereNoLocalModel = message('There is no local model “{id}”.{didYouMean} See: atelier models list')
export const noLocalEngineYet = message(
  'No local engine yet. Choose one under Models → Local models, or with: atelier engine use LIBRARY',
)

// File hashes
export const readPath = message('read {path}')
