import { message } from '../message.ts'

// Disabled reasons
export const paintOverArea = message('Paint over the area to change.')
export const paintWhereToAdd = message('Paint where to add something.')
export const paintOverWhatToRemove = message('Paint over what to remove.')
export const paintOverBackground = message('Paint over the background.')
export const openImageFirst = message('Open an image first.')
export const openingImage = message('Opening the image…')
export const extendFrame = message('Extend the frame: enter pixels, choose a ratio, or drag with the Frame tool.')
export const modelGone = message('The selected model is no longer available. Choose another.')
export const noModelReady = message('No model is ready for this task.')
export const modelsNotLoaded = message('Could not load the models. See Models for the reason.')
export const loadingModels = message('Loading models…')
export const providerDisabled = message('{provider} is disabled.')
export const needsApiKey = message('{provider} needs an API key.')
export const enterPrompt = message('Enter a prompt.')
export const promptTooLong = message('The prompt is {count, plural, one {# character} other {# characters}} too long.')
export const paintSamplingArea = message('Paint where the fill may copy from, or set the sampling area to automatic.')

// Engine section
export const models = message('Models')
export const countSelected = message('{count} selected')
export const contentAwareFill = message('Content-aware fill')
export const removalModel = message('Removal model')
export const removalModelsHint = message('LaMa removes objects on complex backgrounds.')
export const noRemovalModel = message('No model for removal is installed.')
export const onThisComputer = message('on this computer, no prompt')
export const skipped = message('Skipped: {reason}')
export const notesForSeveral = message('Notes for several models')
export const notesFor = message('Notes for {model}')
export const output = message('Output: {size}')
export const addApiKey = message('Add API key')
export const chooseModel = message('Choose model')
export const moreModels = message('More models')

// Engine settings
export const options = message('Options')
export const matchColor = message('Match color')
export const matchColorHint = message('How strongly colors are blended across the edge of the mask')
export const resultsPerModel = message('Results per model')
export const results = message('Results')
export const resultCount = message('Number of results')
export const defaultValue = message('Default')
export const quality = message('Quality')
export const looseSeedHint = message('The same seed may give a different image.')
export const seedHint = message('The same seed gives the same image.')
export const advanced = message('Advanced')
export const countChanged = message('{count} changed')
export const fileFormat = message('File format')
export const safetyFilter = message('Safety filter')
export const safetyFilterHint = message('How strictly the service filters prompts and results')
export const blockNudity = message('Block nudity')
export const draft = message('Draft')
export const standard = message('Standard')
export const best = message('Best')
export const off = message('Off')
export const low = message('Low')
export const moderate = message('Moderate')
export const strict = message('Strict')

// Generate actions
export const noModelSupportsWeights = message('None of the selected models supports prompt weights.')
export const selectedModelWithoutWeights = message('The selected model does not support prompt weights.')
export const modelWithoutWeights = message('{model} does not support prompt weights.')

// Generate footer
export const failureOf = message('{model}: {title}')
export const sending = message('Sending…')
export const free = message('free')
export const cancel = message('Cancel')
export const cancelAllCount = message('Cancel all {count}')
export const fillAgain = message('Fill again')

// Generate panel
export const prompt = message('Prompt')
export const selectModelToDescribe = message('Select a model to describe what you want here.')

// Plan labels
export const generate = message('Generate')
export const modelCount = message('{count, plural, one {# model} other {# models}}')
export const generateImages = message('Generate {images, plural, one {# image} other {# images}}')
export const priceUnknown = message('price unknown')
export const aboutTime = message('about {time}')
export const plusUnknown = message('{price} + unknown')
export const priceOf = message('Price as of {day}')
export const pricesOf = message('Prices as of {day}')
export const thirdPartyPrices = message('~ from a third-party price list')
export const withUnknownPrice = message('{count} with an unknown price')
export const seed = message('seed')
export const negativePrompt = message('negative prompt')
export const size = message('size')
export const ignores = message('ignores {settings}')

// Price notes
export const cheaperModel = message('Cheaper: {model}, {price} instead of {current}.')
export const switchModel = message('Switch model')

// Prompt section
export const styles = message('Styles')
export const promptBuilder = message('Prompt builder')
export const builder = message('Builder')
export const rewriteWithAi = message('Rewrite with AI')
export const rewrite = message('Rewrite')
export const snippets = message('Snippets')
export const wildcards = message('Wildcards')
export const promptHistory = message('Prompt history')
export const history = message('History')
export const noPromptUsed = message('{model} does not use a prompt.')
export const negativePromptField = message('Negative prompt')
export const negativePromptPlaceholder = message('Negative prompt…')
export const stylePreset = message('Style preset')
export const removeStyle = message('Remove style {name}')
export const noStyle = message('None')
export const combinationsAllSent = message('{count, plural, one {# combination} other {# combinations}}. All are sent.')
export const combinationsBySeed = message(
  '{count, plural, one {# combination} other {# combinations}}. Each seed picks one.',
)
export const countlessAllSent = message('Countless combinations. All are sent.')
export const countlessBySeed = message('Countless combinations. Each seed picks one.')
export const promptTools = message('Prompt tools')

// Range field
export const set = message('Set')
export const setField = message('Set {label}')
export const resetField = message('Reset {label} to default')

// Sending
export const nothingToSend = message('Nothing to send yet.')

// Size choice
export const sideRange = message('Each side must be {min} to {max} px.')
export const sideMultiples = message('Sides must be multiples of {px} px.')
export const longestRatio = message('The long side can be at most {ratio} times the short side.')
export const tooFewPixels = message('Too few pixels for this model.')
export const tooManyPixels = message('Too many pixels for this model.')

// Size field
export const usualNote = message('default')

// Request preview
export const imagePreview = message('Image preview')
export const newAreaFilled = message('Image sent with the new area filled')
export const wholeImageSent = message('Whole image sent')
export const requestPreview = message('Request preview')
export const customArea = message('custom area')
export const resetArea = message('Reset area')
