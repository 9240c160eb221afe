import type { VisionHandlers } from '../vision-calls.ts'
import { embedImages, embedText } from './embed.ts'
import { matte } from './matte.ts'
import { createSessions } from './sessions.ts'
import { createTokenizers } from './tokenizers.ts'

export function createVisionHandlers(): VisionHandlers {
  const sessions = createSessions()
  const tokenizers = createTokenizers()
  return {
    matte: async (request) => matte(await sessions.open(request.path), request),
    embedImages: async (request) => embedImages(await sessions.open(request.path), request),
    embedText: async (request) => {
      const tokens = await tokenizers.encode(request)
      return embedText(await sessions.open(request.path), tokens)
    },
  }
}
