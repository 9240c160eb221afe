import { CircleAlert, CircleCheck, Info, TriangleAlert, X } from 'lucide-react'
import { useStore } from 'zustand'
import { Button } from './button.tsx'
import type { Toast, ToastStore } from './create-toast-store.ts'
import { IconButton } from './icon-button.tsx'
import './toast-region.css'

const icons = { info: Info, done: CircleCheck, warning: TriangleAlert, error: CircleAlert } as const

/** Messages in the corner, read out by screen readers as they come. */
export function ToastRegion({ toasts }: { readonly toasts: ToastStore }) {
  const shown = useStore(toasts.store, (state) => state.toasts)
  return (
    <section
      className="toast-region"
      aria-label="Messages"
      aria-live="polite"
      onPointerEnter={() => toasts.hold(true)}
      onPointerLeave={() => toasts.hold(false)}
      onFocus={() => toasts.hold(true)}
      onBlur={() => toasts.hold(false)}
    >
      {shown.map((toast) => (
        <ToastItem key={toast.id} toast={toast} onDismiss={() => toasts.dismiss(toast.id)} />
      ))}
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
      <IconButton label="Dismiss" size="small" tooltipSide="top" onClick={onDismiss}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
