import type { SafetyScores } from '../../../../shared/domain/safety.ts'

/** A model that classifies images. */
export interface ImageClassifier {
  /** Name and version. */
  readonly model: string
  /** Side of the square input the image is squeezed into. */
  readonly sidePx: number
  /** `rgb`: interleaved, 8 bit, `sidePx` squared. */
  classify(rgb: Uint8Array): Promise<SafetyScores>
}
