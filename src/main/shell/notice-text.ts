import * as messages from '../../shared/messages/en/notices.ts'
import { formatMoney } from '../../shared/util/format-money.ts'

/** What came of everything that one click asked for, or of all that was queued. */
export interface WorkTally {
  readonly done: number
  readonly refused: number
  readonly failed: number
  readonly cancelled: number
  /** Told so far. */
  readonly costUsd: number
  /** Something was, or may have been, billed, and how much is not known. */
  readonly isCostOpen: boolean
}

export interface NoticeText {
  readonly title: string
  readonly body: string
}

/** Never the prompt: others may see the screen. null = nothing to report. */
export function describeWork(tally: WorkTally): NoticeText | null {
  const { done, refused, failed } = tally
  if (done + refused + failed === 0) return null
  const facts = [
    ...(refused === 0 ? [] : [messages.refusedCount({ count: refused })]),
    ...(failed === 0 ? [] : [messages.failedCount({ count: failed })]),
    formatCost(tally),
  ]
  const title = done === 0 ? messages.noImagesWereMade : messages.imagesReady({ count: done })
  return { title, body: facts.join(' · ') }
}

function formatCost({ costUsd, isCostOpen }: WorkTally): string {
  if (costUsd === 0) return isCostOpen ? messages.costPending : messages.free
  return isCostOpen ? messages.atLeast({ money: formatMoney(costUsd) }) : formatMoney(costUsd)
}
