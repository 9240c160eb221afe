import * as messages from '../messages/en/memory.ts'

/** Whether a model fits into device memory: entirely, with weights offloaded to main memory, or not at all. */
export const fits = ['fits', 'fits-with-offload', 'does-not-fit'] as const
export type Fit = (typeof fits)[number]

export const fitLabels: Readonly<Record<Fit, string>> = {
  fits: messages.fits,
  'fits-with-offload': messages.fitsWithOffload,
  'does-not-fit': messages.doesNotFit,
}
