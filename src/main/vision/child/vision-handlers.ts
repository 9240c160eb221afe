import type { VisionHandlers } from '../vision-calls.ts'
import { embedImages, embedText } from './embed.ts'
import { createSessions } from './sessions.ts'
import { createTokenizers } from './tokenizers.ts'

export function createVisionHandlers(): VisionHandlers {
  const sessions = createSessions()
  const tokenizers = createTokenizers()
  return {
    embedImages: async (request) => embedImages(await sessions.open(request.path), request),
    embedText: async (request) => {
      const tokens = await tokenizers.encode(request)
      return embedText(await sessions.open(request.path), tokens)
    },
  }
}
