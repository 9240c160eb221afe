import { message } from '../message.ts'

export { queue } from './queue-button.ts'

// Queue line
export const failedCount = message('Failed · {count}')
export const resumeLabel = message('Resume {label}')
export const pauseLabel = message('Pause {label}')
export const inAnotherAtelierWindow = message('in another Atelier window')
export const cancelTitle = message('Cancel {title}')
export const progressOf = message('Progress: {title}')
export const retry = message('Retry')
export const dismiss = message('Dismiss')

// Queue panel
export const noNetworkResumesLater = message('No network. Requests that need it resume automatically.')
export const resume = message('Resume')
export const pauseAll = message('Pause all')
export const moveTop = message('Move to top')
export const moveUp = message('Move up')
export const moveDown = message('Move down')
export const cancelCountSelected = message('Cancel {count} selected')
export const cancel = message('Cancel')
export const cancelAllCount = message('Cancel all {count}?')
export const cancelAll = message('Cancel all')

// Held requests
export const notSentAtClose = message(
  '{count, plural, one {# image was not sent when Atelier closed.} other {# images were not sent when Atelier closed.}}',
)
export const planGoesOn = message('Their edit plan then goes on, at the price that it was started with.')
export const sendNow = message('{count, plural, one {Send # image} other {Send # images}} · {price}')
export const discard = message('Discard')

// Queue labels
export const waitsForYou = message('waits for you')
export const fill = message('Fill')
export const expand = message('Expand')
export const edit = message('Edit')
export const variations = message('Variations')
export const areaMerged = message('Area merged')
export const newImage = message('New image')
export const waiting = message('waiting')
export const next = message('next')
export const placeInQueue = message('no. {place}')
export const running = message('running')
export const rateLimited = message('rate limited · {time}')
export const finishing = message('finishing')
export const paused = message('paused')
export const cantCancel = message('can’t cancel')
export const timeLeft = message('{time} left')
export const free = message('free')
export const pricePartlyUnknown = message('≈ {usd} + unknown')
export const priceUnknown = message('price unknown')
export const pausedQueueEmpty = message('Paused. The queue is empty.')
export const queueEmpty = message('The queue is empty.')
export const countRunning = message('{count} running')
export const countWaiting = message('{count} waiting')
export const finishingCanceledImage = message('finishing a canceled image')
export const countOfMaxRunning = message('{count} of {max} running')
export const countImages = message('{count, plural, one {# image} other {# images}}')
export const idle = message('idle')
