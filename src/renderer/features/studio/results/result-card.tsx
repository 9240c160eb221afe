import { CornerDownRight, TriangleAlert } from 'lucide-react'
import { memo, type DragEvent, type ReactElement } from 'react'
import type { JobSnapshot } from '../../../../shared/domain/job.ts'
import type { AssetId } from '../../../../shared/domain/ids.ts'
import * as messages from '../../../../shared/messages/en/studio-results.ts'
import { joinList, joinSentences } from '../../../../shared/messages/formats.ts'
import { selectJobsOf, useAsset, useCover, useDeveloperName, useServices, type Intents } from '../../../client/index.ts'
import { upscaleEntries } from '../../../lib/models/upscale-entries.ts'
import { Menu, type MenuEntry } from '../../../ui/menus/menu.tsx'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { Tip } from '../../../ui/menus/tip.tsx'
import { useCardFrame, type CardPosition } from './card-frame.ts'
import { CardImage } from './card-image.tsx'
import { CardText } from './card-text.tsx'
import { isLocal, isUnderWay } from '../create-studio-store.ts'
import { DetailsButton } from '../details/details-button.tsx'
import { isRefused } from './keep-target.ts'
import { isMild } from '../form/plan-messages.ts'
import { resultsBeside } from '../strip/run-groups.ts'
import { useStudio } from '../studio-context.ts'
import { useAttempts, useProgress } from './use-job-texts.ts'
import { useKeepWay } from './use-family.ts'

interface ResultCardProps extends CardPosition {
  readonly job: JobSnapshot
  /** Made from an image that has since been replaced by a kept result. */
  readonly isEarlier: boolean
}

/** Memoized: with a hundred jobs in progress only the changed one renders again. */
export const ResultCard = memo(function ResultCard(props: ResultCardProps) {
  const { job, isEarlier } = props
  const { actions } = useStudio()
  const nameOf = useDeveloperName()
  const { resultId } = job
  const handleDragStart = (event: DragEvent) => {
    event.preventDefault()
    if (resultId !== null) actions.startDrag(resultId)
  }
  const frame = useCardFrame(job, cardName(job, nameOf(job.provider, job.model).model, isEarlier), props)
  const card = (
    <div {...frame} draggable={resultId !== null} onDragStart={handleDragStart}>
      <div className="card-image">
        <CardImage job={job} />
        <CardBadges job={job} />
        <div className="card-corner">
          <DetailsButton job={job} />
          {job.verdict === 'kept' && <span className="card-kept">{messages.kept}</span>}
        </div>
        {isUnderWay(job) && job.phase !== 'stopping' && <CardProgress job={job} />}
      </div>
      <CardText job={job} isEarlier={isEarlier} />
    </div>
  )
  return resultId === null ? card : <ResultMenu job={job}>{card}</ResultMenu>
})

function CardProgress({ job }: { readonly job: JobSnapshot }) {
  const progress = useProgress(job)
  const isBeside = isLocal(job) && job.state === 'running'
  // The queue may be long: only running jobs are animated.
  return (
    <div className="card-progress">
      {!isBeside && <span>{progress}</span>}
      <ProgressBar
        label={job.operation === 'fill' ? messages.fill : messages.result}
        value={job.state === 'queued' ? 0 : job.progress}
      />
    </div>
  )
}

/** Icons on the image: warnings, and other models that were tried. */
function CardBadges({ job }: { readonly job: JobSnapshot }) {
  const attempts = useAttempts(job)
  // Mild warnings are shown in the form; an icon on every image would be ignored.
  const warnings = job.warnings.filter((warning) => !isMild(warning))
  if (job.state !== 'done' || (warnings.length === 0 && attempts === null)) return null
  return (
    <div className="card-marks">
      {warnings.length > 0 && (
        <Tip text={joinSentences(...warnings.map(({ message }) => message))}>
          <TriangleAlert size={13} role="img" aria-label={messages.warnings} />
        </Tip>
      )}
      {attempts !== null && (
        <Tip text={attempts}>
          <CornerDownRight size={13} role="img" aria-label={attempts} />
        </Tip>
      )}
    </div>
  )
}

function ResultMenu({ job, children }: { readonly job: JobSnapshot; readonly children: ReactElement }) {
  const { actions, edits, form, store } = useStudio()
  const { intents, client, jobs } = useServices()
  const report = (error: unknown) => intents.send({ type: 'report', error })
  const { resultId } = job
  // The record of the result decides which actions there are.
  const result = useAsset(resultId)
  const isOpened = useKeepWay(job) === 'open'
  const cover = useCover(resultId)
  if (resultId === null) return children
  const groups: readonly (readonly MenuEntry[])[] = [
    ...(cover === null ? [] : [[{ label: messages.reveal, run: cover.reveal }]]),
    [
      {
        label: isOpened ? messages.openAsNewDocument : messages.keep,
        command: 'results.keep',
        run: () => void actions.keep(job).catch(report),
      },
      { label: messages.reject, command: 'results.reject', run: () => void actions.reject(job).catch(report) },
    ],
    [
      isRefused(result)
        ? { label: messages.pasteAnyway, run: () => void edits.pasteAnyway(job) }
        : {
            label: messages.mergeMaskedArea,
            isDisabled: edits.mergeDisabledReason(job) !== null,
            run: () => void edits.takePart(job),
          },
    ],
    [
      ...(job.prompt === null || job.prompt === ''
        ? []
        : [
            {
              label: messages.allSettings,
              run: () => intents.send({ type: 'recall', assetId: resultId, part: 'all' }),
            },
            {
              label: messages.allExceptSeed,
              run: () => intents.send({ type: 'recall', assetId: resultId, part: 'without-seed' }),
            },
            { label: messages.promptOnly, run: () => form.editPromptOf(job) },
          ]),
      {
        label: messages.promptFromImage,
        run: () => intents.send({ type: 'recall', assetId: resultId, part: 'description' }),
      },
      {
        label: messages.compareRun,
        run: () => {
          const all = selectJobsOf(jobs.store.getState(), job.documentId)
          intents.send({ type: 'compare', ids: resultsBeside(job, all) })
        },
      },
      ...(job.assetId === null ? [] : [compareWithSource(job.assetId, resultId, intents)]),
      {
        label: messages.continueInWords,
        command: 'image.continue',
        run: () => intents.send({ type: 'continue-in-words', assetId: resultId, documentId: job.documentId }),
      },
      { label: messages.asReference, run: () => form.addReferences([resultId]) },
      { label: messages.details, run: () => store.setState({ detailsOf: job.id }) },
    ],
    [
      ...upscaleEntries((factor) =>
        intents.send({ type: 'upscale', ids: [resultId], documentId: job.documentId, factor }),
      ),
      {
        label: messages.removeBackground,
        command: 'image.remove-background',
        run: () => intents.send({ type: 'remove-backgrounds', ids: [resultId], background: null }),
      },
      {
        label: messages.replaceBackground,
        command: 'image.replace-background',
        run: () => intents.send({ type: 'replace-backgrounds', ids: [resultId] }),
      },
    ],
    [
      { label: messages.exportLabel, run: () => intents.send({ type: 'export', ids: [resultId] }) },
      { label: messages.showInGallery, run: () => intents.send({ type: 'show-in-gallery', assetId: resultId }) },
      { label: messages.showInFolder, run: () => void client.call('library.reveal', { id: resultId }).catch(report) },
    ],
  ]
  return <Menu groups={groups}>{children}</Menu>
}

function compareWithSource(sourceId: AssetId, resultId: AssetId, intents: Intents): MenuEntry {
  return {
    label: messages.compareWithSource,
    run: () => intents.send({ type: 'compare', ids: [sourceId, resultId] }),
  }
}

function cardName(job: JobSnapshot, model: string, isEarlier: boolean): string {
  const facts = [
    model,
    job.seed !== null && messages.seedFact({ seed: job.seed }),
    stateLabels[job.state],
    job.verdict === 'kept' ? messages.kept : isEarlier && messages.fromEarlierImage,
  ]
  return joinList(facts.filter((fact) => fact !== false))
}

const stateLabels: Readonly<Record<JobSnapshot['state'], string>> = {
  queued: messages.waiting,
  running: messages.running,
  done: messages.done,
  refused: messages.refused,
  failed: messages.failed,
  cancelled: messages.canceled,
}
