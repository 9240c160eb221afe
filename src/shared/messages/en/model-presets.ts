import { message } from '../message.ts'

export const presets = message('Default models')
export const draft = message('Draft')
export const final = message('Final')
export const cannotDoTask = message('{model} cannot do this task.')
export const noDraftModel = message('No default model for drafts. Set one in Compare → Value.')
export const noFinalModel = message('No default model for finals. Set one in Compare → Value.')
