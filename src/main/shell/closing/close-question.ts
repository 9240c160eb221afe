import type { QueueEntry } from '../../../shared/domain/queue.ts'
import { labelOfProvider } from '../../../shared/domain/provider-id.ts'
import type { UpdateBlocker } from '../../../shared/domain/update.ts'
import * as messages from '../../../shared/messages/en/closing.ts'
import { formatLocale } from '../../../shared/messages/formats.ts'
import { formatMoney } from '../../../shared/util/format-money.ts'

/** What closing would end. */
export interface WorkUnderWay {
  /** Calls of this program that run, or wait for those that do. */
  readonly entries: readonly QueueEntry[]
  readonly kinds: readonly UpdateBlocker[]
}

export interface CloseQuestion {
  readonly message: string
  readonly detail: string
  /** Label of the button that ends the work. */
  readonly end: string
}

/** Says what is at work, and what of it may be billed even if it is canceled. */
export function closeQuestion({ entries, kinds }: WorkUnderWay): CloseQuestion {
  const images = entries.reduce((sum, { pictures }) => sum + pictures, 0)
  const running = entries.filter(({ state }) => state === 'running')
  const waiting = entries.filter(({ state }) => state === 'waiting')
  return {
    message: images > 0 ? messages.imagesUnderWay({ count: images }) : messages.stillWorking,
    detail: [
      ...kinds.flatMap((kind) => kindTexts[kind] ?? []),
      ...priceLine(running, (amount) => messages.mayBeBilled({ amount, services: servicesOf(running) })),
      ...priceLine(waiting, (amount) => messages.notSentYet({ amount })),
    ].join('\n'),
    end: images > 0 ? messages.cancelImages({ count: images }) : messages.closeAnyway,
  }
}

const kindTexts: Partial<Record<UpdateBlocker, string>> = {
  'edit-plan': messages.planRunning,
  agent: messages.agentWorking,
  download: messages.downloadRunning,
  export: messages.exportRunning,
}

/** Nothing of what is free. */
function priceLine(entries: readonly QueueEntry[], toText: (amount: string) => string): string[] {
  const paid = entries.filter(({ estimateUsd }) => estimateUsd !== 0)
  if (paid.length === 0) return []
  const known = paid.reduce((sum, { estimateUsd }) => sum + (estimateUsd ?? 0), 0)
  const isUnknown = paid.some(({ estimateUsd }) => estimateUsd === null)
  if (!isUnknown) return [toText(formatMoney(known))]
  return [toText(known === 0 ? messages.priceUnknown : messages.atLeast({ amount: formatMoney(known) }))]
}

function servicesOf(entries: readonly QueueEntry[]): string {
  const paid = entries.filter(({ estimateUsd }) => estimateUsd !== 0)
  return new Intl.ListFormat(formatLocale).format(new Set(paid.map(({ lane }) => labelOfProvider(lane))))
}
