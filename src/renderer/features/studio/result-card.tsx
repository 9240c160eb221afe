import { CornerDownRight, TriangleAlert } from 'lucide-react'
import { memo, type DragEvent, type ReactElement } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import type { AssetId } from '../../../shared/domain/ids.ts'
import { selectJobsOf, useAsset, useCover, useDeveloperName, useServices, type Intents } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { upscaleEntries } from '../../lib/upscale-entries.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Tip } from '../../ui/tip.tsx'
import { useCardFrame, type CardPosition } from './card-frame.ts'
import { CardPicture } from './card-picture.tsx'
import { CardText } from './card-text.tsx'
import { isLocal, isUnderWay } from './create-studio-store.ts'
import { DetailsButton } from './details/details-button.tsx'
import { isRefused } from './keep-way.ts'
import { isMild } from './form/plan-messages.ts'
import { resultsBeside } from './strip/run-groups.ts'
import { useStudio } from './studio-context.ts'
import { useAttempts } from './use-attempts.ts'
import { useKeepWay } from './use-family.ts'
import { useProgressWords } from './use-progress-words.ts'

interface ResultCardProps extends CardPosition {
  readonly job: JobSnapshot
  /** Made from an image that has since been replaced by a kept result. */
  readonly isEarlier: boolean
}

/** Remembered as it was drawn: with a hundred jobs under way only the one that has changed is drawn anew. */
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
      <div className="card-picture">
        <CardPicture job={job} />
        <CardMarks job={job} />
        <div className="card-corner">
          <DetailsButton job={job} />
          {job.verdict === 'kept' && <span className="card-kept">kept</span>}
        </div>
        {isUnderWay(job) && job.phase !== 'stopping' && <CardProgress job={job} />}
      </div>
      <CardText job={job} isEarlier={isEarlier} />
    </div>
  )
  return resultId === null ? card : <ResultMenu job={job}>{card}</ResultMenu>
})

function CardProgress({ job }: { readonly job: JobSnapshot }) {
  const words = useProgressWords(job)
  const isBeside = isLocal(job) && job.state === 'running'
  // A queue may be long: only what is at work moves.
  return (
    <div className="card-progress">
      {!isBeside && <span>{words}</span>}
      <ProgressBar
        label={job.operation === 'fill' ? 'Fill' : 'Result'}
        value={job.state === 'queued' ? 0 : job.progress}
      />
    </div>
  )
}

/** Small signs on the picture: it is otherwise than asked, or somebody else drew it. */
function CardMarks({ job }: { readonly job: JobSnapshot }) {
  const attempts = useAttempts(job)
  // How it was done is told where it was chosen; a sign on every picture would be one nobody sees.
  const warnings = job.warnings.filter((warning) => !isMild(warning))
  if (job.state !== 'done' || (warnings.length === 0 && attempts === null)) return null
  return (
    <div className="card-marks">
      {warnings.length > 0 && (
        <Tip text={warnings.map(({ message }) => message).join(' ')}>
          <TriangleAlert size={13} role="img" aria-label="Otherwise than asked" />
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
  const { actions, edits, make, store } = useStudio()
  const { intents, client, jobs } = useServices()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const { resultId } = job
  // The record of the result decides what can be done with it.
  const result = useAsset(resultId)
  const isOpened = useKeepWay(job) === 'open'
  const cover = useCover(resultId)
  if (resultId === null) return children
  const groups: readonly (readonly MenuEntry[])[] = [
    ...(cover === null ? [] : [[{ label: 'Reveal', run: cover.reveal }]]),
    [
      {
        label: isOpened ? 'Open as an image' : 'Keep',
        command: 'results.keep',
        run: () => void actions.keep(job).catch(report),
      },
      { label: 'Reject', command: 'results.reject', run: () => void actions.reject(job).catch(report) },
    ],
    [
      isRefused(result)
        ? { label: 'Paste anyway', run: () => void edits.pasteAnyway(job) }
        : {
            label: 'Merge masked area',
            isDisabled: edits.takeObstacle(job) !== null,
            run: () => void edits.takePart(job),
          },
    ],
    [
      ...(job.prompt === null || job.prompt === ''
        ? []
        : [
            { label: 'Use all of it', run: () => intents.send({ do: 'recall', assetId: resultId, part: 'all' }) },
            {
              label: 'All but the seed',
              run: () => intents.send({ do: 'recall', assetId: resultId, part: 'without-seed' }),
            },
            { label: 'Prompt only', run: () => make.editPromptOf(job) },
          ]),
      {
        label: 'Compare the results of its run',
        run: () => {
          const all = selectJobsOf(jobs.store.getState(), job.documentId)
          intents.send({ do: 'compare', ids: resultsBeside(job, all) })
        },
      },
      ...(job.assetId === null ? [] : [compareWithSource(job.assetId, resultId, intents)]),
      { label: 'Use as a reference', run: () => make.addReferences([resultId]) },
      { label: 'Details', run: () => store.setState({ detailsOf: job.id }) },
    ],
    upscaleEntries((factor) => intents.send({ do: 'upscale', ids: [resultId], documentId: job.documentId, factor })),
    [
      { label: 'Export…', run: () => intents.send({ do: 'export', ids: [resultId] }) },
      { label: 'Show in the gallery', run: () => intents.send({ do: 'show-in-gallery', assetId: resultId }) },
      { label: 'Show in folder', run: () => void client.call('library.reveal', { id: resultId }).catch(report) },
    ],
  ]
  return <Menu groups={groups}>{children}</Menu>
}

function compareWithSource(sourceId: AssetId, resultId: AssetId, intents: Intents): MenuEntry {
  return {
    label: 'Compare with the image it was made from',
    run: () => intents.send({ do: 'compare', ids: [sourceId, resultId] }),
  }
}

function cardName(job: JobSnapshot, model: string, isEarlier: boolean): string {
  return classNames(
    `${model}${job.seed === null ? ',' : ` seed ${job.seed},`}`,
    job.state === 'queued' ? 'waiting' : job.state,
    job.verdict === 'kept' ? 'and kept' : isEarlier && 'from an earlier image',
  )
}
