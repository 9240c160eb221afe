import { plainMessage as message } from '../plain-message.ts'

/** Named references: people, things, places and styles that prompts name as `@name`. */
export const nameTaken = message('There is a reference named @{name} already. Choose another name.')
export const nameTakenSince = message('Another reference has its name now. Rename that one first.')
export const referenceGone = message('This reference has been removed.')

export const noReferenceNamed = message('There is no reference named @{name}.')
export const referenceWithoutImages = message('@{name} has no images to compare with.')

// Files of references
export const notReferenceFile = message(
  '{file} is not a reference exported by Atelier. Choose a file ending in .atelier-reference.',
)
export const referenceFileDamaged = message(
  '{file} is damaged: {name} is missing or cannot be read. Export the reference again.',
)
export const referenceFileNewer = message(
  '{file} was exported by a newer version of Atelier. Update Atelier to import it.',
)
export const referenceFileTooLarge = message(
  '{file} unpacks to more data than Atelier accepts. Nothing was imported. Export the reference with fewer images.',
)
export const referenceTooLarge = message(
  'The images of @{name} are larger than 2 GB together. Remove some from the reference, then export it.',
)
export const cannotImportReference = message('Could not import {file}.')
