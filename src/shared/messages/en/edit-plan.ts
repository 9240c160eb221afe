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
export const off = message('Off')
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
