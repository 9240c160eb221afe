import { message } from '../message.ts'

// Texts with plurals, which commands load when they run: their help must not wait for the plural library

export const modelsComplete = message('{count, plural, one {# model} other {# models}}, {complete} complete')
export const modelsInFolder = message('{folder}: {count, plural, one {# model} other {# models}}, {complete} complete')
export const providerModels = message('{count, plural, one {# model} other {# models}}')
export const notImported = message(
  '{count, plural, one {# file was} other {# files were}} not imported. The others are in the library.',
)
export const notImportedDiskFull = message(
  'The disk is full: {count, plural, one {# file was} other {# files were}} not imported. The others are in the library.',
)
export const notExported = message('Stopped: {count, plural, one {# image was} other {# images were}} not exported.')
export const filesChecked = message('{count, plural, one {# file} other {# files}} checked, {size}.')
export const notChecked = message(
  '{count, plural, one {# file was} other {# files were}} not checked, because the shared folder {folder} cannot be reached.',
)
export const companionsMissing = message(
  '{count, plural, one {# mask or stored result is} other {# masks or stored results are}} missing.',
)
export const backedUp = message('{path}: {count, plural, one {# file} other {# files}}, {size}')
export const restoreReady = message(
  '{count, plural, one {# image} other {# images}} of the backup from {time} unpacked and checked. It replaces the library at the next start of Atelier or with the next command.',
)
export const heldRequests = message(
  '{count, plural, one {# request was} other {# requests were}} queued when the backup was made. The queue stays paused until you resume it.',
)
export const ledgerTotal = message(
  '{count, plural, one {# request} other {# requests}} · {billed} billed · {maybeBilled} possibly billed',
)
export const ledgerUnpriced = message('{count, plural, one {# request} other {# requests}} without a known price')

// Embed and search
export const indexing = message('{done} of {total} images')
export const indexed = message(
  '{count, plural, =0 {No new images} one {# image} other {# images}} embedded with {model}. The library has {total, plural, one {# image} other {# images}}.',
)
export const notIndexed = message('{count, plural, one {# image} other {# images}} could not be read.')

export const indexIncomplete = message(
  '{count, plural, one {# image is} other {# images are}} not searchable with {model} yet. Run: atelier embed --all',
)

// Describe
export const wordsFound = message('Found {count, plural, one {# object} other {# objects}}: {scores}')
export const describing = message('{done} of {total} images described')
export const libraryDescribed = message(
  '{count, plural, =0 {No new images} one {# image} other {# images}} described with {model}.',
)

// Scripts
export const jobCount = message('{count, plural, one {# job} other {# jobs}}')
export const batchSummary = message(
  '{done} of {total, plural, one {# job} other {# jobs}} done · {images, plural, one {# image} other {# images}} · {cost}',
)
export const watchSummary = message(
  '{count, plural, one {# image} other {# images}} processed, {failed} failed · {cost}',
)
export const originalsInFolder = message(
  '{count, plural, one {# original is} other {# originals are}} in the shared folder {folder}. Run “atelier originals --move-back” to copy them to the library.',
)
export const originalsMovedBack = message(
  '{count, plural, one {# original} other {# originals}} moved back to the library',
)
export const originalsNotMovedBack = message(
  '{count, plural, one {# original} other {# originals}} could not be moved back.',
)
