import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createJobsHandlers(context: HandlerContext): HandlersOf<'jobs'> {
  const { services } = context
  return {
    'jobs.fill': async (input) => (await services()).jobs.fill(input),
    'jobs.expectFill': async ({ assetId }) => (await services()).jobs.expectFill(assetId),
    'jobs.generate': async (request, { windowId }) =>
      (await services()).jobs.generate(request, { approve: approveSpendIn(windowId, context) }),
    'jobs.run': async ({ requests, maskPng, runId }, { windowId }) => {
      const { jobs } = await services()
      return jobs.run(
        requests.map(({ hasMask, ...request }) => ({ ...request, maskPng: hasMask ? maskPng : null })),
        { runId, approve: approveSpendIn(windowId, context) },
      )
    },
    'jobs.retry': async ({ ids }, { windowId }) =>
      (await services()).jobs.retry(ids, { approve: approveSpendIn(windowId, context) }),
    'jobs.cancel': async ({ id }) => (await services()).jobs.cancel(id),
    'jobs.list': async ({ documentId }) => (await services()).jobs.list(documentId),
    'jobs.decide': async ({ id, verdict }) => (await services()).jobs.decide(id, verdict),
  }
}
