import { message } from '../message.ts'

export const help = message('Help')
export const searchHelp = message('Search help')
export const pages = message('Help pages')
export const results = message('Search results')
export const noResults = message('No results for “{query}”. Try other words, or the name of a button.')
export const resultIn = message('{section} – {page}')
export const takeTour = message('Take the tour')
export const continueTour = message('Continue the tour')
export const openSampleProject = message('Open sample project')
export const back = message('Back')

export const noKey = message('(no shortcut)')

// Pages made by the program
export const whatsNew = message('What’s new')
export const diagnostics = message('Diagnostics')
export const diagnosticsHint = message(
  'For reports of problems. It contains no keys, prompts, images, folders or file names.',
)
export const copyDiagnostics = message('Copy diagnostics')
export const copied = message('Copied')
export const licenses = message('Third-party licenses')
export const licensesHint = message(
  '{count, plural, one {Atelier contains # package by others.} other {Atelier contains # packages by others.}}',
)
export const findPackage = message('Find package')
export const packageOf = message('{name} {version} – {license}')
export const noLicenseText = message('The package is under {license} and comes without its text.')
