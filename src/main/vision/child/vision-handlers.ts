import type { VisionHandlers } from '../vision-calls.ts'
import { describe } from './describe.ts'
import { embedImages, embedText } from './embed.ts'
import { matte } from './matte.ts'
import { createSessions } from './sessions.ts'
import { createEmbeddingCache, encodeImage, segment } from './segment.ts'
import { createTokenizers } from './tokenizers.ts'

export function createVisionHandlers(): VisionHandlers {
  const sessions = createSessions()
  const tokenizers = createTokenizers()
  const embeddings = createEmbeddingCache()
  return {
    encodeImage: async (request) => {
      embeddings.set(request.key, await encodeImage(await sessions.open(request.path), request))
      return null
    },
    segment: async (request) => {
      const prepared = embeddings.get(request.key)
      return prepared === null ? null : segment(await sessions.open(request.path), prepared, request)
    },
    matte: async (request) => matte(await sessions.open(request.path), request),
    describe: (request, { signal }) => describe(request, { open: sessions.open, tokenizers, signal }),
    embedImages: async (request) => embedImages(await sessions.open(request.path), request),
    embedText: async (request) => {
      const tokens = await tokenizers.encode(request)
      return embedText(await sessions.open(request.path), tokens)
    },
  }
}
