import { CircleAlert, X } from 'lucide-react'
import { useEffect, useRef, type DragEvent } from 'react'
import type { JobSnapshot } from '../../../shared/domain/job.ts'
import { assetUrl, previewUrl } from '../../../shared/domain/picture-url.ts'
import { fromErrorData } from '../../../shared/errors/index.ts'
import { useAsset, useServices } from '../../client/index.ts'
import { classNames } from '../../lib/class-names.ts'
import { engineLabel } from '../../lib/engine-label.ts'
import { formatSeconds } from '../../lib/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'
import { Picture } from '../../ui/picture.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { isUnderWay } from './create-studio-store.ts'
import { useStudio } from './studio-context.ts'

interface ResultCardProps {
  readonly job: JobSnapshot
  /** Made from a picture that has since been replaced by a kept result. */
  readonly isEarlier: boolean
  readonly isSelected: boolean
  readonly onSelect: () => void
}

export function ResultCard({ job, isEarlier, isSelected, onSelect }: ResultCardProps) {
  const { actions } = useStudio()
  const { describeError } = useServices()
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
      aria-label={cardName(job, isEarlier)}
      data-state={job.state}
      draggable={resultId !== null}
      onClick={onSelect}
      onDragStart={handleDragStart}
    >
      <div className="card-picture">
        {job.state === 'failed' ? (
          <FailedPicture
            {...(job.error === null ? { title: 'Failed', text: '' } : describeError(fromErrorData(job.error)))}
          />
        ) : (
          <CardPicture job={job} />
        )}
        {job.verdict === 'kept' && <span className="card-kept">kept</span>}
        {isUnderWay(job) && <ProgressBar label="Fill" value={job.state === 'queued' ? null : job.progress} />}
      </div>
      <CardText job={job} isEarlier={isEarlier} />
    </div>
  )
  return resultId === null ? card : <ResultMenu job={job}>{card}</ResultMenu>
}

function ResultMenu({ job, children }: { readonly job: JobSnapshot; readonly children: React.ReactElement }) {
  const { actions } = useStudio()
  const { intents, client } = useServices()
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const { resultId } = job
  if (resultId === null) return children
  const groups: readonly (readonly MenuEntry[])[] = [
    [
      { label: 'Keep', binding: 'Enter', run: () => actions.keep(job) },
      { label: 'Reject', binding: 'Backspace', run: () => void actions.reject(job).catch(report) },
    ],
    [
      { label: 'Export…', run: () => intents.send({ do: 'export', ids: [resultId] }) },
      { label: 'Show in the gallery', run: () => intents.send({ do: 'show-in-gallery', assetId: resultId }) },
      { label: 'Show in folder', run: () => void client.call('library.reveal', { id: resultId }).catch(report) },
    ],
  ]
  return <Menu groups={groups}>{children}</Menu>
}

const percent = (part: number, whole: number) => `${(part / whole) * 100}%`

function CardPicture({ job }: { readonly job: JobSnapshot }) {
  const source = useAsset(job.assetId)
  if (job.resultId !== null) return <Picture src={assetUrl(job.resultId, 'thumb-512')} alt="" />
  if (job.assetId === null) return null
  if (job.preview === null || !source) {
    return <Picture className="card-dim" src={assetUrl(job.assetId, 'thumb-512')} alt="" />
  }
  const { box, revision } = job.preview
  const place = {
    left: percent(box.x, source.widthPx),
    top: percent(box.y, source.heightPx),
    width: percent(box.widthPx, source.widthPx),
    height: percent(box.heightPx, source.heightPx),
  }
  return (
    <div className="card-cover" style={{ aspectRatio: `${source.widthPx} / ${source.heightPx}` }}>
      <img className="card-dim" src={assetUrl(job.assetId, 'thumb-512')} alt="" />
      <img src={previewUrl(job.id, revision)} alt="" style={place} />
    </div>
  )
}

function FailedPicture({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <div className="card-failed" role="alert" title={text}>
      <strong>
        <CircleAlert size={13} aria-hidden="true" /> {title}
      </strong>
      <p>{text}</p>
    </div>
  )
}

function CardText({ job, isEarlier }: Pick<ResultCardProps, 'job' | 'isEarlier'>) {
  const { actions } = useStudio()
  const { intents } = useServices()
  const asset = useAsset(job.resultId)
  const report = (error: unknown) => intents.send({ do: 'report', error })
  const ms = asset?.recipe.timingMs ?? job.timingMs
  return (
    <div className="card-text">
      <strong>{engineLabel(job.provider)}</strong>
      <span>{isUnderWay(job) ? stateLabel(job) : ms !== null && formatSeconds(ms)}</span>
      <span>seed {job.seed}</span>
      {job.state === 'done' && job.verdict !== 'kept' && isEarlier && (
        <span title="Made from the picture as it was before; keeping it goes back to that">earlier</span>
      )}
      {isUnderWay(job) && (
        <button
          type="button"
          className="card-cancel"
          onClick={(event) => {
            event.stopPropagation()
            void actions.cancel(job.id).catch(report)
          }}
        >
          cancel
        </button>
      )}
      {job.state === 'failed' && (
        <IconButton
          label="Put this card away"
          size="small"
          onClick={(event) => {
            event.stopPropagation()
            void actions.reject(job).catch(report)
          }}
        >
          <X size={13} aria-hidden="true" />
        </IconButton>
      )}
    </div>
  )
}

function stateLabel(job: JobSnapshot): string {
  return job.state === 'queued' || job.progress === null ? 'waiting' : `${Math.round(job.progress * 100)} %`
}

function cardName(job: JobSnapshot, isEarlier: boolean): string {
  const state = job.state === 'queued' ? 'waiting' : job.state
  return classNames(
    engineLabel(job.provider),
    `seed ${job.seed},`,
    state,
    job.verdict === 'kept' ? 'and kept' : isEarlier && 'from an earlier picture',
  )
}
