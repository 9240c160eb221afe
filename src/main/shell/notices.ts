import type { ErrorData } from '../../shared/errors/index.ts'

export interface Notice {
  readonly level: 'info' | 'warning' | 'error'
  readonly error: ErrorData
}

/** Failures where no caller is waiting. What is told before anyone listens is kept for the first listener. */
export interface Notices {
  tell(notice: Notice): void
  listen(listener: (notice: Notice) => void): void
}

export function createNotices(): Notices {
  const early: Notice[] = []
  let hear: ((notice: Notice) => void) | null = null
  return {
    tell: (notice) => (hear === null ? void early.push(notice) : hear(notice)),
    listen(listener) {
      hear = listener
      for (const notice of early.splice(0)) listener(notice)
    },
  }
}
