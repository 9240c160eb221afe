import { createStore, type StoreApi } from 'zustand/vanilla'

export interface Toast {
  readonly id: number
  readonly level: 'lasting' | 'info' | 'done' | 'warning' | 'error'
  readonly text: string
  /** The route where it is shown. */
  readonly route: string
  /** Replaces the last message on the same topic. */
  readonly topic?: string | undefined
  readonly action: { readonly label: string; readonly run: () => void } | null
}

export interface ToastStore {
  readonly store: StoreApi<{ readonly toasts: readonly Toast[] }>
  show(toast: Omit<Toast, 'id'>): void
  dismiss(id: number): void
  dismissTopic(topic: string): void
  /** Keeps messages from expiring while they have the pointer or the focus. */
  hold(isHeld: boolean): void
}

/** In ms; an error stays until it is dismissed, what lasts also until it is replaced. */
const shownMs = { lasting: null, info: 5_000, done: 5_000, warning: 9_000, error: null } as const
/** In ms; a toast with an action stays long enough to be reached by keyboard. */
const withActionMs = 10_000
const maxErrors = 5

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
    const leastMs = shownMs[toast.level]
    if (leastMs === null) return
    const ms = toast.action === null ? leastMs : Math.max(withActionMs, leastMs)
    timers.set(
      toast.id,
      setTimeout(() => dismiss(toast.id), ms),
    )
  }

  return {
    store,
    dismiss,
    dismissTopic(topic) {
      for (const toast of store.getState().toasts) if (toast.topic === topic) dismiss(toast.id)
    },
    show(content) {
      const toast = { ...content, id: ++lastId }
      for (const each of store.getState().toasts) if (isReplacedBy(each, toast)) dismiss(each.id)
      store.setState(({ toasts }) => ({ toasts: [...toasts, toast] }))
      const errors = store.getState().toasts.filter(({ level }) => level === 'error')
      for (const old of errors.slice(0, -maxErrors)) dismiss(old.id)
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

/** One at a time per route: the newest, above errors that have not been dismissed. */
function isReplacedBy(previous: Toast, next: Toast): boolean {
  if (previous.route === next.route && previous.level !== 'error') return true
  return next.topic === undefined ? previous.text === next.text && next.action === null : previous.topic === next.topic
}

/** Returns the message shown on a route. */
export function selectToast(toasts: readonly Toast[], route: string): Toast | null {
  return toasts.findLast((toast) => toast.route === route) ?? null
}
