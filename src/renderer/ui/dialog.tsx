import { useEffect, useId, useRef, type ReactNode } from 'react'
import { X } from 'lucide-react'
import { classNames } from '../lib/class-names.ts'
import './dialog.css'
import { IconButton } from './icon-button.tsx'

interface DialogProps {
  readonly title: string
  readonly isTitleHidden?: boolean | undefined
  readonly className?: string | undefined
  readonly footer?: ReactNode
  readonly children: ReactNode
  readonly onClose: () => void
}

/** The browser's own modal dialog: focus stays inside, Esc closes, everything behind is inert. */
export function Dialog({ title, isTitleHidden = false, className, footer, children, onClose }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    // The first control would be the close button: a frame around it draws the eye for nothing.
    const wished = dialog?.querySelector<HTMLElement>('[data-autofocus]') ?? dialog
    wished?.focus()
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
        {footer && <footer className="dialog-footer">{footer}</footer>}
      </div>
    </dialog>
  )
}
