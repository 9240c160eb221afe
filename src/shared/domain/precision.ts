/** What a model can be converted to, as ggml calls it, from the exactest on. */
export const precisions = ['f16', 'q8_0', 'q6_K', 'q5_K', 'q5_0', 'q4_K', 'q4_0'] as const
export type Precision = (typeof precisions)[number]

/** What an artist sees of it, as a rule. */
export const precisionLabels: Readonly<Record<Precision, string>> = {
  f16: 'no visible difference',
  q8_0: 'hardly any visible difference',
  q6_K: 'slight differences in fine detail',
  q5_K: 'small differences in detail',
  q5_0: 'small differences in detail',
  q4_K: 'visible differences in detail',
  q4_0: 'visible differences in detail',
}

export interface ConversionChoice {
  readonly precision: Precision
  /** Of the file that would be written. */
  readonly bytes: number
}
