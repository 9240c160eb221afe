import { isRightToLeft } from '../../shared/messages/formats.ts'

/** An arrow key as it would be in a window that reads from left to right: there, ArrowRight is the next one. */
export function arrowInReadingOrder(key: string): string {
  if (!isRightToLeft) return key
  return key === 'ArrowLeft' ? 'ArrowRight' : key === 'ArrowRight' ? 'ArrowLeft' : key
}

type Side = 'top' | 'right' | 'bottom' | 'left'

/** A side of the screen, named as in a window that reads from left to right. */
export function sideInReadingOrder(side: Side): Side {
  if (!isRightToLeft) return side
  return side === 'left' ? 'right' : side === 'right' ? 'left' : side
}
