/** Whether a model goes into memory: as it is, with weights that wait in main memory, or not at all. */
export const fits = ['fits', 'fits-with-offload', 'does-not-fit'] as const
export type Fit = (typeof fits)[number]

export const fitLabels: Readonly<Record<Fit, string>> = {
  fits: 'fits',
  'fits-with-offload': 'fits with offload, slower',
  'does-not-fit': 'will not fit',
}
