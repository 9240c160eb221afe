import type { ApproveSpend } from '../jobs/attempt-ledger.ts'
import type { HandlerContext } from './handler-context.ts'

/**
 * Gets the user's consent for a request of this window to exceed a spending limit, in a dialog shown by main, because
 * the page could run injected scripts.
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
