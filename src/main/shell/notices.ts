import type { ErrorData } from '../../shared/errors/index.ts'

export interface DesktopNotice {
  readonly level: 'info' | 'warning' | 'error'
  readonly error: ErrorData
}

/** Failures where no caller is waiting. Those from before the window listens are kept until it takes them. */
export interface Notices {
  tell(notice: DesktopNotice): void
  listen(listener: (notice: DesktopNotice) => void): void
  /** What the listener has not been given; from now on it is given everything. */
  take(): DesktopNotice[]
}

export function createNotices(): Notices {
  const early: DesktopNotice[] = []
  let emit: ((notice: DesktopNotice) => void) | null = null
  let isTaken = false
  return {
    tell: (notice) => (emit === null || !isTaken ? void early.push(notice) : emit(notice)),
    listen: (listener) => void (emit = listener),
    take() {
      isTaken = true
      return early.splice(0)
    },
  }
}
