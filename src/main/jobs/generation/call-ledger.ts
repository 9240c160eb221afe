import type { Billed } from '../../../shared/domain/job.ts'

/** Tracks what one call has sent and may have cost so far. */
export interface CallLedger {
  noteSent(): void
  /** The service has reported that nothing was started. */
  noteNotBegun(): void
  noteHandle(handle: string): void
  /** The service has reported how it ended. */
  noteEnded(): void
  wasSent(): boolean
  /** Returns whether the service may be working on it now. */
  isUnderWay(): boolean
  isBilled(): Billed
  handle(): string | null
}

/** `wasSentBefore`: to the service tried before this one. */
export function createCallLedger(isFree: boolean, wasSentBefore: boolean): CallLedger {
  let wasSent = wasSentBefore
  let hasBegun = false
  let hasEnded = false
  let handle: string | null = null
  return {
    noteSent() {
      wasSent = true
      hasBegun = true
    },
    noteNotBegun: () => void (hasBegun = false),
    noteHandle: (value) => void (handle = value),
    noteEnded: () => void (hasEnded = true),
    wasSent: () => wasSent,
    isUnderWay: () => hasBegun && !hasEnded,
    isBilled: () => (isFree || !hasBegun ? 'no' : 'unknown'),
    handle: () => handle,
  }
}
