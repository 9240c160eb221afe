import { message } from '../message.ts'

// Compare actions

// Compare toolbar
export const grid = message('Grid')
export const sideBySide = message('Side by side')
export const slider = message('Slider')
export const overlay = message('Overlay')
export const blink = message('Blink')
export const difference = message('Difference')
export const compare = message('Compare')
export const closeCompare = message('Close Compare')
export const view = message('View')
export const addImages = message('Add images')
export const addImagesButton = message('Add images…')
export const blindVoteHint = message('Vote without seeing model names')
export const blindVote = message('Blind vote')
export const linkZoomPosition = message('Link zoom and position')
export const unlinked = message('Unlinked')
export const toggleZoom = message('Zoom: fit or 100%. Current:')
export const fit = message('Fit')
export const imageLabels = message('Image labels')
export const sidePanel = message('Side panel')
export const verticalDivider = message('Vertical divider')
export const horizontalDivider = message('Horizontal divider')
export const opacity = message('Opacity')
export const pauseBlinking = message('Pause blinking')
export const interval = message('Interval')
export const blinkInterval = message('Blink interval')
export const tolerance = message('Tolerance')
export const toleranceHint = message('Pixels count as different when a channel differs by more than this.')

// Compare
export const nothingToCompare = message('No images to compare')
export const value = message('Value')
export const valueHint = message('Value: rating by price and time')
export const blindVoteButton = message('Blind vote…')
export const howToAdd = message(
  'Compare two to nine images side by side. Select them in Gallery, send results from Studio, or drop files here.',
)
export const howToAddByKey = message(
  'Compare two to nine images side by side. Select them in Gallery and press {key}, send results from Studio, or drop files here.',
)

// Share of changed pixels
export const lessThanTenthPercent = message('under 0.1%')

// Compare picker
export const cancel = message('Cancel')
export const addToCompare = message('Add to Compare')
export const addImagesTitle = message('Images to compare')
export const noOtherImages = message('No other images in the library.')
export const showOlderImages = message('Show older images')
export const compareFull = message('Compare is full. Remove an image first.')
export const roomLeft = message('{room} more possible')
export const selectedOfRoom = message('{selected} of {room} selected')

// Chosen section
export const ratingAndFlag = message('Rating and flag')
export const stars = message('{count, plural, one {# star} other {# stars}}')
export const pick = message('Pick')
export const reject = message('Reject')
export const changedOutside = message(
  'Outside the mask: {count, plural, one {# pixel changed} other {# pixels changed}}',
)
export const openInStudio = message('Open in Studio')
export const exportLabel = message('Export…')
export const mergeInto = message('Merge masked area into {letter}')
export const mergeHint = message('Opens the reference in Studio. Paint the area to merge from this image.')

// Compare side
export const details = message('Details')
export const comparedWith = message('Compared with {letter}')
export const differenceNote = message(
  'Share of different pixels and structural similarity (SSIM, 1 = identical). Images are resized to match {letter}.',
)
export const differenceWithTolerance = message(
  'Share of pixels that differ by more than {tolerance} of 255 and structural similarity (SSIM, 1 = identical). Images are resized to match {letter}.',
)
export const stretchedNote = message('* Different aspect ratio: stretched, so these numbers mean little.')
export const showDifference = message('{letter}: {measured}. Show difference map')
export const showStretchedDifference = message('{letter}: {measured}, different aspect ratio. Show difference map')
export const measuring = message('measuring')
export const noDifference = message('none')
export const untitledImage = message('Image')
export const shareAndSimilarity = message('{share} different, SSIM {ssim}')

// Ranking section
export const rankingCopied = message('Model ranking copied as CSV.')
export const couldNotCopy = message('Could not copy. Try again.')
export const copyAsCsv = message('Copy as CSV')
export const modelRanking = message('Model ranking')
export const votesOn = message('Votes on')
export const everything = message('Everything')
export const model = message('Model')
export const comparisons = message('Comparisons')
export const rating = message('Rating', 'model')
export const record = message('{wins} won, {losses} lost')
export const recordWithTies = message('{wins} won, {losses} lost, {ties} tied')
export const tooFewVotes = message('too few votes')
export const rankedAfter = message('Ranked after {count} comparisons')
export const noBlindVotesYet = message('No blind votes yet. Vote to rank your models.')
export const votesNotCounted = message(
  '{count, plural, one {# vote} other {# votes}} not counted: same model, or no model.',
)
export const tooFewToRank = message('Not enough to rank yet: {count} comparisons per model.')
export const rankingMethod = message('Bradley–Terry, ± is the 95% interval.')
export const blindComparisons = message('{count, plural, one {# blind comparison} other {# blind comparisons}}.')

// Pixel section
export const color = message('Color')
export const colorHint = message('Point at an image to read its color.')

// Pair stage
export const noLongerInLibrary = message('No longer in the library.')
export const reference = message('reference')
export const sliderPosition = message('Slider position')
export const referencePercent = message('{percent}% reference')
export const differenceMap = message('Difference map')
export const measuringMap = message('Measuring…')
export const couldNotLoadMap = message('Could not load the difference map ({status}).')

// Compare table
export const images = message('Images')

// Compare tile
export const dragToReorder = message('Drag to reorder')
export const clearReference = message('Clear reference')
export const setAsReference = message('Set as reference')
export const removeFromCompare = message('Remove from Compare')

// Tile label
export const seed = message('seed {seed}')
export const ratingStars = message('{rating} of 5 stars')
export const picked = message('Picked')
export const rejected = message('Rejected')
export const colorLabel = message('{label} label')

// Image canvas
export const fileMissingOrUnreadable = message('File missing or unreadable.')

// Vote setup
export const questionsAtMost = message('{count, plural, one {# question} other {Up to # questions}}')
export const questions = message('{count, plural, one {# question} other {# questions}}')
export const searching = message('Searching…')
export const start = message('Start')
export const blindVoteNote = message('Names, prices and seeds stay hidden until the end. Your votes rank the models.')
export const voteOn = message('Vote on')
export const comparedImages = message('Compared images')
export const library = message('Library')
export const selectTwo = message('Select at least two images.')
export const show = message('Show')
export const pairs = message('Pairs')
export const allAtOnce = message('All at once')
export const search = message('Search')
export const searchPlaceholder = message('tag:kite, model:… or text')
export const inLabel = message('In')
export const noSharedPrompt = message('No two images here share a prompt.')
export const samePromptOnly = message('Only images made from the same prompt are compared.')

// Vote stage
export const whichBetter = message('Which is better?')
export const whichBest = message('Which is best?')
export const progress = message('Progress')
export const answered = message('{done} of {total}')
export const end = message('End vote')
export const imageNumber = message('Image {number}')
export const select = message('Select')
export const selectImage = message('Select image {number}')
export const undo = message('Undo')
export const tie = message('Tie')
export const skip = message('Skip')

// Vote summary
export const results = message('Results')
export const votesSaved = message('{count, plural, one {# vote} other {# votes}} saved')
export const backToCompare = message('Back to Compare')
export const imagesByVotes = message('Images by votes')
export const preferred = message('Preferred in {wins} of {total}')
export const preferredWithTies = message('Preferred in {wins} of {total}, {ties} tied')
