import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { DepthValues, ModelImages } from '../vision-calls.ts'
import { notThisKind, runImages } from './run-images.ts'
import type { Model } from './sessions.ts'

const kind = 'model for depth maps'
const output = 'predicted_depth'

/**
 * Returns what the model says of each pixel's depth. @throws model/unsupported if it takes or returns something else than
 * an image and one plane, model/damaged
 */
export async function estimateDepth(session: Model, image: ModelImages): Promise<DepthValues> {
  const name = session.outputNames.includes(output) ? output : session.outputNames[0]
  const { data, dims } = await runImages(session, image, { output: name, kind })
  const [heightPx = 0, widthPx = 0] = dims.slice(-2)
  if (dims.length < 2 || widthPx * heightPx === 0 || data.length !== widthPx * heightPx) throw notThisKind(kind)
  if (!data.every(Number.isFinite)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
  return { values: Float32Array.from(data), widthPx, heightPx }
}
