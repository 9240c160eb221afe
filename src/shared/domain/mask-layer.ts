/** What can be painted on a picture: what is to be repainted, and where the fill may copy from. */
export const maskLayers = ['mask', 'sampling'] as const
export type MaskLayer = (typeof maskLayers)[number]
