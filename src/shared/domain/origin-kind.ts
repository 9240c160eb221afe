/**
 * The digital source type of an image, based on all of its ancestors
 * (https://cv.iptc.org/newscodes/digitalsourcetype/). `own`: no model was involved, so its source's own metadata still
 * applies.
 */
export const originKinds = [
  'own',
  'algorithmicMedia',
  'compositeSynthetic',
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
] as const
export type OriginKind = (typeof originKinds)[number]
