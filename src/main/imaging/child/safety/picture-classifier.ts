import type { SafetyScores } from '../../../../shared/domain/safety.ts'

/** A model that says what a picture shows. */
export interface PictureClassifier {
  /** Name and version. */
  readonly model: string
  /** What it looks at is this large, squeezed into a square. */
  readonly sidePx: number
  /** `rgb`: interleaved, 8 bit, `sidePx` squared. */
  classify(rgb: Uint8Array): Promise<SafetyScores>
}
