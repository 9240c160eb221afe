import { approveSpendIn } from '../approve-spend.ts'
import type { HandlerContext, HandlersOf } from '../handlers.ts'

export function createEditPlansHandlers(context: HandlerContext): HandlersOf<'editPlans'> {
  const plans = async () => (await context.services()).editPlans
  return {
    'editPlans.open': async ({ documentId }) => (await plans()).open(documentId),
    'editPlans.view': async ({ id }) => (await plans()).view(id),
    'editPlans.save': async ({ id, steps }) => (await plans()).save(id, steps),
    'editPlans.addMask': async ({ id, sourceId, maskPng }) => (await plans()).addMask(id, sourceId, maskPng),
    'editPlans.quote': async ({ id, ...draft }, { signal }) => (await plans()).quote(id, draft, signal),
    'editPlans.run': async ({ id, ...draft }, { windowId }) =>
      (await plans()).run(id, draft, { approve: approveSpendIn(windowId, context) }),
    'editPlans.stop': async ({ id }) => (await plans()).stop(id),
  }
}
