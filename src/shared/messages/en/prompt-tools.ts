import { message } from '../message.ts'

// Compiler dialog
export const style = message('Style')
export const stylePlaceholder = message('Art style or movement')
export const mood = message('Mood')
export const moodPlaceholder = message('Feeling or atmosphere')
export const lighting = message('Lighting')
export const lightingPlaceholder = message('Light source and quality')
export const composition = message('Composition')
export const compositionPlaceholder = message('Framing and arrangement')
export const camera = message('Camera')
export const cameraPlaceholder = message('Lens and camera effects')
export const palette = message('Palette')
export const palettePlaceholder = message('Colors')
export const medium = message('Art medium')
export const mediumPlaceholder = message('Materials and technique')
export const promptBuilder = message('Prompt builder')
export const subject = message('Subject')
export const negativePrompt = message('Negative prompt')
export const negativePlaceholder = message('What to exclude')
export const partSuggestions = message('{part}: suggestions')
export const anyModel = message('Any model')
export const sentences = message('Sentences')
export const keywords = message('Keywords')
export const weightedKeywords = message('Weighted keywords')
export const forModels = message('For {models}')
export const applyPrompt = message('Use prompt')
export const describeSubjectFirst = message('Describe the subject first.')
export const excluded = message('Exclude: {text}')

// History dialog
export const deleteAllQuestion = message('Delete all prompts?')
export const cancel = message('Cancel')
export const deleteAll = message('Delete all')
export const times = message('{count, plural, one {# time} other {# times}}')
export const deletePrompt = message('Delete prompt')
export const deleteAllButton = message('Delete all…')
export const promptHistory = message('Prompt history')
export const searchPrompts = message('Search prompts')
export const searching = message('Searching…')
export const noPromptsYet = message('No prompts yet. Every prompt you send is kept here.')
export const noMatchingPrompts = message('No matching prompts.')

// Saved texts
export const name = message('Name')
export const deleteLabel = message('Delete')
export const save = message('Save')
export const insert = message('Insert')

// Prompt tool dialog
export const snippets = message('Snippets')
export const newSnippet = message('New snippet')
export const text = message('Text')
export const insertedAtCursor = message('Inserted at the cursor.')
export const nameTooLong = message('Names have up to 80 characters.')
export const snippetTooLong = message('Snippets have up to 10,000 characters.')

// Rewrite dialog
export const shorter = message('shorter')
export const moreVivid = message('more vivid')
export const morePrecise = message('more precise')
export const simplerWords = message('simpler words')
export const inEnglish = message('in English')
export const rewriting = message('Rewriting…')
export const stop = message('Stop')
export const rewrite = message('Rewrite')
export const rewriteAgain = message('Rewrite again')
export const rewriteWithAi = message('Rewrite with AI')
export const rewriter = message('{model} at {address}')
export const tokens = message('{count, plural, one {# token} other {# tokens}}')
export const change = message('Change')
export const instructions = message('Instructions')
export const instructionsPlaceholder = message('Your own, or one of these')
export const suggestedInstructions = message('Suggested instructions')
export const writePromptFirst = message('Write a prompt first.')
export const changes = message('Changes')

// Rewriter setup
export const enterAddress = message('Enter an address that begins with https:// or http://.')
export const address = message('Address')
export const model = message('Model')
export const modelNameOnServer = message('Model name on the server')
export const apiKey = message('API key')
export const noKeyNeeded = message('Not needed for local servers')
export const keyEndsWith = message('Ends with {ending}')
export const keyKeptUntilQuit = message('The API key is kept until you quit Atelier: {problem}')
export const removeApiKey = message('Remove API key')

// Style dialog
export const stylesSelected = message('{count, plural, one {# style} other {# styles}} selected')
export const clearSelection = message('Clear selection')
export const done = message('Done')
export const styles = message('Styles')
export const searchStyles = message('Search styles')
export const savePromptAsStyle = message('Save prompt as style…')
export const importLabel = message('Import…')
export const exportLabel = message('Export…')
export const noMatchingStyles = message('No matching styles.')
export const stylePreviewHint = message(
  'Point at a style to preview it. Selected styles are combined in the order you select them.',
)
export const myStyles = message('My styles')
export const stylesAdded = message('Added {count, plural, one {# style} other {# styles}}.')
export const stylesExported = message('Your styles were exported.')
export const stylesAddedAndSkipped = message(
  'Added {count, plural, one {# style} other {# styles}}, skipped {skipped} (already there or not a style).',
)

// Style editor
export const back = message('Back')
export const newStyle = message('New style')
export const group = message('Group')
export const prompt = message('Prompt')
export const stylePromptHint = message('{placeholder} marks where your prompt goes. Without it, the style comes last.')
export const styleIcon = message('Use current image as icon')

// Style tile
export const editName = message('Edit {name}')

// Unused settings
export const seedValue = message('seed {seed}')
export const numberSettings = {
  guidance: message('guidance'),
  steps: message('steps'),
  strength: message('strength'),
}
export const quality = message('quality')
export const sizeValue = message('size {size}')
export const styleValue = message('style {style}')
export const loraValue = message('LoRA {path}')
export const controlImage = message('control image')
export const settingValue = message('{name} {value}')
export const listAndMore = message('{list} and {count} more')
export const selectModelToUse = message('Prompt filled in. Select a model to use: {list}.')
export const notUsed = message('Settings applied to {model}. Not used: {list}.')
export const modelValue = message('model {model}')

// Wildcards dialog
export const wildcards = message('Wildcards')
export const wildcardChoices = message('Choices, one per line')
export const wildcardsHint = message(
  '{list} in a prompt picks a random line; {inline} needs no list. The lists are text files in the “wildcards” folder of Atelier.',
)
export const newList = message('New list')
export const lines = message('{count, plural, one {# line} other {# lines}}')
export const wildcardNameHint = message('Use letters A to Z, digits, spaces, - and _. Begin with a letter or digit.')
export const nameUsed = message('This name is already used.')
export const lineTooLong = message('Lines have up to 2,000 characters.')
