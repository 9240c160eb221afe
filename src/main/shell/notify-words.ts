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

export interface NoticeWords {
  readonly title: string
  readonly body: string
}

/** Never what was asked for: others may see the screen. null = there is nothing to tell. */
export function noticeWords(tally: WorkTally): NoticeWords | null {
  const { done, refused, failed } = tally
  if (done + refused + failed === 0) return null
  const others = [counted(refused, 'refused'), counted(failed, 'failed')].filter((words) => words !== null)
  const title = done === 0 ? 'No image came of it' : done === 1 ? 'An image is ready' : `${done} images are ready`
  return { title, body: [...others, costWords(tally)].join(' · ') }
}

function counted(count: number, what: string): string | null {
  return count === 0 ? null : `${count} ${what}`
}

function costWords({ costUsd, isCostOpen }: WorkTally): string {
  if (costUsd === 0) return isCostOpen ? 'cost not known yet' : 'free'
  return isCostOpen ? `at least ${formatMoney(costUsd)}` : formatMoney(costUsd)
}
