import { plainMessage as message } from '../plain-message.ts'

// Commands
export const show = message('List all settings with their values and where each comes from.')
export const showDetails = message('API keys are listed as set or not set; their values are never printed.')
export const check = message('Check a configuration file and list all problems with their lines.')
export const fileArgument = message('Configuration file; default: atelier.yaml in Atelier’s folder')
export const exportSettings = message('Print the settings that differ from the defaults as a configuration file.')
export const exportDetails = message(
  'Each setting has a comment. API keys are never written. With --out, atelier.schema.json is written beside the file, for editors.',
)
export const outFile = message('Write to this file instead.')
export const replaceFile = message('Replace an existing file.')
export const importSettings = message('Import settings from a configuration file into atelier.yaml.')
export const importDetails = message(
  'Takes files of Atelier and files such as atlas_config.yaml of other programs, and reports what was taken, changed and ignored. API keys are never taken.',
)
export const importArgument = message('The file to import')
export const dryRun = message('Only report what would change.')
export const schema = message('Print the JSON Schema of atelier.yaml, for editors.')

// Show
export const source = message('({source})')
export const fromDefault = message('default')
export const fromSettings = message('settings.json')
export const fromNamedFile = message('{file}, --config')
export const home = message('Atelier’s folder')
export const keyIsSet = message('set')
export const keyIsNotSet = message('not set')
export const nothing = message('none')

// Check, export and import
export const valid = message('{file}: no problems found.')
export const noFile = message('{file} does not exist. Atelier uses its settings alone.')
export const written = message('Wrote {file}.')
export const leftOut = message('{name} looks like an API key and was left out.')
export const taken = message('{name}: {value}')
export const takenFrom = message('{name}: {value} (was {previous})')
export const alreadySet = message('{name}: {value} (already set)')
export const withNote = message('{line}. {note}.')
export const ignored = message('Ignored: line {line}, {name}: {reason}.')
export const keyFound = message(
  'API key: line {line}, {name}: not taken. Set it with “atelier keys set {provider}” or {variable}.',
)
export const foreignKeyFound = message('API key: line {line}, {name}: not taken. It is for no provider of Atelier.')
export const nothingTaken = message('{file} has no settings that Atelier can use.')
export const imported = message('Imported into {file}.')
export const wouldImport = message('Nothing was written. Without --dry-run, this is imported into {file}.')
export const nothingChanged = message('{file} has all of this already.')
