import { plainMessage as message } from '../plain-message.ts'

// Admission
export const limitsUnreadable = message(
  'Your spending limits could not be read, so paid requests are stopped. Set them again in Settings › Money.',
)
export const limitsUnreadableNotSent = message(
  'Your spending limits could not be read, so paid requests are stopped. Set them again in Settings › Money. Nothing was sent.',
)
export const overLimitStopped = message('{reasons} Nothing was sent. Change limits in Settings › Money.')
export const overLimitUnconfirmed = message('{reasons} Nothing was sent. Confirm to send it anyway.')
export const runLimit = message('Your limit for one run is {limit}.')
export const dayLimit = message('Your limit per day is {limit}.')
export const monthLimit = message('Your limit per month is {limit}.')
export const spentInRun = message('In this run {amounts}.')
export const spentToday = message('Today {amounts}.')
export const spentThisMonth = message('This month {amounts}.')
export const amountSpent = message('{amount} has been spent')
export const amountInProgress = message('{amount} is in progress or may have been billed')
export const amountWaiting = message('{amount} is waiting in the queue')
export const wouldCost = message('This would cost {amount}.')
export const wouldAdd = message('This would add {amount}, for a total of {total}.')
export const priceUnknown = message('The price of this request is unknown, so your limits cannot be checked.')
export const pricesUnknown = message('The price of {count} requests is unknown, so your limits cannot be checked.')

// Ledger
export const atelierQuitBeforeResult = message(
  'Atelier quit before the result was known. It may have been billed, so it is not sent again.',
)
