import { Archive, ArchiveRestore, FolderOpen, FolderSync, ShieldCheck } from 'lucide-react'
import { useEffect, useRef } from 'react'
import * as messages from '../../../../shared/messages/en/storage.ts'
import { joinSentences } from '../../../../shared/messages/formats.ts'
import { useServices } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { useStorageActions, useStorageState } from './create-storage-actions.ts'
import { describePending, describeRunning, problemLabels } from './storage-labels.ts'
import './storage.css'
import { UsageCard } from './usage-card.tsx'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { FileProblem, VerifyReport } from '../../../../shared/domain/storage.ts'
import { formatBytes, formatNumber } from '../../../lib/format.ts'

/** The rest are summarized: the list is for review only. */
const shownMax = 200

/** Library size, integrity, backups, and location. */
export function StoragePage() {
  const { client, intents } = useServices()
  const actions = useStorageActions()
  useEffect(() => void actions.measure(), [actions])
  const revealHome = () => {
    client.call('app.revealHome', {}).catch((error: unknown) => intents.send({ type: 'report', error }))
  }
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.storage}</h2>
        <Button variant="quiet" icon={<FolderOpen size={16} aria-hidden="true" />} onClick={revealHome}>
          {messages.showFolder}
        </Button>
      </header>
      <div className="settings-scroll storage">
        <div className="storage-messages">
          <Messages />
        </div>
        <PendingCard />
        <UsageCard />
        <CheckCard />
        <BackupCard />
        <PlaceCard />
      </div>
    </section>
  )
}

function Messages() {
  const { describeError } = useServices()
  const actions = useStorageActions()
  const running = useStorageState((state) => state.running)
  const error = useStorageState((state) => state.error)
  const notice = useStorageState((state) => state.notice)
  if (running !== null) {
    const label = describeRunning(running)
    return (
      <div className="settings-card storage-running">
        <p role="status">{label}</p>
        <ProgressBar label={label} value={running.total === 0 ? null : running.done / running.total} />
        <Button size="small" onClick={() => actions.cancel()}>
          {messages.stop}
        </Button>
      </div>
    )
  }
  if (error !== null) {
    return (
      <p className="storage-problem" role="alert">
        {describeError(error).text}
      </p>
    )
  }
  return notice === null ? null : (
    <p className="storage-news" role="status">
      {notice}
    </p>
  )
}

/** Where the library is stored. */
function PlaceCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const usage = useStorageState((state) => state.usage)
  return (
    <section className="settings-card" aria-labelledby="storage-place">
      <h3 id="storage-place">{messages.libraryLocation}</h3>
      <p className="selectable storage-path">{usage?.root}</p>
      <p className="settings-note">{messages.moveLibraryHint}</p>
      <div className="storage-actions">
        <Button
          icon={<FolderSync size={15} aria-hidden="true" />}
          disabled={isBusy || (usage?.pending ?? null) !== null}
          onClick={() => void actions.move()}
        >
          {messages.moveLibrary}
        </Button>
      </div>
    </section>
  )
}

/** Backs up everything that cannot be regenerated into one file. */
function BackupCard() {
  const actions = useStorageActions()
  const isBusy = useStorageState((state) => state.running !== null)
  const isPending = useStorageState((state) => (state.usage?.pending ?? null) !== null)
  return (
    <section className="settings-card" aria-labelledby="storage-backup">
      <h3 id="storage-backup">{messages.backup}</h3>
      <p className="settings-note">{messages.backupHint}</p>
      <div className="storage-actions">
        <Button icon={<Archive size={15} aria-hidden="true" />} disabled={isBusy} onClick={() => void actions.backUp()}>
          {messages.backUp}
        </Button>
        <Button
          icon={<ArchiveRestore size={15} aria-hidden="true" />}
          disabled={isBusy || isPending}
          onClick={() => void actions.restore()}
        >
          {messages.restoreBackup}
        </Button>
      </div>
    </section>
  )
}

/** A restore or move that completes at the next start. */
function PendingCard() {
  const { intents } = useServices()
  const actions = useStorageActions()
  const pending = useStorageState((state) => state.usage?.pending ?? null)
  const card = useRef<HTMLElement>(null)
  // The button that prepared it may be far below.
  const isThere = pending !== null
  useEffect(() => {
    if (isThere) card.current?.scrollIntoView({ block: 'nearest' })
  }, [isThere])
  if (pending === null) return null
  return (
    <section ref={card} className="settings-card storage-pending" aria-labelledby="storage-pending" role="status">
      <h3 id="storage-pending">{pending.type === 'move' ? messages.readyToMove : messages.readyToRestore}</h3>
      <p>{describePending(pending)}</p>
      <div className="storage-actions">
        <Button
          variant="primary"
          onClick={() => void actions.restart().catch((error: unknown) => intents.send({ type: 'report', error }))}
        >
          {messages.restartNow}
        </Button>
        <Button onClick={() => void actions.forgetPending()}>{messages.cancel}</Button>
      </div>
    </section>
  )
}

/** Reads every file, and helps with those that are damaged or missing. */
function CheckCard() {
  const actions = useStorageActions()
  const isRunning = useStorageState((state) => state.running !== null)
  const report = useStorageState((state) => state.report)
  return (
    <section className="settings-card" aria-labelledby="storage-check">
      <h3 id="storage-check">{messages.checkFiles}</h3>
      <p className="settings-note">{messages.checkFilesHint}</p>
      <div className="storage-actions">
        <Button
          icon={<ShieldCheck size={15} aria-hidden="true" />}
          disabled={isRunning}
          onClick={() => void actions.verify()}
        >
          {messages.checkAllFiles}
        </Button>
      </div>
      {report !== null && <CheckResult report={report} />}
    </section>
  )
}

function CheckResult({ report }: { readonly report: VerifyReport }) {
  const { checked, bytes, problems, unreachable, lostCompanions, isDatabaseSound } = report
  const isSound = problems.length === 0 && unreachable.length === 0 && isDatabaseSound && lostCompanions === 0
  return (
    <>
      <p role="status" className={isSound ? 'storage-sound' : undefined}>
        {joinSentences(
          messages.filesChecked({ count: checked, size: formatBytes(bytes) }),
          isSound && messages.noProblemsFound,
        )}
      </p>
      {!isDatabaseSound && <p className="storage-problem">{messages.databaseDamaged}</p>}
      {lostCompanions > 0 && <p className="storage-problem">{messages.companionsMissing({ count: lostCompanions })}</p>}
      {unreachable.map(({ folder, files }) => (
        <p key={folder} className="storage-problem">
          {messages.notChecked({ count: files, folder })}
        </p>
      ))}
      {problems.length > 0 && <ProblemList problems={problems} />}
    </>
  )
}

/** What an undamaged copy of the file mends. An image that was damaged when it came is another file. */
const restorable: ReadonlySet<FileProblem['type']> = new Set(['missing', 'damaged', 'unreadable'])

function ProblemList({ problems }: { readonly problems: VerifyReport['problems'] }) {
  const actions = useStorageActions()
  const isRunning = useStorageState((state) => state.running !== null)
  const ids: AssetId[] = problems.filter(({ type }) => restorable.has(type)).map(({ id }) => id)
  return (
    <>
      <ul className="storage-problems" aria-label={messages.filesWithProblems}>
        {problems.slice(0, shownMax).map((problem) => (
          <ProblemRow key={problem.id} problem={problem} />
        ))}
      </ul>
      {problems.length > shownMax && (
        <p className="settings-note">{messages.andMore({ count: formatNumber(problems.length - shownMax) })}</p>
      )}
      {ids.length > 0 && (
        <div className="storage-actions">
          <Button disabled={isRunning} onClick={() => void actions.locate(ids)}>
            {messages.findInFolder}
          </Button>
          <Button disabled={isRunning} onClick={() => void actions.repair(ids)}>
            {messages.restoreFromBackup}
          </Button>
        </div>
      )}
      {problems.some(({ type }) => type === 'changed') && <p className="settings-note">{messages.changedFilesHint}</p>}
    </>
  )
}

function ProblemRow({ problem }: { readonly problem: VerifyReport['problems'][number] }) {
  const { intents } = useServices()
  return (
    <li>
      <button type="button" onClick={() => intents.send({ type: 'show-in-gallery', assetId: problem.id })}>
        {problem.name}
      </button>
      <span className="selectable">{problem.relativePath}</span>
      <span>{problemLabels[problem.type]}</span>
    </li>
  )
}
