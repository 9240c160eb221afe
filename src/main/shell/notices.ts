import type { ErrorData } from '../../shared/errors/index.ts'

export interface DesktopNotice {
  readonly level: 'info' | 'warning' | 'error'
  readonly error: ErrorData
}

/** Failures without a waiting caller. Those from before the window subscribes are kept until it takes them. */
export interface Notices {
  emit(notice: DesktopNotice): void
  listen(listener: (notice: DesktopNotice) => void): void
  /** Returns notices that were not delivered yet; later ones are delivered directly. */
  take(): DesktopNotice[]
}

export function createNotices(): Notices {
  const early: DesktopNotice[] = []
  let emit: ((notice: DesktopNotice) => void) | null = null
  let isTaken = false
  return {
    emit: (notice) => (emit === null || !isTaken ? void early.push(notice) : emit(notice)),
    listen: (listener) => void (emit = listener),
    take() {
      isTaken = true
      return early.splice(0)
    },
  }
}
