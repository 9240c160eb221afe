import { plainMessage as message } from '../plain-message.ts'

// Own styles
export const styleBuiltIn = message('“{name}” is a built-in style. Save yours under another name.')
export const tooManyStyles = message('You can have up to {ownMax} styles. Delete some first. Nothing was added.')

// Shipped styles
export const readBuiltInStyles = message('read the built-in styles')

// Style files
export const notStylesFile = message(
  '{basename} is neither an Atelier styles file nor a styles.csv. Nothing was added.',
)
export const readFile = message('read {basename}')
export const stylesFileTooLarge = message(
  '{basename} is larger than 10 MB, too large for a styles file. Nothing was added.',
)

// Wildcard files
export const readFolder = message('read the folder {folder}')
export const deleteWildcardList = message('delete the wildcard list {name}')
export const wildcardListName = message(
  'Wildcard list names use letters A–Z, digits, spaces, - and _, and begin with a letter or digit. Nothing was changed.',
)

// Parse template
export const promptTooLong = message('The prompt has more than {templateCharsMax} characters. Shorten it.')
export const nestedTooDeep = message('Choices are nested more than {depthMax} deep. Take some apart.')
export const tooManyAtOnce = message('{value} takes more than {takenMax} at once. Choose fewer.')

// Template lists
export const noWildcardList = message('There is no wildcard list “{name}”. {known}')
export const wildcardListEmpty = message('The wildcard list “{name}” is empty. Write a choice on each of its lines.')
export const noListsYet = message('There are no lists yet: make one, or take the name out.')

// Walk template
export const expandedTooLong = message(
  'Written out, the prompt has more than {templateCharsMax} characters. Use fewer lists or variables.',
)
