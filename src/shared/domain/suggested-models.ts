import { AppError } from '../errors/index.ts'
import * as messages from '../messages/en/suggested-models.ts'
import { formatFixed, joinSentences } from '../messages/formats.ts'
import type { VisionTask } from './vision.ts'

/** A model that Atelier suggests where one is missing: all that somebody needs to know to decide on its download. */
export interface SuggestedModel {
  /** In the catalog of downloads. */
  readonly id: string
  /** Its own, the same in all languages. */
  readonly name: string
  /**
   * About: four bytes for each published weight, as its exact ONNX export has, or what its page says. Nothing is asked of
   * the network for it; a download that is larger than this is confirmed again (`isAsAnnounced`).
   */
  readonly sizeBytes: number
  readonly license: string
}

/** Free for every use: none of these has terms to accept. */
export const suggestedModels: Readonly<Record<VisionTask, SuggestedModel>> = {
  search: { id: 'clip-base', name: 'CLIP ViT-B/32', sizeBytes: 608e6, license: 'MIT' },
  objects: { id: 'slimsam', name: 'SlimSAM', sizeBytes: 39e6, license: 'Apache 2.0' },
  detect: { id: 'owlv2-base', name: 'OWLv2 Base', sizeBytes: 620e6, license: 'Apache 2.0' },
  background: { id: 'birefnet-lite', name: 'BiRefNet Lite', sizeBytes: 224e6, license: 'MIT' },
  remove: { id: 'lama', name: 'LaMa', sizeBytes: 208e6, license: 'Apache 2.0' },
  describe: { id: 'florence2-base', name: 'Florence-2 Base', sizeBytes: 1.1e9, license: 'MIT' },
  upscale: { id: 'realesrgan-x4plus', name: 'Real-ESRGAN ×4', sizeBytes: 67e6, license: 'BSD 3-Clause' },
  depth: { id: 'depth-anything-v2-small', name: 'Depth Anything V2 Small', sizeBytes: 99e6, license: 'Apache 2.0' },
  pose: { id: 'rtmo-s', name: 'RTMO-S', sizeBytes: 40e6, license: 'Apache 2.0' },
}

const isMissing: Readonly<Record<VisionTask, string>> = {
  search: messages.noEmbeddingModel,
  objects: messages.noSegmentationModel,
  detect: messages.noDetectionModel,
  background: messages.noMattingModel,
  remove: messages.noInpaintingModel,
  describe: messages.noDescriptionModel,
  upscale: messages.noUpscalingModel,
  depth: messages.noDepthModel,
  pose: messages.noPoseModel,
}

/** Rounded, as it is announced. */
export function announcedSize({ sizeBytes }: SuggestedModel): string {
  return sizeBytes < 1e9 ? `≈ ${Math.round(sizeBytes / 1e6)} MB` : `≈ ${formatFixed(sizeBytes / 1e9, 1)} GB`
}

const surpriseShare = 0.25

/** Whether a download is about as large as somebody was told before it was begun. */
export function isAsAnnounced({ sizeBytes }: SuggestedModel, totalBytes: number): boolean {
  return totalBytes <= sizeBytes * (1 + surpriseShare)
}

/**
 * No model of a kind is installed. Says which one to get, with its size and license; how, is said by whoever shows it: the
 * window has a button, the command line a command (`suggestedTask`).
 */
export function missingModelError(task: VisionTask): AppError {
  const model = suggestedModels[task]
  const facts = { name: model.name, size: announcedSize(model), license: model.license }
  const text = joinSentences(isMissing[task], messages.suggestion(facts), task === 'upscale' && messages.needsEngine)
  return new AppError('model/missing', text, { detail: { suggests: task } })
}

/** The task whose suggested model would mend an error; null = none would. */
export function suggestedTask(detail: AppError['detail']): VisionTask | null {
  const task = detail?.['suggests']
  return typeof task === 'string' && Object.hasOwn(suggestedModels, task) ? (task as VisionTask) : null
}
