import { message } from '../message.ts'

export const editPlan = message('Edit plan')

// Steps
export const stepName = message('Step {number}: {mask}')
export const useStep = message('Use {name}')
export const dragToReorder = message('Drag to reorder')
export const mask = message('Mask')
export const deletedMask = message('{name} (deleted)')
export const model = message('Model')
export const modelOf = message('{model} · {provider}')
export const contentAwareFill = message('Content-aware fill')
export const task = message('Task')
export const fill = message('Fill')
export const add = message('Add')
export const remove = message('Remove')
export const strength = message('Strength')
export const prompt = message('Prompt')
export const promptOptional = message('Prompt (optional)')
export const replaceResult = message('Replace result of step {number}')
export const moveUp = message('Move step {number} up')
export const moveDown = message('Move step {number} down')
export const duplicate = message('Duplicate step {number}')
export const deleteStep = message('Delete step {number}')
export const addStep = message('Add step')
export const runsWith = message('Together with step {steps}')
export const runsAfter = message('After the steps it overlaps')
export const off = message('Off', 'step')
export const priceUnknown = message('Price unknown')
export const states = {
  waiting: message('Waiting'),
  blocked: message('Blocked'),
  queued: message('Queued'),
  running: message('Running'),
  done: message('Done'),
  failed: message('Failed'),
}

// Without masks
export const noMasks = message('No masks yet')
export const noMasksHint = message('Paint one mask for each edit, then plan them here.')

// Summary
export const run = message('Run')
export const runFor = message('Run · {price}')
export const resumeFor = message('Resume · {price}')
export const merge = message('Merge results')
export const stop = message('Stop')
export const atLeast = message('at least {price}')
export const steps = message('{count, plural, one {# step} other {# steps}}')
export const missing = message('{count} of {total, plural, one {# step} other {# steps}} to run')
export const progress = message('{done} of {total, plural, one {# step} other {# steps}} done')
export const measured = message('Changed: {inside} px inside the masks, {outside} outside')
export const free = message('free')

// More settings of a step
export const more = message('More settings')
export const negativePrompt = message('Negative prompt')
export const seed = message('Seed')
export const seedRandom = message('Random')
export const seedInvalid = message('Enter a whole number.')
export const edge = message('Mask edge')
export const edgeAutomatic = message('Automatic')
export const edgeCustom = message('Custom')
export const grow = message('Grow (px)')
export const softEdge = message('Soft edge (px)')
export const onOtherImages = message('On other images')
export const sameMask = message('Same mask, scaled')
export const findSubject = message('Subject')
export const findBackground = message('Background')
export const findWords = message('Find by words')
export const words = message('Words')
export const allMatches = message('All matches')
export const fileMask = message('{name} (from file)')

// As a file
export const openFile = message('Open plan…')
export const saveFile = message('Save plan…')
export const saved = message('Plan saved.')

// On several images
export const runOnImages = message('Run on images…')
export const onImages = message('Edit plan on images')
export const chooseImages = message('Choose images…')
export const chooseFolder = message('Choose folder…')
export const chooseHint = message(
  'Each image gets one result with all steps. The price is shown before anything is sent.',
)
export const noImages = message('No images chosen')
export const preparing = message('Preparing…')
export const preparingImage = message('Preparing {number} of {total}')
export const back = message('Back to plan')
export const runPlanOn = message('Run edit plan on {count, plural, one {# image} other {# images}}')
export const planOnImages = message('Edit plan “{plan}” on images')
export const editPlans = message('Edit plans')
export const noPlans = message('No edit plans yet')
export const noPlansHint = message(
  'Open an image in the Studio and choose “Edit plan…” under Masks, or open a plan file.',
)
export const planSteps = message('{count, plural, one {# step} other {# steps}}: {names}')
export const latestRun = message('Last run: {plan}')
export const backToPlans = message('Back to plans')
export const imageNames = message('Images')
export const batchSummary = message(
  '{images, plural, one {# image} other {# images}}, {steps, plural, one {# step} other {# steps}}',
)
export const batchDone = message('{done} of {total, plural, one {# image} other {# images}} done')
export const stepsDone = message('{done} of {total, plural, one {# step} other {# steps}}')
export const retryFor = message('Retry · {price}')
export const uncertainSteps = message('{count, plural, one {# step} other {# steps}} failed and may have been billed.')
export const retryUncertain = message('Run these again · {price}')
export const undo = message('Undo {name}')
// Of an image in a batch; `waiting` once the batch runs
export const imageReady = message('Ready')
export const imageStates = {
  impossible: message('Cannot run'),
  waiting: message('Waiting'),
  running: message('Running'),
  done: message('Done'),
  failed: message('Failed'),
  uncertain: message('May have been billed'),
  stopped: message('Not finished'),
}
