import { plainMessage as message } from '../plain-message.ts'

// Parts of a prompt
export const base = message('prompt')
export const style = message('style')
export const mood = message('mood')
export const lighting = message('lighting')
export const composition = message('composition')
export const camera = message('camera')
export const palette = message('palette')
export const medium = message('medium')
export const negative = message('negative prompt')

// Changes made while composing
export const weightsRemoved = message('Prompt weights removed: this model does not support them.')
export const usedOnce = message('“{term}” appears twice and is used once.')
export const inBoth = message('“{term}” is in both the prompt and the negative prompt.')
export const negativeAfterAvoid = message(
  'This model has no negative prompt: its text is added to the prompt after “Avoid”.',
)
export const negativeAfterWithout = message(
  'This model has no negative prompt: its text is added to the prompt after “without”.',
)
export const promptCut = message('This model takes {max} characters. The end of the prompt is cut off.')
export const partsLeftOut = message('This model takes {max} characters. Left out: {parts}.')
export const promptCutAndPartsLeftOut = message(
  'This model takes {max} characters. The end of the prompt is cut off. Left out: {parts}.',
)
export const partText = message('{part} “{text}”')
export const moreParts = message('{parts} and {count} more')
