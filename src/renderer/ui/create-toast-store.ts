import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Toast {
  readonly id: number
  readonly level: 'info' | 'done' | 'warning' | 'error'
  readonly text: string
  /** Takes the place of what was last told of the same. */
  readonly topic?: string | undefined
  readonly action: { readonly label: string; readonly run: () => void } | null
}

export interface ToastStore {
  readonly store: StoreApi<{ readonly toasts: readonly Toast[] }>
  show(toast: Omit<Toast, 'id'>): void
  dismiss(id: number): void
  /** While the pointer or the focus is on them they do not leave. */
  hold(isHeld: boolean): void
}

const shownMs = { info: 5_000, done: 5_000, warning: 9_000, error: 12_000 } as const
/** A toast with something to do stays long enough to be reached by keyboard. */
const withActionMs = 10_000
const maxToasts = 3

export function createToastStore(): ToastStore {
  const store = createStore<{ readonly toasts: readonly Toast[] }>(() => ({ toasts: [] }))
  const timers = new Map<number, ReturnType<typeof setTimeout>>()
  let lastId = 0
  let isHeld = false

  function dismiss(id: number): void {
    clearTimeout(timers.get(id))
    timers.delete(id)
    store.setState(({ toasts }) => ({ toasts: toasts.filter((toast) => toast.id !== id) }))
  }

  function startTimer(toast: Toast): void {
    const ms = toast.action === null ? shownMs[toast.level] : Math.max(withActionMs, shownMs[toast.level])
    timers.set(
      toast.id,
      setTimeout(() => dismiss(toast.id), ms),
    )
  }

  return {
    store,
    dismiss,
    show(content) {
      const toast = { ...content, id: ++lastId }
      const same = store.getState().toasts.find((each) => saysTheSame(each, toast))
      if (same !== undefined) dismiss(same.id)
      store.setState(({ toasts }) => ({ toasts: [...toasts, toast] }))
      for (const old of store.getState().toasts.slice(0, -maxToasts)) dismiss(old.id)
      if (!isHeld) startTimer(toast)
    },
    hold(next) {
      isHeld = next
      for (const timer of timers.values()) clearTimeout(timer)
      timers.clear()
      if (!isHeld) store.getState().toasts.forEach(startTimer)
    },
  }
}

function saysTheSame(one: Toast, other: Toast): boolean {
  if (other.topic !== undefined) return one.topic === other.topic
  return one.text === other.text && other.action === null
}
