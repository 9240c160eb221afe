import { forward } from '../forward.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'

export function createLiveHandlers(context: HandlerContext): HandlersOf<'live'> {
  return forward('live', async () => (await context.services()).live, 'start', 'draw', 'keep', 'stop')
}
