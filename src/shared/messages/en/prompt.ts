import { message } from '../message.ts'

// Prompt editor
export const noEarlierPrompts = message('No earlier prompts.')

// Derive runs
export const tooManyRuns = message(
  'Too many variants: {count, plural, one {# request} other {# requests}}, at most {max}. Select random, or fewer seeds, strengths or models.',
)
export const countlessRuns = message(
  'Too many variants: at most {max}. Select random, or fewer seeds, strengths or models.',
)

// Prompt count
export const tokens = message('{count} tokens')
export const promptTooLong = message('Too long for {model} ({count}). The end is ignored.')
