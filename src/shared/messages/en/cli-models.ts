import { plainMessage as message } from '../plain-message.ts'

// Engines
export const listEngines = message('List installed engines and the builds for this computer.')
export const ownBuild = message('your own build')
export const inUse = message('in use')
export const recommended = message('recommended')
export const noEngineYet = message('No engine yet. To install one: atelier engine install')
export const release = message('Release {tag}: {reason}')
export const installEngine = message('Download, test and use the engine for this computer.')
export const installDetails = message(
  'Downloads the recommended build of stable-diffusion.cpp, verifies its SHA-256 and tests it. After Ctrl+C, the download resumes the next time. To go back to the previous engine: atelier engine use NAME.',
)
export const backend = message('Install this build instead of the recommended one: {values}.')
export const fromArchive = message('Install a release archive that you have downloaded.')
export const removedOlder = message('Removed the older engine {name}')
export const removeEngine = message('Delete an installed engine.')
export const engineName = message('Name of the engine, as in “atelier engine list”')
export const engineRemoved = message('Removed {name} and freed {size}.')
export const noEngineLeft = message('No engine is in use now. Install or choose one.')
export const buildUnknown = message('There is no build named “{name}”. Available: {known}.')
export const findingRelease = message('Checking the release page…')
export const readingArchive = message('Reading the archive…')
export const downloading = message('Downloading…')
export const downloadingOf = message('Downloading {bytes} of {total}')
export const unpacking = message('Unpacking…')
export const unpackingOf = message('Unpacking {bytes} of {total}')
export const generatingTestImages = message('Generating test images…')
export const chooseEngine = message('Use an engine that is installed, or your own build of stable-diffusion.cpp.')
export const chooseEngineDetails = message('It is used only if it passes a test with a random 5 MB model.')
export const engineLibrary = message(
  'libstable-diffusion.so, stable-diffusion.dll or libstable-diffusion.dylib, or the name of an installed engine',
)
export const testEngine = message('Test the engine and list its devices.')
export const testDetails = message('Generates test images with a random 5 MB model, or with the files of --model.')
export const testLibrary = message('Test this library, without using it afterward.')
export const testThoroughly = message('Also measure several sizes, steps, previews, canceling and unloading.')
export const testModel = message('Measure with this model. Repeat for each of its files.')
export const forgetEngine = message('Stop using the engine. Its files are kept.')
export const engineForgotten = message('{path} is no longer used. Its files are kept.')
export const cannotOpenEngine = message('Could not open the engine {path}.')
export const anotherRelease = message(
  'Atelier is made for release {release}. This engine is another or unknown release and may not work.',
)
export const nameEveryFile = message('Specify all of its files: the model, its text encoders and its VAE.')
export const modelIncomplete = message('These files are not a complete model. {reason}')

// Models on this computer
export const listModels = message('List local models with their family, files and size, and what is missing.')
export const listDetails = message(
  'Scans the model folders and says why files are not used. With an engine, it also shows whether each model fits in memory at its default size.',
)
export const scanFolder = message('Scan this folder instead. Repeatable.')
export const noModelsYet = message(
  'No models yet. Download one (atelier models catalog) or add a folder (atelier models import FOLDER).',
)
export const modelFolder = message('Folder with models, such as that of ComfyUI or A1111')
export const importModels = message('Use the models in a folder. Nothing is copied.')
export const folderKnown = message('{folder} is already a model folder.')
export const forgetModels = message('Stop using the models in a folder. Its files are kept.')
export const folderForgotten = message('{folder} is no longer a model folder. Its files are kept.')
export const cannotReadFolder = message('Could not read the folder {folder}.')
export const fitUnknown = message('Whether models fit in memory is unknown: {reason}')
export const ready = message('ready')
export const incomplete = message('incomplete')
export const embedding = message('embedding')
export const upscaler = message('upscaler')
export const ofArchitecture = message('{name} ({architecture})')
export const notUsed = message('not used: {what}')
export const notUsedBecause = message('not used: {what}. {reason}')
export const unknownFile = message('unknown')

// Convert
export const convert = message('Quantize a local model to a smaller copy.')
export const convertDetails = message(
  'Without --to, lists the available precisions with their sizes and writes nothing. The copy is saved with the downloaded models, and the original is kept. Biases, embeddings and the VAE keep their precision.',
)
export const modelId = message('Model ID, as in “atelier models list”')
export const smaller = message('{percent}% smaller')
export const convertHint = message('To convert it: atelier models convert {id} --to {precision}')
export const converting = message('Converting {id} to {precision}: {percent}%')

// Downloads
export const catalog = message('List models to download, with their licenses. Works offline.')
export const downloadHint = message('To download one: atelier models download ID')
export const search = message('Search for models on Hugging Face.')
export const searchDetails = message('With the name of a repository, lists its files with their sizes.')
export const searchTerms = message('Search terms, or OWNER/NAME')
export const unknownLicense = message('unknown license')
export const termsToAccept = message('terms to accept')
export const noResults = message('No results. Try fewer words.')
export const download = message('Download a model from the catalog, with everything it needs.')
export const downloadDetails = message(
  'To resume an interrupted download, run the same command again. To download another of its files, add the file name after a colon.',
)
export const catalogId = message('ID, as in “atelier models catalog”')
export const add = message('Download a file from any Hugging Face repository.')
export const addDetails = message(
  'To resume an interrupted download, run the same command again. Pickle files (.ckpt, .pt) are refused, because opening one runs its code.',
)
export const repository = message('OWNER/NAME, or OWNER/NAME:FILE if it has several')
export const acceptTerms = message(
  'Accept the license, which you have read. Required unless the model is free for every use.',
)
export const saveTo = message('Save to this folder, which becomes a model folder.')
export const notInCatalog = message(
  '“{id}” is not in the catalog.{didYouMean} To see the catalog: atelier models catalog. To download from a repository: atelier models add',
)
export const remove = message('Delete a downloaded model. Files that other models need are kept.')
export const downloadedId = message('ID from the download, or from “atelier models list”')
export const alreadyRemoved = message('{id} was already removed.')
export const freed = message('{label}: {size} freed')
export const fileKept = message('Kept {name}, because another model needs it.')
export const alreadyHere = message('{name} is already here')
export const possibleCopy = message('Possible copy of {name}: {path}')
export const verifyingCopy = message('Verifying the copy in {folder}')
export const downloadProgress = message('{label}: {bytes} of {total} ({percent}%)')
export const downloadPaused = message('Paused. The downloaded part is kept. To resume, run the same command again.')
export const downloaded = message('{label}: {total}, of which {bytes} downloaded')
export const license = message('License: {name} ({page})')
export const termsNotAccepted = message(
  '{label} has its own terms: {terms}. Read them, then run the command again with --accept-terms. {missing} of {total} would be downloaded.',
)
export const notDownloaded = message('“{id}” was not downloaded by Atelier, so nothing was deleted. {known}')
export const noneDownloaded = message('No models have been downloaded.')
export const downloadedModels = message('Downloaded: {ids}.')

// What ends an error, by a command
export const getModel = message('To get it: atelier models download {id}')
export const getUpscaler = message('To get it: atelier models download {id}. To get the engine: atelier engine install')
export const setKey = message('To add a key: atelier keys set {id}')
export const getAnEngine = message('To get one: atelier engine install, or to choose one: atelier engine use LIBRARY')
export const seeModels = message('To see what there is: atelier models list')
export const useFolder = message('To use another once: --to FOLDER')
