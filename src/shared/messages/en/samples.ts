import { message } from '../message.ts'

/** Names in the sample project and facts about the samples, given when they are opened. */
export const sampleProject = message('Sample project')
export const sampleTag = message('sample')
export const eyesMask = message('Eyes')
export const noseMask = message('Nose')
export const filledMask = message('Background')
export const originalLayer = message('Original photo')
export const lightLayer = message('Warm light')
export const sampleProjectNote = message(
  'A sample: the bright area on the right was filled, and nothing outside its mask changed. Open Lineage to see the photo it was made from.',
)
