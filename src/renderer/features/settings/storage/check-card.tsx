import { ShieldCheck } from 'lucide-react'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import type { VerifyReport } from '../../../../shared/domain/storage.ts'
import * as messages from '../../../../shared/messages/en/storage.ts'
import { useServices } from '../../../client/index.ts'
import { formatBytes, formatNumber } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { problemWords } from './storage-words.ts'
import { useStorageActions, useStorageState } from './use-storage-actions.ts'

/** More are summed up: the list is for looking, not for working through. */
const shownMax = 200

/** Reads every file, and helps with those that are not as they were filed. */
export function CheckCard() {
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
  const { checked, bytes, problems, lostCompanions, isDatabaseSound } = report
  const isSound = problems.length === 0 && isDatabaseSound && lostCompanions === 0
  return (
    <>
      <p role="status" className={isSound ? 'storage-sound' : undefined}>
        {messages.filesChecked({ count: checked, size: formatBytes(bytes) })}
        {isSound && ` ${messages.noProblemsFound}`}
      </p>
      {!isDatabaseSound && <p className="storage-problem">{messages.databaseDamaged}</p>}
      {lostCompanions > 0 && <p className="storage-problem">{messages.companionsMissing({ count: lostCompanions })}</p>}
      {problems.length > 0 && <ProblemList problems={problems} />}
    </>
  )
}

function ProblemList({ problems }: { readonly problems: VerifyReport['problems'] }) {
  const actions = useStorageActions()
  const isRunning = useStorageState((state) => state.running !== null)
  const ids: AssetId[] = problems.filter(({ is }) => is !== 'changed').map(({ id }) => id)
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
      {ids.length < problems.length && <p className="settings-note">{messages.changedFilesHint}</p>}
    </>
  )
}

function ProblemRow({ problem }: { readonly problem: VerifyReport['problems'][number] }) {
  const { intents } = useServices()
  return (
    <li>
      <button type="button" onClick={() => intents.send({ do: 'show-in-gallery', assetId: problem.id })}>
        {problem.name}
      </button>
      <span className="selectable">{problem.relativePath}</span>
      <span>{problemWords[problem.is]}</span>
    </li>
  )
}
