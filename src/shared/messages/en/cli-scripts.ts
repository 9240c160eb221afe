import { plainMessage as message } from '../plain-message.ts'

// Recipe
export const recipe = message('Print how an image was made, as a tool call that “run” repeats.')
export const recipeDetails = message(
  'Input images are named by library ID. What cannot be repeated exactly is listed under “differences”.',
)
export const recipeFile = message('Write the recipe to this file instead.')
export const noRecipe = message(
  '“{name}” was not made by a tool that can be repeated, so it has no recipe. To see what is known: atelier show {id}',
)

// Differences
export const seedUnknown = message('The seed is unknown, so the image will differ.')
export const seedNotSupported = message('{model} takes no seed, so the image will differ.')
export const seedBestEffort = message('{model} does not guarantee the same image for the same seed.')
export const modelUnknown = message('The model “{model}” is not available. Choose another with --set model=ID.')
export const modelRetired = message('{model} has been retired by its provider.')
export const modelRetiring = message('{model} is available until {date} only.')
export const providerUnknown = message(
  '“{provider}” is not a provider of this version. Choose one with --set provider=ID.',
)
export const providerWithoutKey = message('{provider} has no API key. Add one: atelier keys set {id}')
export const providerOff = message('{provider} is turned off in Settings.')
export const modelFileMissing = message('The model file {name} (SHA-256 {sha256}) is not on this computer.')
export const sourceMissing = message(
  'The source image is no longer in the library. Set another with --set input_image=FILE.',
)
export const namedReferenceMissing = message('The reference @{name} no longer exists: the name is sent as written.')
export const namedReferenceChanged = message('The reference @{name} has other images now.')
export const referenceMissing = message('A reference image ({id}) is no longer in the library, and is left out.')
export const maskMissing = message('The mask was not kept. Set one with --set mask_image=FILE.')
export const controlMissing = message('The control image is no longer in the library, and is left out.')
export const backgroundMissing = message(
  'The background image is no longer in the library. Set another with --set background_image=FILE.',
)
export const samplingLeftOut = message(
  'It was filled from a painted area only; the repeated fill uses the whole image.',
)
export const promptRevised = message('{model} rewrote the prompt, and may rewrite it differently.')
export const otherProgram = message(
  'It was made by another program ({program}), whose results Atelier cannot repeat exactly.',
)
export const settingLeftOut = message('The setting {name} ({value}) is not supported by {model}, and is left out.')
export const unknownProgram = message('unknown')

// Tool calls
export const callNotJson = message('{where} is not valid JSON: {problem}')
export const callNotValid = message('{where} is not a tool call. It must be like {example}.')
export const notInBatches = message(
  '{tool} makes many images and has its own command, which continues after an interruption: atelier {command}',
)
export const callProblem = message('{where}: {problem}')
export const lineName = message('Line {number}')
export const callName = message('Call {number}')
export const noCalls = message('{name} has no tool calls.')
export const cannotReadCalls = message('Could not read {name}.')
export const standardInput = message('Standard input')
export const setNotValid = message('--set must be NAME=VALUE, not “{value}”.')
export const setUnknown = message('{tool} has no parameter “{name}”. Available: {known}.')
export const setProblem = message('--set {name}: {problem}')
export const moreProblems = message('{count} more lines have problems.')

// Journal
export const journalNotWritten = message('Could not write the journal {name}, so nothing more is sent.')
export const journalInUse = message('Another run is using the journal {name}. Wait for it to end.')
export const journalUnfinished = message(
  'An earlier run of these jobs did not finish. Add --resume to continue it, or --restart to send every job again.',
)
export const resultKept = message('The result was made and is kept.')
export const mayBeBilled = message('It may have been billed. To send it again, add --retry-unknown.')

// Run
export const run = message('Run a tool call from a file, such as a recipe.')
export const runDetails = message('The file holds one tool call or a JSON list of them.')
export const callFile = message('JSON file, or - for standard input')
export const setParameter = message('Set a parameter. Repeatable.')
export const resultFolder = message('Also save copies of the results to this folder.')
export const maxCostOfAll = message(
  'Send nothing if all calls together could cost more than this, or a price is unknown.',
)

// Batch
export const batch = message('Run many tool calls, one per line of a file.')
export const batchDetails = message(
  'All lines are checked, and the price of all is estimated, before the first is sent. Ctrl+C cancels what was not sent.',
)
export const jobsFile = message('JSONL file, or - for standard input')
export const concurrency = message('How many jobs run at the same time. Default: {value}.')
export const reportFile = message('Write a line for each job to this JSONL file.')
export const resume = message('Continue an interrupted run: finished jobs are skipped, sent ones are not sent again.')
export const restart = message('Forget an interrupted run, and run every job again.')
export const retryUnknown = message('With --resume: send jobs again that may have been billed.')
export const resumeOrRestart = message('Use --resume or --restart, not both.')
export const retryNeedsResume = message('--retry-unknown needs --resume.')
export const nothingToResume = message('There is no earlier run of these jobs to continue.')
export const reportExists = message(
  'The report {name} already exists. Add --resume or --restart, or choose another name.',
)
export const cannotWriteReport = message('Could not write the report {name}.')
export const jobTwice = message('{where}: the ID “{id}” is used twice.')
export const estimateOfAll = message('{cost} estimated for {jobs}.')
export const estimateAtLeast = message('At least {cost} estimated for {jobs}; some prices are unknown.')
export const costAtLeast = message('{cost} or more')
export const unknownPrices = message(
  '{where}: the price is unknown, so --max-cost-usd cannot be checked. Nothing was sent.',
)
export const jobEnded = message('{done}/{total} {where} {state}')
export const notSucceeded = message('{failed} of {total} jobs did not succeed.')
export const interrupted = message('Interrupted. To continue: atelier batch {name} --resume')

// States of jobs
export const stateDone = message('done')
export const stateRefused = message('refused')
export const stateFailed = message('failed')
export const stateCanceled = message('canceled')
export const stateUnknown = message('possibly billed')

// Watch
export const watch = message('Run a recipe on each new image in a folder.')
export const watchDetails = message(
  'Images that are there already are included, and each content is processed once. Ctrl+C ends it.',
)
export const watchedFolder = message('Folder to watch, with its subfolders')
export const watchRecipe = message('Recipe whose input_image is replaced by each image.')
export const watchOnce = message('Process the images that are there, then end.')
export const recipeWithoutInput = message('{tool} takes no input_image, so it cannot run on the images of a folder.')
export const folderToWatchMissing = message('There is no folder {name}.')
export const outInsideWatched = message(
  'The results would be processed again: choose a folder for --out outside of {name}.',
)
export const libraryInsideWatched = message('The folder contains the library of Atelier. Watch another one.')
export const watching = message('Watching {name}. Press Ctrl+C to end.')
export const imageEnded = message('{name}: {state}')
export const capReached = message('Stopped at the limit: {reason}')

// Client library
export const client = message('Write the client library for your own programs (Node.js) to a folder.')
export const clientDetails = message(
  'The library starts this installation and calls its tools, with types for TypeScript. Install it in a project with “npm install ./FOLDER”, or import its index.js. An older copy in the folder is replaced. Documentation: docs/client.md.',
)
export const clientFolder = message('New folder, or one with an older copy of the library.')
export const clientWritten = message('The client library is in {folder}.')
export const clientNotWritten = message('The client library could not be written to “{folder}”.')
export const clientFolderInUse = message('“{folder}” holds other files. Choose a new folder.')
