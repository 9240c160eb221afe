import type { Modified } from '../../../../lib/keymap/key-binding.ts'

/** The relevant part of a `PointerEvent`, so that tests need no DOM. */
export interface PointerPress extends Modified {
  readonly pointerId: number
  readonly pointerType: string
  readonly button: number
  readonly buttons: number
  readonly clientX: number
  readonly clientY: number
  readonly pressure: number
  /** Size of the contact, CSS pixels. */
  readonly width: number
  readonly height: number
  readonly timeStamp: number
  getCoalescedEvents(): readonly PointerPress[]
}

export interface WheelTurn extends Modified {
  readonly clientX: number
  readonly clientY: number
  readonly deltaX: number
  readonly deltaY: number
  readonly deltaMode: number
}

export const secondaryButton = 2
/** "Buttons" bit and button number of a pen's eraser end (Pointer Events, section 4.1.1). */
const eraserBit = 32
const eraserButton = 5
/** A palm on the screen has a larger contact than a finger, CSS pixels. */
const palmCssPx = 60
const buttonBits: readonly (number | undefined)[] = [1, 4, 2]

/** A pen erases with its eraser end and with its barrel button. */
export function isEraser(event: PointerPress): boolean {
  if (event.pointerType !== 'pen') return false
  return event.button === eraserButton || event.button === secondaryButton || (event.buttons & (eraserBit | 2)) !== 0
}

export function isPalm({ width, height }: PointerPress): boolean {
  return Math.max(width, height) > palmCssPx
}

/**
 * Whether the button of a press is no longer down. While another mouse button is held, its release is reported as a
 * move; outside the window it is not reported at all.
 */
export function isReleased({ pointerType, buttons }: PointerPress, button: number): boolean {
  if (buttons === 0) return true
  const bit = buttonBits[button]
  return pointerType === 'mouse' && bit !== undefined && (buttons & bit) === 0
}
