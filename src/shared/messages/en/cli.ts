import { plainMessage as message } from '../plain-message.ts'

// Help
export const programSummary = message('Generate, edit and organize images from the command line.')
export const showVersion = message('Show the version.')
export const showHelp = message('Show help.')
export const showCommandHelp = message('Show help for a command.')
export const usageHeading = message('Usage:')
export const argumentsHeading = message('Arguments:')
export const optionsHeading = message('Options:')
export const commandsHeading = message('Commands:')
export const helpHeading = message('Help:')
export const examplesHeading = message('Examples:')
export const printJson = message('Print JSON instead of text.')
export const everyCommand = message(
  'Every command supports --json and has its own help, for example: atelier generate --help',
)
export const homeFolder = message('Set ATELIER_HOME to use another folder for the library, settings and logs.')
export const exitCodes = message(
  'Exit codes: 0 success, 1 failure, 2 invalid input, 3 refused by the provider, 4 spending limit, 5 canceled.',
)
export const required = message('Required.')
export const oneOfValues = message('One of {values}.')

// Groups of commands
export const editGroup = message('Edit:')
export const generateGroup = message('Generate:')
export const libraryGroup = message('Library:')
export const exportGroup = message('Export:')
export const modelsGroup = message('Models:')
export const providersGroup = message('Providers and costs:')
export const automationGroup = message('Agents and scripts:')
export const manageEngine = message('Manage the local engine: list, install, use, remove, test, forget.')
export const manageModels = message(
  'Manage local models: list, import, forget, catalog, search, download, add, remove, convert.',
)
export const manageKeys = message('Manage API keys: list, set, test, delete.')
export const manageConfiguration = message('Manage the configuration: show, check, export, import, schema.')
export const manageQueue = message('Manage the queue: list, cancel, retry.')
export const manageReferences = message(
  'Manage references that prompts use as @name: add, list, remove, export, import.',
)
export const managePlans = message('Run edit plans.')
/** By the first word of its commands. */
export const parentSummaries: Readonly<Record<string, string>> = {
  engine: manageEngine,
  models: manageModels,
  keys: manageKeys,
  config: manageConfiguration,
  queue: manageQueue,
  reference: manageReferences,
  plan: managePlans,
}

// Invalid input
export const commandMissing = message('No command specified.')
export const commandUnknown = message('Unknown command “{name}”.')
export const optionUnknown = message('Unknown option “{name}”.')
export const argumentMissing = message('The argument <{name}> is missing.')
export const tooManyArguments = message('Too many arguments for “{name}”: expected {expected}, got {given}.')
export const valueMissing = message('The option {option} needs a value.')
export const requiredOptionMissing = message('The required option {option} is missing.')
export const argumentsNotValid = message('These arguments are not valid. To see help, add --help.')
export const optionConflict = message('{option} cannot be used with {other}.')
export const optionEmpty = message('{option} must not be empty.')
export const numberOutOfRange = message('{option} must be a number from {min} to {max}, not “{value}”.')
export const wholeNumberOutOfRange = message('{option} must be a whole number from {min} to {max}, not “{value}”.')
export const notOneOf = message('{option} must be one of {values}, not “{value}”.')
export const notImageId = message('“{id}” is not an image ID. To see them: atelier list')

// Output files
export const outputOrJson = message(
  '--out - writes the image itself to standard output, so it cannot be used with --json.',
)
export const outputIsTerminal = message(
  '--out - writes the bytes of an image. Send them to a file or another program, for example: --out - > image.png',
)
export const outputOfOneImage = message('--out - writes one image to standard output. Give one ID.')
export const outputOfOne = message('--out - writes one image to standard output. Use one model, and no --n.')
export const formatUnknown = message('The extension of “{file}” is not an image format. Use one of {values}.')
export const folderMissing = message('The folder of “{file}” does not exist.')
export const fileExists = message('“{file}” already exists. Choose another name, or add --force.')
