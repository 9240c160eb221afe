import type { ApproveSpend } from '../jobs/attempt-book.ts'
import type { HandlerContext } from './handler-context.ts'

/**
 * How a request of this window gets the person's consent to exceed a spending limit: in a dialog that main shows, because
 * the page could be somebody else's script.
 */
export function approveSpendIn(
  windowId: number,
  { services, desktop }: Pick<HandlerContext, 'services' | 'desktop'>,
): ApproveSpend {
  return async (question) => {
    const providers = await (await services()).providers()
    const labels = new Map<string, string>((await providers.list()).map(({ id, label }) => [id, label]))
    return desktop.confirmSpending(windowId, {
      ...question,
      services: question.services.map((service) => labels.get(service) ?? service),
    })
  }
}
