import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import type { Matte, ModelImages } from '../vision-calls.ts'
import { notThisKind, runImages } from './run-images.ts'
import type { Model } from './sessions.ts'

const kind = 'model for background removal'
/** Rounding errors of exports that return a fraction. */
const fractionTolerance = 1e-5

/**
 * Returns how opaque the subject of one image is. Of several outputs (U²-Net, IS-Net: one per stage) the first is the
 * finest.
 * @throws model/unsupported if the model takes or returns something else than an image and one plane
 */
export async function matte(session: Model, image: ModelImages): Promise<Matte> {
  const { data, dims } = await runImages(session, image, { output: session.outputNames[0], kind })
  const [heightPx = 0, widthPx = 0] = dims.slice(-2)
  if (dims.length < 2 || widthPx * heightPx === 0 || data.length !== widthPx * heightPx) throw notThisKind(kind)
  return { opacity: toOpacity(data), widthPx, heightPx }
}

/** Some exports end with a sigmoid, others return what goes into it: then values lie outside 0 to 1. */
export function toOpacity(values: Float32Array): Uint8Array<ArrayBuffer> {
  let isFraction = true
  for (const value of values) {
    if (!Number.isFinite(value)) throw new AppError('model/damaged', messages.modelGivesNoNumbers)
    if (value < -fractionTolerance || value > 1 + fractionTolerance) isFraction = false
  }
  const opacity = new Uint8Array(values.length)
  for (let at = 0; at < values.length; at++) {
    const value = values[at]!
    opacity[at] = Math.round(255 * (isFraction ? Math.min(1, Math.max(0, value)) : 1 / (1 + Math.exp(-value))))
  }
  return opacity
}
