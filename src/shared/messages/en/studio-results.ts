import { message } from '../message.ts'

export { continueInWords, promptFromImage, removeBackground, replaceBackground } from './commands.ts'

export {
  dismiss,
  exportLabel,
  fill,
  keep,
  newImage,
  openAsNewDocument,
  pasteAnyway,
  priceUnknown,
  reject,
  result,
  seedFact,
  variations,
  waiting,
} from './studio.ts'

// Card details
export const warnings = message('Warnings')

// Details button
export const details = message('Details')

// Run labels
export const plusUnknown = message('{price} + unknown')
export const possibly = message('possibly {usd}')
export const possiblyMore = message('{price}, possibly {usd} more')
export const filledBy = message('Filled by {model}')
export const contentAwareFill = message('Content-aware fill')
export const localExpansion = message('Local expansion')
export const areaMerged = message('Area merged')
export const reblended = message('Reblended')
export const liveFrame = message('Live frame')
export const edit = message('Edit')
export const runSummary = message('{time}, {title}, {count, plural, one {# image} other {# images}}, {cost}')

// Strip cards
export const compare = message('Compare')
export const compareRunNamed = message('Compare: {run}')
export const imagesFailed = message('{count, plural, one {# image} other {# images}} failed')
export const imagesRefused = message('{count, plural, one {# image} other {# images}} refused')
export const compareRun = message('Compare results of this run')
export const keptHere = message('A result was kept here')

// Merge area bar
export const mergeMaskedArea = message('Merge masked area')
export const cancel = message('Cancel')

// Card text
export const earlier = message('earlier')
export const earlierHint = message('Made from an earlier version. Keeping it restores that version.')

// Result card
export const kept = message('kept')
export const fromEarlierImage = message('from an earlier image')
export const running = message('running')
export const done = message('done')
export const refused = message('refused')
export const failed = message('failed')
export const canceled = message('canceled')
export const reveal = message('Reveal')
export const allSettings = message('Use all settings')
export const allExceptSeed = message('All except seed')
export const promptOnly = message('Prompt only')
export const asReference = message('Use as reference')
export const showInGallery = message('Show in Gallery')
export const showInFolder = message('Show in folder')
export const compareWithSource = message('Compare with source')
