import { untilAborted } from '../../../shared/util/until-aborted.ts'
import type { VisionHandlers } from '../vision-calls.ts'
import { describe } from './describe.ts'
import { detect } from './detect.ts'
import { estimateDepth } from './estimate-depth.ts'
import { embedImages, embedText } from './embed.ts'
import { findPoses, readPoseSize } from './find-poses.ts'
import { inpaint } from './inpaint.ts'
import { readInpaintingLayout } from './inpainting-layout.ts'
import { matte } from './matte.ts'
import { createSessions } from './sessions.ts'
import { createEmbeddingCache, encodeImage, segment } from './segment.ts'
import { createTokenizers } from './tokenizers.ts'
import { measureUpscaler, upscaleTile } from './upscale-tile.ts'

/** @param usesGpu whether models may run on it */
export function createVisionChildHandlers(options: { readonly usesGpu: boolean }): VisionHandlers {
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
