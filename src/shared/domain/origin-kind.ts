/**
 * What kind of picture it is, by everything it came from (https://cv.iptc.org/newscodes/digitalsourcetype/). `own`: no
 * model had a part in it, so that what its source says of itself still holds.
 */
export const originKinds = [
  'own',
  'algorithmicMedia',
  'compositeSynthetic',
  'trainedAlgorithmicMedia',
  'compositeWithTrainedAlgorithmicMedia',
] as const
export type OriginKind = (typeof originKinds)[number]
