export { copyingMark } from './copying-mark.ts'
export { finishPending } from './finish-pending.ts'
export { backedUpNames } from './finish-restore.ts'
export { pendingChangePath, readPendingChange, type PendingChange } from './pending-change.ts'
