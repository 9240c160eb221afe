import { message } from '../message.ts'

export const planGone = message('The edit plan no longer exists.')
export const maskEmpty = message('Nothing is painted on “{name}”.')
export const maskGone = message('“{name}” was not captured. Paint on it again.')
export const promptMissing = message('Enter a prompt.')
export const stepsUnready = message('Some steps cannot run yet.')
export const resultDoesNotMatch = message('The result does not match its surroundings. Try again or use another model.')
export const resultDeleted = message('The result was deleted. Run the plan to make it again.')
