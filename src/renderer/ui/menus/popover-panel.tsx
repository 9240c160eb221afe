import { sideInReadingOrder } from '../../lib/reading-order.ts'
import { Popover as Radix } from 'radix-ui'
import { useRef, type ReactNode, type RefObject } from 'react'
import { classNames } from '../../lib/class-names.ts'
import './popover.css'

interface PopoverPanelProps {
  readonly label: string
  readonly side: 'top' | 'right' | 'bottom' | 'left'
  readonly className: string | undefined
  readonly button: RefObject<HTMLButtonElement | null>
  readonly children: ReactNode
  readonly onClose: () => void
}

/** The panel alone, for a button that was rendered before the panel's chunk was loaded. */
export function PopoverPanel({ label, side, className, button, children, onClose }: PopoverPanelProps) {
  const isOnButton = (target: EventTarget | null) => target instanceof Node && button.current?.contains(target) === true
  const content = useRef<HTMLDivElement>(null)
  const wasLeft = useRef(false)
  const close = () => {
    // Esc belongs to a dialog opened from in here, but the browser no longer gets the event.
    const dialog = content.current?.querySelector<HTMLDialogElement>('dialog[open]')
    if (dialog) dialog.requestClose()
    else onClose()
  }
  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && close()}>
      <Radix.Anchor virtualRef={button} />
      <Radix.Portal>
        <Radix.Content
          ref={content}
          className={classNames('popover', className)}
          side={sideInReadingOrder(side)}
          align="start"
          sideOffset={8}
          collisionPadding={12}
          aria-label={label}
          onInteractOutside={(event) => {
            // The button closes it itself.
            if (isOnButton(event.target)) event.preventDefault()
            else wasLeft.current = true
          }}
          onCloseAutoFocus={(event) => {
            event.preventDefault()
            if (!wasLeft.current) button.current?.focus()
          }}
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
