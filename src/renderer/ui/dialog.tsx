import { useId, useLayoutEffect, useRef, type ReactNode, type RefObject } from 'react'
import { X } from 'lucide-react'
import { classNames } from '../lib/class-names.ts'
import './dialog.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly title: string
  readonly isTitleHidden?: boolean | undefined
  readonly className?: string | undefined
  readonly footer?: ReactNode
  /** Whenever it changes, the control marked `data-autofocus` is focused anew. */
  readonly step?: string | undefined
  readonly children: ReactNode
  readonly onClose: () => void
}

/** The browser's own modal dialog: focus stays inside, Esc closes, everything behind is inert. */
export function Dialog({ title, isTitleHidden = false, className, footer, step, children, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Not a plain effect: those end after the dialog has left the page, when closing gives no focus back any more.
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
        onClose()
      }}
      onPointerDown={(event) => {
        if (event.target === event.currentTarget) onClose()
      }}
    >
      <div className="dialog-frame">
        <header className={isTitleHidden ? 'visually-hidden' : 'dialog-header'}>
          <h2 id={titleId}>{title}</h2>
          {!isTitleHidden && (
            <IconButton label="Close" size="small" onClick={onClose}>
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

/** The first control would be the close button: a frame around it draws the eye for nothing. */
function focusWished(dialog: HTMLDialogElement | null): void {
  const wished = dialog?.querySelector<HTMLElement>('[data-autofocus]') ?? dialog
  wished?.focus()
}

/** Mounted anew with every step, so that each begins with its own control. */
function FocusWished({ dialog }: { readonly dialog: RefObject<HTMLDialogElement | null> }) {
  useLayoutEffect(() => focusWished(dialog.current), [dialog])
  return null
}
