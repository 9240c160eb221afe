import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { classNames } from '../lib/class-names.ts'
import './popover.css'

interface PopoverProps {
  readonly label: string
  readonly isOpen: boolean
  readonly side?: 'top' | 'right' | 'bottom' | 'left' | undefined
  readonly className?: string | undefined
  /** The button it hangs on. */
  readonly trigger: ReactElement
  readonly children: ReactNode
  readonly onOpenChange: (isOpen: boolean) => void
}

/** A panel that hangs on a button. Esc or a press elsewhere closes it, and the focus goes back. */
export function Popover({ label, isOpen, side = 'right', className, trigger, children, onOpenChange }: PopoverProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          className={classNames('popover', className)}
          side={side}
          align="start"
          sideOffset={8}
          collisionPadding={12}
          aria-label={label}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
