import { openParentChannel } from '../../platform/pure/parent-channel.ts'
import { serveCalls } from '../../platform/pure/serve-calls.ts'
import {
  gpuArgument,
  visionCalls,
  type VisionCalls,
  type VisionHandlers,
  type Matte,
  type ModelImages,
} from '../vision-calls.ts'
import { untilAborted } from '../../../shared/util/until-aborted.ts'
import { describe } from './describe.ts'
import { detect } from './detect.ts'
import { estimateDepth } from './estimate-depth.ts'
import { embedImages, embedText } from './embed.ts'
import { findPoses, readPoseSize } from './find-poses.ts'
import { inpaint } from './inpaint.ts'
import { readInpaintingLayout } from './inpainting-layout.ts'
import { AppError } from '../../../shared/errors/index.ts'
import * as messages from '../../../shared/messages/en/vision.ts'
import { notThisKind, runImages } from './run-images.ts'
import { type Model, createSessions } from './sessions.ts'
import { createEmbeddingCache, encodeImage, segment } from './segment.ts'
import { createTokenizers } from './tokenizers.ts'
import { measureUpscaler, upscaleTile } from './upscale-tile.ts'

const kind = 'model for background removal'
/** Rounding errors of exports that return a fraction. */
const fractionTolerance = 1e-5

/** Entry point of the vision process. Exits at once if it has no parent channel. */
const channel = openParentChannel()
/** Exit code 64: wrong usage (sysexits.h, EX_USAGE). */
const usageExitCode = 64

if (channel === null) process.exit(usageExitCode)
serveCalls<VisionCalls>(channel, createVisionChildHandlers({ usesGpu: process.argv.includes(gpuArgument) }), {
  calls: visionCalls,
  who: 'The vision process',
  rssBytes: () => process.memoryUsage.rss(),
})

/** @param usesGpu whether models may run on it */
function createVisionChildHandlers(options: { readonly usesGpu: boolean }): VisionHandlers {
  const sessions = createSessions(options)
  const tokenizers = createTokenizers()
  const embeddings = createEmbeddingCache()
  return {
    device: async () => sessions.device(),
    encodeImage: async (request) => {
      embeddings.set(request.key, await encodeImage(await sessions.open(request.path), request))
      return null
    },
    segment: async (request) => {
      const prepared = embeddings.get(request.key)
      return prepared === null ? null : segment(await sessions.open(request.path), prepared, request)
    },
    inpaintingSize: async ({ path }) => readInpaintingLayout(await sessions.open(path)).size,
    inpaint: async (request) => inpaint(await sessions.open(request.path), request),
    measureUpscaler: async (file) => measureUpscaler(await sessions.open(file.path), file),
    upscaleTile: async (request) => upscaleTile(await sessions.open(request.path), request),
    matte: async (request) => matte(await sessions.open(request.path), request),
    depth: async (request) => estimateDepth(await sessions.open(request.path), request),
    poseSize: async ({ path }) => readPoseSize(await sessions.open(path)),
    findPoses: async (request) => findPoses(await sessions.open(request.path), request),
    describe: (request, { signal }) => describe(request, { open: sessions.open, tokenizers, signal }),
    detect: (request, { signal }) => {
      const find = async () => {
        const tokens = await tokenizers.encode({ ...request, text: request.words, isPadded: true })
        return detect(await sessions.open(request.path), tokens, request)
      }
      // A run cannot be stopped, but nobody has to wait for it.
      return untilAborted(find(), signal)
    },
    embedImages: async (request) => embedImages(await sessions.open(request.path), request),
    embedText: async (request) => {
      const tokens = await tokenizers.encode(request)
      return embedText(await sessions.open(request.path), tokens)
    },
  }
}

/**
 * Returns how opaque the subject of one image is. Of several outputs (U²-Net, IS-Net: one per stage) the first is the
 * finest.
 * @throws model/unsupported if the model takes or returns something else than an image and one plane
 */
async function matte(session: Model, image: ModelImages): Promise<Matte> {
  const { data, dims } = await runImages(session, image, { output: session.outputNames[0], kind })
  const [heightPx = 0, widthPx = 0] = dims.slice(-2)
  if (dims.length < 2 || widthPx * heightPx === 0 || data.length !== widthPx * heightPx) throw notThisKind(kind)
  return { opacity: toOpacity(data), widthPx, heightPx }
}

/** Some exports end with a sigmoid, others return what goes into it: then values lie outside 0 to 1. */
function toOpacity(values: Float32Array): Uint8Array<ArrayBuffer> {
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
