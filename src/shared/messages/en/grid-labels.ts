import { message } from '../message.ts'

// Axes and values, in the window and in exported grids
export const promptPart = message('Prompt: {text}')
export const model = message('Model')
export const modelOf = message('{model} ({provider})')
export const seed = message('Seed')
export const loraWeight = message('LoRA {name}')
export const reference = message('Reference')
export const none = message('None')
export const nothing = message('(removed)')
export const noImage = message('No image')
export const valueOf = message('{label}: {value}')

// Errors
export const gridGone = message('The grid no longer exists.')
export const noImageYet = message('The grid has no images yet.')
export const nothingToMake = message('No cell of this grid can be made.')
