import { message } from '../message.ts'

// Object selection by words, on the canvas
export const findByWords = message('Find by words')
export const wordsExample = message('the left cup')
export const find = message('Find')
export const findingObjects = message('Finding “{words}”')
export const selectByWords = message('Select “{words}”')
export const objectsFound = message('{count} found for “{words}”')
export const objectsFoundBestSelected = message(
  '{count, plural, one {Selected “{words}”.} other {# objects found. The first is selected.}}',
)
export const noClearOutline = message('This object has no clear outline. Choose another, or click it.')
/** `at`: its number in the list. */
export const foundObject = message('{at} · {percent}%')
export const foundObjectLabel = message('Object {at}, {percent}% match')
export const selectAllFound = message('Select all')
export const foundHint = message('Turn objects on or off. The numbers are on the image.')
