import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createQueueHandlers({ services }: HandlerContext): HandlersOf<'queue'> {
  const queue = async () => (await services()).jobs.queue
  return {
    'queue.view': async () => (await queue()).view(),
    'queue.pause': async ({ lane }) => (await queue()).setPaused(lane, true),
    'queue.resume': async ({ lane }) => (await queue()).setPaused(lane, false),
    'queue.move': async ({ callId, beforeCallId }) => (await queue()).move(callId, beforeCallId),
    'queue.cancel': async ({ callIds }) => (await queue()).cancel(callIds),
  }
}
