import type { ErrorCode } from '../../../shared/errors/index.ts'

/** Stable: scripts branch on them (docs/command-line.md). */
export const exitCodes = { done: 0, failed: 1, badInput: 2, refused: 3, overCap: 4, canceled: 5 } as const
type Ending = Exclude<keyof typeof exitCodes, 'done'>

/** Bad input needs another call, a refusal another request or account; anything else failed. */
const endings: Readonly<Record<ErrorCode, Ending>> = {
  'request/invalid': 'badInput',
  'request/forbidden-caller': 'failed',
  'request/cancelled': 'canceled',
  'credential/missing': 'badInput',
  'credential/unavailable': 'failed',
  'credential/rejected': 'refused',
  'credential/other-host': 'badInput',
  'provider/unsupported': 'badInput',
  'provider/disabled': 'badInput',
  'provider/invalid-request': 'refused',
  'provider/unknown-model': 'badInput',
  'provider/wrong-address': 'badInput',
  'provider/quota': 'refused',
  'provider/rate-limited': 'refused',
  'provider/unavailable': 'failed',
  'provider/task-failed': 'failed',
  'provider/task-expired': 'failed',
  'provider/bad-reply': 'failed',
  'money/needs-approval': 'overCap',
  'money/over-cap': 'overCap',
  // Nothing is sent while it is unknown what may be spent.
  'money/limits-unreadable': 'overCap',
  'network/offline': 'failed',
  'network/interrupted': 'failed',
  'network/timeout': 'failed',
  'network/blocked-url': 'badInput',
  'download/refused': 'refused',
  'download/mismatch': 'failed',
  'configuration/invalid': 'badInput',
  'engine/missing': 'failed',
  'engine/unusable': 'failed',
  'engine/failed': 'failed',
  'engine/stopped': 'failed',
  'engine/out-of-memory': 'failed',
  'engine/device-lost': 'failed',
  'fill/empty-mask': 'badInput',
  'fill/nothing-to-copy': 'badInput',
  'edit/does-not-fit': 'failed',
  'storage/full': 'failed',
  'storage/failed': 'failed',
  'storage/read-only': 'failed',
  'storage/locked': 'failed',
  'storage/corrupt': 'failed',
  'storage/migration-failed': 'failed',
  'storage/not-found': 'badInput',
  'storage/unreachable': 'failed',
  'storage/exists': 'badInput',
  'media/undecodable': 'badInput',
  'media/unsupported': 'badInput',
  'media/too-large': 'badInput',
  'imaging/process-exited': 'failed',
  'vision/no-subject': 'failed',
  'vision/no-text': 'failed',
  'vision/process-exited': 'failed',
  'model/unsupported': 'failed',
  'model/damaged': 'failed',
  'model/missing': 'failed',
  'update/unreadable': 'failed',
  'update/unsigned': 'failed',
  'update/busy': 'failed',
  'update/failed': 'failed',
  'internal/bug': 'failed',
}

interface Failure {
  readonly code: ErrorCode
  /** The provider refused the content: its own kind of `provider/task-failed`. */
  readonly isRefusal?: boolean
}

/** @param signal after Ctrl+C, whatever failed was canceled */
export function exitCodeOf({ code, isRefusal = false }: Failure, signal: AbortSignal): number {
  if (signal.aborted) return exitCodes.canceled
  return exitCodes[isRefusal ? 'refused' : endings[code]]
}
