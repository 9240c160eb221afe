import { Undo2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { BatchImage } from '../../../../shared/domain/edit-plan-batch.ts'
import { assetUrl } from '../../../../shared/domain/image-url.ts'
import * as messages from '../../../../shared/messages/en/edit-plan.ts'
import { useCover } from '../../../client/index.ts'
import { IconButton } from '../../../ui/icon-button.tsx'
import { Image } from '../../../ui/image.tsx'

interface BatchImageRowProps {
  readonly image: BatchImage
  readonly isLocked: boolean
  readonly onUndo: () => void
}

/** One image: where its steps are, and its result. */
export function BatchImageRow({ image, isLocked, onUndo }: BatchImageRowProps): ReactNode {
  const { name, sourceId, resultId, state, steps, problem, warnings } = image
  const isCovered = useCover(sourceId) !== null
  const done = steps.filter((step) => step.state === 'done').length
  const notes = problem === null ? warnings : [problem, ...warnings]
  return (
    <li className="plan-image" aria-label={name}>
      <span className="plan-thumbs">
        {!isCovered && <Image className="plan-thumb" src={assetUrl(sourceId, 'thumb-256')} alt="" />}
        {!isCovered && resultId !== null && (
          <Image className="plan-thumb" src={assetUrl(resultId, 'thumb-256')} alt="" />
        )}
      </span>
      <span className="plan-image-name">{name}</span>
      {steps.length > 0 && state !== 'done' && (
        <span className="plan-stage">{messages.stepsDone({ done, total: steps.length })}</span>
      )}
      <span className="plan-outcome" data-state={isProblem(state) ? 'failed' : state}>
        {state === 'waiting' && !isLocked ? messages.imageReady : messages.imageStates[state]}
      </span>
      {resultId !== null && (
        <IconButton label={messages.undo({ name })} size="small" disabled={isLocked} onClick={onUndo}>
          <Undo2 size={14} aria-hidden="true" />
        </IconButton>
      )}
      {notes.length > 0 && (
        <ul className="plan-notes">
          {notes.map((note) => (
            <li key={note} data-problem={note === problem ? '' : undefined}>
              {note}
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

function isProblem(state: BatchImage['state']): boolean {
  return state === 'failed' || state === 'impossible' || state === 'uncertain'
}
