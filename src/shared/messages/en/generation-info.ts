import { message } from '../message.ts'

// Operations without a model
export const contentAwareFill = message('Content-aware fill')
export const editPlan = message('Edit plan')
export const mergedArea = message('Merged area')
export const backgroundRemoval = message('Background removal')
export const reblended = message('Reblended')
export const liveFrame = message('Live frame')
export const promptRewriting = message('Prompt rewriting')
export const onThisComputer = message('On this computer')
