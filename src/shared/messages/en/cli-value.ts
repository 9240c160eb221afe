import { plainMessage as message } from '../plain-message.ts'

export const summary = message('Show what models are worth: your ratings beside price and time.')
export const details = message(
  'Ratings are from blind votes in Compare, or from stars. The models suggested for drafts and for finals become defaults with “--accept”, in Compare → Value or in atelier.yaml, and are used with “--model draft” and “--model final”. Nothing is sent anywhere.',
)
export const task = message('Only images and votes of this task: {values}.')
export const tag = message('Only images with this tag.')
export const by = message('What ratings are from: votes or stars. Default: votes, where there are any.')
export const tagNotValid = message('“{value}” is not a tag.')
export const nothing = message('No images or votes match.')
export const noPurposeModel = message(
  'No default model for {purpose}s is set for this task. Set one in Compare → Value, or as settings.{purpose}_models in atelier.yaml.',
)

// Defaults
export const accept = message(
  'Make the suggested model the default for drafts or finals: of the task that --task names, otherwise of any task. Repeatable.',
)
export const clear = message('Remove that default. Repeatable.')
export const acceptOrClear = message('--accept {purpose} and --clear {purpose} exclude each other.')
export const noUpscaleDefault = message('There are no default models for upscaling. Leave out “--task upscale”.')
export const nothingSuggested = message(
  'No model is suggested for {purpose}s yet: fewer than two can be judged. Nothing was changed.',
)
export const accepted = message('Default for {purpose}s ({task}): {model}')
export const cleared = message('Default for {purpose}s ({task}): removed')
export const nothingToClear = message('Default for {purpose}s ({task}): there was none')
