import { message } from '../message.ts'
import { plainMessage } from '../plain-message.ts'

export const removing = message(
  '{count, plural, one {Removing the background…} other {Removing backgrounds: {number} of {count}…}}',
)
export const removed = message(
  '{count, plural, =0 {Background not removed.} one {Background removed.} other {# backgrounds removed.}}',
)
export const removedSome = message(
  'Background removed from {count} of {total, plural, one {# image} other {# images}}. {reason}',
)
export const replacing = message(
  '{count, plural, one {Replacing the background…} other {Replacing backgrounds: {number} of {count}…}}',
)
export const replaced = message(
  '{count, plural, =0 {Background not replaced.} one {Background replaced.} other {# backgrounds replaced.}}',
)
export const replacedSome = message(
  'Background replaced in {count} of {total, plural, one {# image} other {# images}}. {reason}',
)
export const show = plainMessage('Show in Gallery')
export const cancel = plainMessage('Cancel')

// Dialog
export const replaceBackground = message(
  '{count, plural, one {Replace background} other {Replace background of # images}}',
)
export const replace = plainMessage('Replace')
export const background = plainMessage('Background')
export const color = plainMessage('Color')
export const image = plainMessage('Image')
export const chooseImage = plainMessage('Choose image…')
export const blur = plainMessage('Blur')
export const blurRadius = plainMessage('Blur radius')
export const colorHint = plainMessage('Fills everything behind the subject. The result is a new image.')
export const imageHint = plainMessage('Covers everything behind the subject, centered. The result is a new image.')
export const blurHint = plainMessage(
  'Blurs what is behind the subject, in percent of the longer side. The result is a new image.',
)
