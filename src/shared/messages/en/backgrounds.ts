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
export const show = plainMessage('Show in Gallery')
export const cancel = plainMessage('Cancel')
