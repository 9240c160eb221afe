import { plainMessage as message } from '../plain-message.ts'

export const summary = message('Show what models are worth: your ratings beside price and time.')
export const details = message(
  'Ratings are from blind votes in Compare, or from stars. The models suggested for drafts and for finals can be set as defaults in Compare → Value or in atelier.yaml, and used with “--model draft” and “--model final”. Nothing is sent anywhere.',
)
export const task = message('Only images and votes of this task: {values}.')
export const tag = message('Only images with this tag.')
export const by = message('What ratings are from: votes or stars. Default: votes, where there are any.')
export const tagNotValid = message('“{value}” is not a tag.')
export const nothing = message('No images or votes match.')
export const noPurposeModel = message(
  'No default model for {purpose}s is set for this task. Set one in Compare → Value, or as settings.{purpose}_models in atelier.yaml.',
)
