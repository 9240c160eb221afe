import { plainMessage as message } from '../plain-message.ts'

// Whether a model fits into memory
export const fits = message('fits')
export const fitsWithOffload = message('fits with offload, slower')
export const doesNotFit = message('will not fit')

// Memory options
export const weightsInMemory = message('weights in main memory')
export const weightsStreamed = message('weights streamed from main memory')
export const weightsOnDisk = message('weights read from disk each time')
export const encoderOnCpu = message('text encoder on the CPU')
export const flashAttention = message('flash attention')
export const tiledDecoding = message('tiled decoding')

// Effect of a lower precision
export const noVisibleDifference = message('no visible difference')
export const hardlyVisible = message('hardly any visible difference')
export const slightDifferences = message('slight differences in fine detail')
export const smallDifferences = message('small differences in detail')
export const visibleDifferences = message('visible differences in detail')
