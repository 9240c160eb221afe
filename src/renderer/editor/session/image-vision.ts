import type { FoundObject } from '../../../shared/domain/vision.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import type { ObjectMask, ObjectPrompt } from '../../../shared/util/mask/object-mask.ts'

/** What models on this computer see in an image. */
export interface ImageVision {
  /** A PNG of the image's size; null = there is no model, or it finds none. */
  findSubject(image: AssetId, signal: AbortSignal): Promise<Uint8Array | null>
  /** @throws model/missing */
  prepareObjects(image: AssetId, signal: AbortSignal): Promise<unknown>
  /** @throws model/missing, vision/no-subject */
  findObject(image: AssetId, prompt: ObjectPrompt, signal: AbortSignal): Promise<ObjectMask>
  /** The best first; at least one. @throws model/missing, vision/no-subject */
  findByWords(image: AssetId, words: string, signal: AbortSignal): Promise<{ readonly objects: readonly FoundObject[] }>
}
