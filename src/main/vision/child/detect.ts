import type { Tensor } from 'onnxruntime-node'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import { detectionKind as kind } from '../../../shared/messages/en/vision.ts'
import type { DetectedBox, DetectRequest } from '../vision-calls.ts'
import type { EncodedText } from './embed.ts'
import { outOfMemory } from './out-of-memory.ts'
import { modelFailure, normalize, notThisKind } from './run-images.ts'
import type { Model } from './sessions.ts'

const outputs = ['logits', 'pred_boxes'] as const
/** Of those that score enough; far more than there are objects in an image. */
const boxesMax = 1_000

/**
 * Finds objects by one text, with an OWL-ViT or OWLv2 graph: it returns a box and a score for each patch of the image.
 * @throws model/unsupported, model/damaged, engine/out-of-memory
 */
export async function detect(
  session: Model,
  { ids, mask }: EncodedText,
  { image, scoreMin }: DetectRequest,
): Promise<DetectedBox[]> {
  const { Tensor: OrtTensor } = await import('onnxruntime-node')
  const toTokens = (values: readonly number[]) =>
    new OrtTensor('int64', BigInt64Array.from(values, BigInt), [1, values.length])
  const known: Readonly<Record<string, () => Tensor>> = {
    input_ids: () => toTokens(ids),
    attention_mask: () => toTokens(mask),
    pixel_values: () => new OrtTensor('float32', normalize(image), [1, 3, image.heightPx, image.widthPx]),
  }
  requireLayout(session, Object.keys(known))
  const feeds = Object.fromEntries(session.inputNames.map((name) => [name, known[name]!()]))
  const { logits, pred_boxes: boxes } = await session.run(feeds, outputs).catch((thrown: unknown) => {
    throw outOfMemory(thrown) ?? modelFailure(thrown)
  })
  return readBoxes(logits!, boxes!, scoreMin)
}

/** Half-precision inputs of some exports are refused by name, instead of failing in the middle. */
function requireLayout({ inputNames, inputMetadata, outputNames }: Model, known: readonly string[]): void {
  const types = new Map(inputMetadata.map((each) => [each.name, each.isTensor ? each.type : null]))
  const isKnown = inputNames.every((name) => known.includes(name))
  const takesBoth = types.get('pixel_values') === 'float32' && types.get('input_ids') === 'int64'
  if (!isKnown || !takesBoth || !outputs.every((name) => outputNames.includes(name))) throw notThisKind(kind)
}

/** @param logits [1, patches, 1] @param boxes [1, patches, 4]: center, width and height, from 0 to 1 of the input */
function readBoxes({ data: logits, dims }: Tensor, { data: boxes }: Tensor, scoreMin: number): DetectedBox[] {
  if (!(logits instanceof Float32Array) || !(boxes instanceof Float32Array)) throw notThisKind(kind)
  if (dims.at(-1) !== 1 || boxes.length !== 4 * logits.length) throw notThisKind(kind)
  const found: DetectedBox[] = []
  for (const [at, logit] of logits.entries()) {
    const score = 1 / (1 + Math.exp(-logit))
    if (Number.isNaN(score)) throw unusable()
    if (score < scoreMin) continue
    const [x = 0, y = 0, width = 0, height = 0] = boxes.subarray(4 * at, 4 * at + 4)
    if (![x, y, width, height].every(Number.isFinite)) throw unusable()
    found.push({ score, left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 })
  }
  return found.toSorted((a, b) => b.score - a.score).slice(0, boxesMax)
}

function unusable(): AppError {
  return new AppError('model/damaged', messages.modelGivesNoNumbers)
}
