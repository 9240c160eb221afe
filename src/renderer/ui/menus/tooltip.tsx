import { sideInReadingOrder } from '../../lib/reading-order.ts'
import { useEffect, useEffectEvent, useRef, useState, type FocusEvent, type PointerEvent, type ReactNode } from 'react'
import './tooltip.css'

export type TooltipSide = 'top' | 'right' | 'bottom' | 'left'

const delayMs = 500
/** For the pointer's way from the control to its tooltip. */
const leaveMs = 200
const gapPx = 6
const marginPx = 8

/** Props for the control that has the tooltip. */
export interface TooltipTrigger {
  readonly onPointerEnter: (event: PointerEvent<HTMLElement>) => void
  readonly onPointerLeave: () => void
  readonly onPointerDown: () => void
  readonly onFocus: (event: FocusEvent<HTMLElement>) => void
  readonly onBlur: () => void
}

/**
 * Shows a control's name after hovering, or on keyboard focus. Visual only: a screen reader reads the control's own
 * name. It is in the top layer, above dialogs. The pointer may move onto it. Esc and Ctrl put it away, and go on to what
 * they are for.
 */
export function useTooltip(content: ReactNode, side: TooltipSide): { trigger: TooltipTrigger; tooltip: ReactNode } {
  const [anchor, setAnchor] = useState<DOMRect | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const hide = () => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  const showSoon = (element: HTMLElement) => {
    clearTimeout(timer.current)
    timer.current = setTimeout(() => setAnchor(element.getBoundingClientRect()), delayMs)
  }
  const hideSoon = () => {
    clearTimeout(timer.current)
    timer.current = setTimeout(hide, leaveMs)
  }
  const trigger: TooltipTrigger = {
    onPointerEnter: ({ currentTarget, pointerType }) => {
      if (pointerType !== 'touch') showSoon(currentTarget)
    },
    onPointerLeave: hideSoon,
    onPointerDown: hide,
    onFocus: ({ currentTarget, target }) => {
      if (target.matches(':focus-visible')) showSoon(currentTarget)
    },
    onBlur: hide,
  }
  const tooltip = anchor && (
    <TooltipBubble
      anchor={anchor}
      side={side}
      onDismiss={hide}
      onPointerEnter={() => clearTimeout(timer.current)}
      onPointerLeave={hideSoon}
    >
      {content}
    </TooltipBubble>
  )
  return { trigger, tooltip }
}

interface TooltipBubbleProps {
  readonly anchor: DOMRect
  readonly side: TooltipSide
  readonly onDismiss: () => void
  readonly onPointerEnter: () => void
  readonly onPointerLeave: () => void
  readonly children: ReactNode
}

function TooltipBubble({ anchor, side, onDismiss, children, ...pointer }: TooltipBubbleProps) {
  const ref = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const bubble = ref.current
    if (bubble === null) return
    bubble.showPopover()
    const { left, top } = placeBeside(anchor, bubble.getBoundingClientRect(), side)
    bubble.style.left = `${left}px`
    bubble.style.top = `${top}px`
  }, [anchor, side])
  const dismiss = useEffectEvent(onDismiss)
  useEffect(() => {
    const handleKey = ({ key }: KeyboardEvent) => {
      if (key === 'Escape' || key === 'Control') dismiss()
    }
    window.addEventListener('keydown', handleKey, true)
    return () => window.removeEventListener('keydown', handleKey, true)
  }, [])
  return (
    <div
      ref={ref}
      popover="manual"
      className="tooltip"
      aria-hidden="true"
      onPointerDown={(event) => {
        // What is beneath its control must not take the press.
        event.stopPropagation()
        onDismiss()
      }}
      {...pointer}
    >
      {children}
    </div>
  )
}

/** Inside the window, preferably on the given side of the anchor. */
function placeBeside(anchor: DOMRect, bubble: DOMRect, side: TooltipSide): { left: number; top: number } {
  const middleX = anchor.left + (anchor.width - bubble.width) / 2
  const middleY = anchor.top + (anchor.height - bubble.height) / 2
  const wished = {
    top: { left: middleX, top: anchor.top - bubble.height - gapPx },
    bottom: { left: middleX, top: anchor.bottom + gapPx },
    left: { left: anchor.left - bubble.width - gapPx, top: middleY },
    right: { left: anchor.right + gapPx, top: middleY },
  }[sideInReadingOrder(side)]
  return {
    left: Math.max(marginPx, Math.min(wished.left, window.innerWidth - bubble.width - marginPx)),
    top: Math.max(marginPx, Math.min(wished.top, window.innerHeight - bubble.height - marginPx)),
  }
}
