import type { HTMLAttributes } from 'react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import { selectJob } from '../create-studio-store.ts'
import { useStudio } from '../studio-context.ts'

/** Position of a card in the strip. */
export interface CardPosition {
  readonly isSelected: boolean
  /** From the left edge of its run, CSS pixels. */
  readonly leftPx: number
  readonly widthPx: number
  /** Index among all cards, from 1. */
  readonly place: number
  readonly total: number
}

/** Pointer, keyboard and screen reader behavior shared by all cards of the strip. */
export function useCardFrame(
  { id, state }: JobSnapshot,
  name: string,
  { isSelected, leftPx, widthPx, place, total }: CardPosition,
): HTMLAttributes<HTMLDivElement> & { readonly 'data-state': JobSnapshot['state'] } {
  const { store } = useStudio()
  return {
    className: 'card',
    role: 'listitem',
    style: { left: leftPx, width: widthPx },
    tabIndex: -1,
    'aria-current': isSelected,
    'aria-posinset': place,
    'aria-setsize': total,
    'aria-label': name,
    'data-state': state,
    onClick: () => selectJob(store, isSelected ? null : id),
  }
}
