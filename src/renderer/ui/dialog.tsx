import { useId, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { X } from 'lucide-react'
import * as messages from '../../shared/messages/en/controls.ts'
import { classNames } from '../lib/class-names.ts'
import './dialog.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly title: string
  readonly isTitleHidden?: boolean | undefined
  readonly className?: string | undefined
  readonly footer?: ReactNode
  /** Whenever it changes, the control marked `data-autofocus` gets the focus again. */
  readonly step?: string | undefined
  readonly children: ReactNode
  readonly onClose: () => void
}

/** A native modal dialog: focus stays inside, Esc closes, everything behind is inert. */
export function Dialog({ title, isTitleHidden = false, className, footer, step, children, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Not a passive effect: those are cleaned up after the dialog has left the page, when closing no longer restores the
  // focus.
  useLayoutEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    focusWished(dialog)
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      className={classNames('dialog', className)}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault()
        // A dialog opened from this one has its own.
        if (event.target === event.currentTarget) onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="dialog-frame">
        <header className={isTitleHidden ? 'visually-hidden' : 'dialog-header'}>
          <h2 id={titleId}>{title}</h2>
          {!isTitleHidden && (
            <IconButton label={messages.close} size="small" onClick={onClose}>
              <X size={15} aria-hidden="true" />
            </IconButton>
          )}
        </header>
        {children}
        <FocusWished key={step} dialog={ref} />
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </div>
    </dialog>
  )
}

/** By default the close button, as the first control, would get the focus and a distracting focus ring. */
function focusWished(dialog: HTMLDialogElement | null): void {
  const wished = dialog?.querySelector<HTMLElement>('[data-autofocus]') ?? dialog
  wished?.focus()
}

/** Remounted with every step, so that each starts with its own control focused. */
function FocusWished({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  useLayoutEffect(() => focusWished(dialog.current), [dialog])
  return null
}
