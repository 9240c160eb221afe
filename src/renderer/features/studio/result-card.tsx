import { CornerDownRight, TriangleAlert } from 'lucide-react'
import { memo, useEffect, useRef, type DragEvent, type ReactElement } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { useMakerName, useServices } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { Tip } from '../../ui/tip.tsx'
import { CardPicture } from './card-picture.tsx'
import { CardText } from './card-text.tsx'
import { isUnderWay, selectJob } from './create-studio-store.ts'
import { useStudio } from './studio-context.ts'
import { useAttempts } from './use-attempts.ts'
import { useProgressWords } from './use-progress-words.ts'

interface ResultCardProps {
  readonly job: JobSnapshot
  /** Made from a picture that has since been replaced by a kept result. */
  readonly isEarlier: boolean
  readonly isSelected: boolean
}

/** Remembered as it was drawn: with a hundred jobs under way only the one that has changed is drawn anew. */
export const ResultCard = memo(function ResultCard({ job, isEarlier, isSelected }: ResultCardProps) {
  const { store, actions } = useStudio()
  const nameOf = useMakerName()
  const { resultId } = job
  const element = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (isSelected) element.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [isSelected])
  const handleDragStart = (event: DragEvent) => {
    event.preventDefault()
    if (resultId !== null) actions.startDrag(resultId)
  }
  const card = (
    <div
      ref={element}
      className="card"
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      aria-label={cardName(job, nameOf(job.provider, job.model).model, isEarlier)}
      data-state={job.state}
      draggable={resultId !== null}
      onClick={() => selectJob(store, isSelected ? null : job.id)}
      onDragStart={handleDragStart}
    >
      <div className="card-picture">
        <CardPicture job={job} />
        <CardMarks job={job} />
        {job.verdict === 'kept' && <span className="card-kept">kept</span>}
        {isUnderWay(job) && <CardProgress job={job} />}
      </div>
      <CardText job={job} isEarlier={isEarlier} />
    </div>
  )
  return resultId === null ? card : <ResultMenu job={job}>{card}</ResultMenu>
})

function CardProgress({ job }: { readonly job: JobSnapshot }) {
  const words = useProgressWords(job)
  const isFill = job.operation === 'fill'
  // A queue may be long: only what is at work moves.
  return (
    <div className="card-progress">
      {!isFill && <span>{words}</span>}
      <ProgressBar label={isFill ? 'Fill' : 'Result'} value={job.state === 'queued' ? 0 : job.progress} />
    </div>
  )
}

/** Small signs on the picture: it is otherwise than asked, or somebody else drew it. */
function CardMarks({ job }: { readonly job: JobSnapshot }) {
  const attempts = useAttempts(job)
  if (job.state !== 'done' || (job.warnings.length === 0 && attempts === null)) return null
  return (
    <div className="card-marks">
      {job.warnings.length > 0 && (
        <Tip text={job.warnings.map(({ message }) => message).join(' ')}>
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
  const { actions, make } = useStudio()
  const { intents, client } = useServices()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const { resultId } = job
  if (resultId === null) return children
  const isOpened = actions.keepWay(job) === 'open'
  const groups: readonly (readonly MenuEntry[])[] = [
    [
      {
        label: isOpened ? 'Open as a picture' : 'Keep',
        binding: 'Enter',
        run: () => void actions.keep(job).catch(report),
      },
      { label: 'Reject', binding: 'Backspace', run: () => void actions.reject(job).catch(report) },
    ],
    [
      ...(job.prompt === null ? [] : [{ label: 'Use its prompt', run: () => make.editPromptOf(job) }]),
      { label: 'Use as a reference', run: () => make.addReferences([resultId]) },
    ],
    [
      { label: 'Export…', run: () => intents.send({ do: 'export', ids: [resultId] }) },
      { label: 'Show in the gallery', run: () => intents.send({ do: 'show-in-gallery', assetId: resultId }) },
      { label: 'Show in folder', run: () => void client.call('library.reveal', { id: resultId }).catch(report) },
    ],
  ]
  return <Menu groups={groups}>{children}</Menu>
}

function cardName(job: JobSnapshot, model: string, isEarlier: boolean): string {
  return classNames(
    `${model}${job.seed === null ? ',' : ` seed ${job.seed},`}`,
    job.state === 'queued' ? 'waiting' : job.state,
    job.verdict === 'kept' ? 'and kept' : isEarlier && 'from an earlier picture',
  )
}
