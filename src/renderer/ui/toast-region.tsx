import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useStore } from 'zustand'
import * as messages from '../../shared/messages/en/controls.ts'
import { Button } from './button.tsx'
import { selectToast, type Toast, type ToastStore } from './create-toast-store.ts'
import { IconButton } from './icon-button.tsx'
import './toast-region.css'

const icons = {
  lasting: Info,
  info: Info,
  done: CircleCheck,
  warning: TriangleAlert,
  error: CircleAlert,
} as const

interface ToastRegionProps {
  readonly toasts: ToastStore
  readonly route: string
}

/** The newest message of a route, over the lower left of its content; announced by screen readers when it appears. */
export function ToastRegion({ toasts, route }: ToastRegionProps) {
  const shown = useStore(toasts.store, (state) => selectToast(state.toasts, route))
  return (
    <section
      className="toast-region"
      aria-label={messages.notifications}
      aria-live="polite"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown !== null && <ToastItem key={shown.id} toast={shown} onDismiss={() => toasts.dismiss(shown.id)} />}
    </section>
  )
}

function ToastItem({ toast, onDismiss }: { readonly toast: Toast; readonly onDismiss: () => void }) {
  const Icon = icons[toast.level]
  const { action } = toast
  return (
    <div className={`toast toast-${toast.level}`} role={toast.level === 'error' ? 'alert' : 'status'}>
      <Icon className="toast-icon" size={16} aria-hidden="true" />
      <p className="selectable">{toast.text}</p>
      {action && (
        <Button
          size="small"
          onClick={() => {
            onDismiss()
            action.run()
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={messages.dismiss} size="small" tooltipSide="top" onClick={onDismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
