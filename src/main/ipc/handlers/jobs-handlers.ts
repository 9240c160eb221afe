import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext, HandlersOf } from '../handler-context.ts'
import { forward } from '../forward.ts'

export function createJobsHandlers(context: HandlerContext): HandlersOf<'jobs' | 'queue' | 'edits'> {
  const { services } = context
  const jobs = async () => (await services()).jobs
  const queue = async () => (await jobs()).queue
  const edits = async () => (await jobs()).edits
  return {
    ...forward('jobs', jobs, 'fill'),
    'jobs.expectFill': async ({ assetId }) => (await jobs()).expectFill(assetId),
    'jobs.generate': async (request, { windowId }) =>
      (await jobs()).generate(request, { approve: approveSpendIn(windowId, context) }),
    'jobs.run': async ({ requests, maskPng, runId }, { windowId }) => {
      const masked = requests.map(({ hasMask, ...request }) => ({ ...request, maskPng: hasMask ? maskPng : null }))
      return (await jobs()).run(masked, { runId, approve: approveSpendIn(windowId, context) })
    },
    'jobs.retry': async ({ ids }, { windowId }) =>
      (await jobs()).retry(ids, { approve: approveSpendIn(windowId, context) }),
    'jobs.cancel': async ({ id }) => (await jobs()).cancel(id),
    'jobs.list': async ({ documentId }) => (await jobs()).list(documentId),
    'jobs.mask': async ({ id }) => (await jobs()).mask(id),
    'jobs.decide': async ({ id, verdict }) => (await jobs()).decide(id, verdict),
    ...forward('queue', queue, 'view'),
    'queue.move': async ({ callId, beforeCallId }) => (await queue()).move(callId, beforeCallId),
    'queue.cancel': async ({ callIds }) => (await queue()).cancel(callIds),
    'queue.release': async ({ callIds }) => (await queue()).release(callIds),
    'queue.pause': async ({ lane }) => (await queue()).setPaused(lane, true),
    'queue.resume': async ({ lane }) => (await queue()).setPaused(lane, false),
    ...forward('edits', edits, 'preview', 'reblend', 'merge', 'expand'),
  }
}
