import { cloneElement, useRef, type MouseEvent, type ReactElement, type ReactNode, type RefObject } from 'react'
import { deferred } from '../deferred.tsx'

interface TriggerProps {
  readonly ref?: RefObject<HTMLButtonElement | null>
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void
  readonly 'aria-haspopup'?: 'dialog'
  readonly 'aria-expanded'?: boolean
  readonly 'data-state'?: 'open' | 'closed'
}

interface PopoverProps {
  readonly label: string
  readonly isOpen: boolean
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  readonly className?: string | undefined
  /** The button that opens it. */
  readonly trigger: ReactElement<TriggerProps>
  readonly children: ReactNode
  readonly onOpenChange: (isOpen: boolean) => void
}

const panel = deferred(() => import('./popover-panel.tsx').then((part) => part.PopoverPanel))
const PopoverPanel = panel.Part
export const loadPopover = panel.load

/** A panel attached to a button. Esc or a press elsewhere closes it and returns the focus. */
export function Popover({ label, isOpen, side = 'right', className, trigger, children, onOpenChange }: PopoverProps) {
  const button = useRef<HTMLButtonElement>(null)
  return (
    <>
      {cloneElement(trigger, {
        ref: button,
        'aria-haspopup': 'dialog',
        'aria-expanded': isOpen,
        'data-state': isOpen ? 'open' : 'closed',
        onClick: () => onOpenChange(!isOpen),
      })}
      {isOpen && (
        <PopoverPanel
          label={label}
          side={side}
          className={className}
          button={button}
          onClose={() => onOpenChange(false)}
        >
          {children}
        </PopoverPanel>
      )}
    </>
  )
}
