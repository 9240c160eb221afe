import { useState, type CSSProperties } from 'react'
import { type ReclaimableKind, type StorageUsage, reclaimableKinds } from '../../../../shared/domain/storage.ts'
import * as messages from '../../../../shared/messages/en/storage.ts'
import { formatBytes } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { kindLabels, reclaimQuestions } from './storage-labels.ts'
import { useStorageActions, useStorageState } from './create-storage-actions.ts'

/** Disk usage by kind, and what can be reclaimed. */
export function UsageCard() {
  const actions = useStorageActions()
  const usage = useStorageState((state) => state.usage)
  const [confirming, setConfirming] = useState<ReclaimableKind | null>(null)
  const handleReclaim = (kind: ReclaimableKind) => {
    if (reclaimQuestions[kind] === undefined) void actions.reclaim(kind)
    else setConfirming(kind)
  }
  return (
    <section className="settings-card" aria-labelledby="storage-usage" aria-busy={usage === null}>
      <h3 id="storage-usage">{messages.diskUsage}</h3>
      {usage === null ? (
        <p className="settings-note">{messages.measuring}</p>
      ) : (
        <UsageTable usage={usage} onReclaim={handleReclaim} />
      )}
      {confirming !== null && <ReclaimDialog kind={confirming} onClose={() => setConfirming(null)} />}
    </section>
  )
}

interface UsageTableProps {
  readonly usage: StorageUsage
  readonly onReclaim: (kind: ReclaimableKind) => void
}

function UsageTable({ usage, onReclaim }: UsageTableProps) {
  const isRunning = useStorageState((state) => state.running !== null)
  const shown = usage.kinds.filter(({ files, kind }) => files > 0 || kind === 'pictures')
  const total = shown.reduce((sum, { bytes }) => sum + bytes, 0)
  const most = Math.max(1, ...shown.map(({ bytes }) => bytes))
  return (
    <>
      <table className="storage-table">
        <tbody>
          {shown.map(({ kind, files, bytes }) => (
            <tr key={kind} style={{ '--share': bytes / most } as CSSProperties}>
              <th scope="row">
                {kindLabels[kind].name}
                <span>{kindLabels[kind].what}</span>
              </th>
              <td>{messages.fileCount({ count: files })}</td>
              <td>{formatBytes(bytes)}</td>
              <td>
                {isReclaimable(kind) && (
                  <Button
                    size="small"
                    aria-label={messages.freeUpKind({ name: kindLabels[kind].name })}
                    disabled={isRunning}
                    onClick={() => onReclaim(kind)}
                  >
                    {reclaimQuestions[kind] === undefined ? messages.freeUp : messages.freeUpMore}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="settings-note">{formatDiskUse(total, usage.freeBytes)}</p>
    </>
  )
}

function formatDiskUse(usedBytes: number, freeBytes: number | null): string {
  const used = messages.used({ size: formatBytes(usedBytes) })
  return freeBytes === null ? used : `${used} · ${messages.freeOnDisk({ size: formatBytes(freeBytes) })}`
}

function isReclaimable(kind: string): kind is ReclaimableKind {
  return (reclaimableKinds as readonly string[]).includes(kind)
}

function ReclaimDialog({ kind, onClose }: { readonly kind: ReclaimableKind; readonly onClose: () => void }) {
  const actions = useStorageActions()
  const handleDelete = () => {
    onClose()
    void actions.reclaim(kind)
  }
  const buttons = (
    <>
      <Button data-autofocus onClick={onClose}>
        {messages.cancel}
      </Button>
      <Button variant="danger" onClick={handleDelete}>
        {messages.deletePermanently}
      </Button>
    </>
  )
  return (
    <Dialog
      title={messages.deletePermanentlyQuestion({ name: kindLabels[kind].name })}
      footer={buttons}
      onClose={onClose}
    >
      <div className="dialog-body">
        <p>{reclaimQuestions[kind]}</p>
      </div>
    </Dialog>
  )
}
