import { plainMessage as message } from '../plain-message.ts'

// Own styles
export const styleBuiltIn = message('“{name}” is a built-in style. Save yours under another name.')
export const tooManyStyles = message('You can have up to {ownMax} styles. Delete some first. Nothing was added.')

// Rewrite prompt
export const promptRewriting = message('prompt rewriting')
export const languageModel = message('The language model')
export const noRewriter = message(
  'No language model is set up to rewrite prompts. Set its address and name first. Nothing was sent.',
)
export const rewriterKeyInvalid = message(
  'The API key of the language model contains a space or an unusual character. Copy it again. Nothing was sent.',
)
export const refusedToRewrite = message('The language model refused to rewrite this prompt.')
export const emptyRewrite = message('The language model sent an empty response.')
export const promptUnchanged = message('Your prompt is unchanged. Try again, or choose another model.')
export const checkRewriterKey = message('Check the API key in the settings of the language model.')
export const checkRewriterAddress = message('Check the address in the settings of the language model.')

// Shipped styles
export const cannotReadBuiltInStyles = message('Could not read the built-in styles.')

// Style files
export const myStyles = message('My styles')
export const notStylesFile = message(
  '{basename} is neither an Atelier styles file nor a styles.csv. Nothing was added.',
)
export const cannotReadFile = message('Could not read {basename}.')
export const stylesFileTooLarge = message(
  '{basename} is too large for a styles file: it has more than 10 MB or 20,000 styles. Nothing was added.',
)

// Wildcard files
export const cannotReadFolder = message('Could not read the folder {folder}.')
export const cannotDeleteWildcardList = message('Could not delete the wildcard list {name}.')
export const wildcardListName = message(
  'Wildcard list names use letters A–Z, digits, spaces, - and _, and begin with a letter or digit. Nothing was changed.',
)

// Parse template
export const promptTooLong = message('The prompt has more than {templateCharsMax} characters. Shorten it.')
export const nestedTooDeep = message('Choices are nested more than {depthMax} deep. Simplify the prompt.')
export const tooManyAtOnce = message('{value} takes more than {takenMax} at once. Choose fewer.')

// Template lists
export const noWildcardList = message('There is no wildcard list “{name}”. {known}')
export const wildcardListEmpty = message('The wildcard list “{name}” is empty. Write a choice on each of its lines.')
export const availableLists = message('Available: {names}.')
export const moreLists = message('Available: {names} …')
export const noListsYet = message('There are no lists yet. Create one, or remove the name.')
export const listsInCircle = message(
  'These wildcard lists contain each other: {path}. Remove one of the names from its list.',
)

// Expand matrix
export const noPrompt = message('(no prompt)')

// Walk template
export const expandedTooLong = message(
  'Written out, the prompt has more than {templateCharsMax} characters. Use fewer lists or variables.',
)
