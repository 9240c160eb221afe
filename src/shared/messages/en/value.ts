import { message } from '../message.ts'

// What models are worth: the view, and the command

export const value = message('Value')
export const valueHint = message('Your ratings beside price and time. Computed on this computer from your library.')
export const model = message('Model')
export const rating = message('Rating', 'model')
export const costPerImage = message('Cost per image')
export const timePerImage = message('Time per image')
export const images = message('Images')
export const kept = message('Kept')
export const note = message('Note')

// Filters
export const task = message('Task')
export const anyTask = message('Any task')
export const tag = message('Tag')
export const anyTag = message('Any tag')
export const period = message('Period')
export const anyTime = message('Any time')
export const last30Days = message('Last 30 days')
export const last90Days = message('Last 90 days')
export const lastYear = message('Last 365 days')
export const ratingFrom = message('Rating from')
export const blindVotes = message('Blind votes')
export const stars = message('Stars')
export const across = message('Across')
export const cost = message('Cost')
export const time = message('Time')

// Tasks
export const generateTask = message('New image')
export const fillTask = message('Fill')
export const addTask = message('Add')
export const removeTask = message('Remove')
export const backgroundTask = message('Background')
export const expandTask = message('Expand')
export const wholeTask = message('Whole image')
export const variationsTask = message('Variations')
export const upscaleTask = message('Upscale')
export const counted = message('{name} ({count})')

// Amounts
export const free = message('free')
export const unknown = message('unknown')
export const aboutAmount = message('about {amount}')
export const seconds = message('{seconds} s')
export const minutes = message('{minutes} min')
export const range = message('{value} ({low} to {high})')
export const none = message('–')
export const keptShare = message('{percent}%')

// Notes
export const goodValue = message('Good value')
export const dominated = message('{model} is at least as good, cheap and fast')
export const votesToRate = message('{count, plural, one {# more vote} other {# more votes}} for a rating')
export const votesToSuggest = message('{count, plural, one {# more vote} other {# more votes}} to be suggested')
export const starsToRate = message('{count, plural, one {# more image} other {# more images}} with stars for a rating')
export const starsToSuggest = message(
  '{count, plural, one {# more image} other {# more images}} with stars to be suggested',
)
export const priceUnknown = message('Price unknown')
export const notAvailable = message('Not available now')
export const partlyPriced = message('Price known for {priced} of {count}')
export const partlyEstimated = message('{estimated} of {count} prices are estimates')
export const allEstimated = message('Prices are estimates')

// Suggestions
export const drafts = message('Drafts')
export const finals = message('Finals')
export const goodEnough = message('Good enough for drafts')
export const worthIt = message('Worth it for finals')
export const surelyBest = message('Its rating is at least {low}: the highest lower end of all.')
export const sameForBoth = message(
  'Nothing cheaper or faster has a rating that reaches {low}, so it is good for drafts too.',
)
export const cheaperDraft = message('{cost} per image instead of {finalCost}.')
export const fasterDraft = message('{cost} as well, in {time} instead of {finalTime}.')
export const cannotTellApart = message(
  'Its rating may be up to {high} and that of {model} down to {finalLow}: they cannot be told apart yet.',
)
export const noSuggestion = message(
  'Suggestions need two models that you can use now, each with a known price and {count} votes or images with stars.',
)

// The chart
export const chart = message('Rating by cost per image')
export const timeChart = message('Rating by time per image')
export const chartDescription = message('Highest rating: {best}. Lowest cost: {cheapest}. The table has every model.')
export const timeChartDescription = message(
  'Highest rating: {best}. Shortest time: {fastest}. The table has every model.',
)
export const point = message('{model}: rating {rating}, {place}')
export const frontNote = message('The line joins models that none is better and cheaper than.')
export const timeFrontNote = message('The line joins models that none is better and faster than.')
export const intervalNote = message('Bars are 95% intervals.')
export const votesMethod = message('Rating: Bradley–Terry, around 1500; 400 more = ten times the odds.')
export const starsMethod = message('Rating: mean of your stars, with Wilson’s interval.')
export const pricesNote = message(
  'Prices in US dollars, without tax: as reported by the service, otherwise as estimated before sending.',
)
export const notDrawn = message(
  '{count, plural, one {# model is} other {# models are}} only in the table: no rating or no price yet.',
)
export const notDrawnTime = message(
  '{count, plural, one {# model is} other {# models are}} only in the table: no rating or no time yet.',
)
export const nothingToDraw = message('No model has both a rating and a price yet.')
export const nothingToDrawTime = message('No model has both a rating and a time yet.')

// The view
export const noWork = message('Nothing to value yet')
export const noWorkHint = message('Generate images with two or more models, then vote or give stars.')
export const noWorkInScope = message('No images or votes match.')
export const showAll = message('Show all')
export const startVote = message('Blind vote…')
export const back = message('Back to Compare')
export const tryAgain = message('Try again')
export const loading = message('Loading…')
export const useForDrafts = message('Use for drafts')
export const useForFinals = message('Use for finals')
export const usedForDrafts = message('Used for drafts')
export const usedForFinals = message('Used for finals')
export const inUseFor = message('Default for {purpose}: {model}')
export const clearDefault = message('Clear', 'default')
export const acceptHint = message('Sets the default for {task}. The Studio, the command line and agents use it.')
export const table = message('Models')

// Settings
export const defaultModels = message('Default models')
export const defaultModelsHint = message(
  'Set by suggestions in Compare → Value. The Studio, the command line and agents use them.',
)
export const noDefaults = message('None set.')
export const clearDefaultOf = message('Clear {purpose}, {task}')

// The command
export const suggestedFor = message('{purpose}: {model}. {reason}')
