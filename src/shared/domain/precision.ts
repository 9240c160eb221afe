import * as messages from '../messages/en/memory.ts'

/** Precisions a model can be converted to, by ggml's names, most exact first. */
export const precisions = ['f16', 'q8_0', 'q6_K', 'q5_K', 'q5_0', 'q4_K', 'q4_0'] as const
export type Precision = (typeof precisions)[number]

/** The usual effect on images. */
export const precisionLabels: Readonly<Record<Precision, string>> = {
  f16: messages.noVisibleDifference,
  q8_0: messages.hardlyVisible,
  q6_K: messages.slightDifferences,
  q5_K: messages.smallDifferences,
  q5_0: messages.smallDifferences,
  q4_K: messages.visibleDifferences,
  q4_0: messages.visibleDifferences,
}

export interface ConversionChoice {
  readonly precision: Precision
  /** Size of the resulting file. */
  readonly bytes: number
}
