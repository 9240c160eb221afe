import type { HandlerContext } from '../handler-context.ts'
import type { HandlersOf } from '../handlers.ts'

export function createJobsHandlers({ services }: HandlerContext): HandlersOf<'jobs'> {
  return {
    'jobs.fill': async (input) => (await services()).jobs.fill(input),
    'jobs.generate': async (request) => (await services()).jobs.generate(request),
    'jobs.run': async ({ requests, maskPng, ...options }) => {
      const { jobs } = await services()
      return jobs.run(
        requests.map(({ hasMask, ...request }) => ({ ...request, maskPng: hasMask ? maskPng : null })),
        options,
      )
    },
    'jobs.retry': async ({ id, isApproved }) => (await services()).jobs.retry(id, { isApproved }),
    'jobs.cancel': async ({ id }) => (await services()).jobs.cancel(id),
    'jobs.list': async ({ documentId }) => (await services()).jobs.list(documentId),
    'jobs.decide': async ({ id, verdict }) => (await services()).jobs.decide(id, verdict),
  }
}
