import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createVisionHandlers({ services }: HandlerContext): HandlersOf<'vision'> {
  return {
    'vision.index': async () => (await (await services()).meaning()).index(),
  }
}
