import { message } from '../message.ts'

// Read strengths
export const enterStrengths = message('Enter numbers from 0 to 1, separated by spaces.')
export const tooManyStrengths = message('Enter up to {max} strengths.')

// Variants
export const gridButton = message('Grid…')
export const gridHint = message('Vary one to three settings in rows, columns and pages')
export const variants = message('Variants')
export const requests = message('{count, plural, one {# request} other {# requests}}')
export const prompts = message('{count, plural, one {# prompt} other {# prompts}}')
export const seedCount = message('{count, plural, one {# seed} other {# seeds}}')
export const models = message('{count, plural, one {# model} other {# models}}')
export const strengthCount = message('{count, plural, one {# strength} other {# strengths}}')
export const random = message('Random')
export const all = message('All', 'choices')
export const choices = message('Choices')
export const onePromptPerLine = message('One prompt per line')
export const oneRequestPerModel = message('One request for each selected model.')
export const resetVariants = message('Reset variants')
export const oneRequestEach = message('{factor}, one request each.')
export const seeds = message('Seeds')
export const incrementalOrRandom = message('Incremental or random')
export const strengths = message('Strengths')
export const strengthsPlaceholder = message('As set below, or several: 0.3 0.5 0.7')
