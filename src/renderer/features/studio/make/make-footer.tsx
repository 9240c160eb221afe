import { Square } from 'lucide-react'
import { useStore } from 'zustand'
import { assetUrl } from '../../../../shared/domain/picture-url.ts'
import { useActiveDocument, useServices } from '../../../client/index.ts'
import { formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { Picture } from '../../../ui/picture.tsx'
import { Tip } from '../../../ui/tip.tsx'
import { isUnderWay } from '../create-studio-store.ts'
import { MaskPreview } from '../mask-preview.tsx'
import { useStudio, useStudioState } from '../studio-context.ts'
import { useCards } from '../use-cards.ts'
import { selectPlan, selectPrice } from './create-planner.ts'
import { useMakeState } from './make-context.ts'
import { generateWords } from './plan-words.ts'

/** What is sent, what it costs, and the button that sends it. */
export function MakeFooter() {
  const { planner, make: actions } = useStudio()
  const make = useMakeState()
  const planned = useStore(planner.store)
  const isSubmitting = useStudioState((state) => state.isSubmitting)
  const price = selectPrice(planned, make.request)
  const hasFailed = planned.error !== null && planned.of !== null
  const { text, tip } = generateWords(price, hasFailed, make.model?.provider ?? null)
  const obstacles = make.obstacle !== null ? [make.obstacle] : (selectPlan(planned, make.request)?.obstacles ?? [])
  const shown = isSubmitting ? ['Sending …'] : obstacles
  return (
    <div className="task-footer">
      <WhatIsSent />
      <SubmitError />
      <Tip text={tip} className="make-generate">
        <Button
          look="primary"
          size="large"
          aria-describedby="make-obstacle"
          disabled={shown.length > 0}
          onClick={() => void actions.generate()}
        >
          {text}
        </Button>
      </Tip>
      <CancelAll />
      <div className="make-footer-line">
        <div id="make-obstacle" className="task-footer-obstacle">
          {shown.map((obstacle) => (
            <p key={obstacle}>{obstacle}</p>
          ))}
          <MissingKey />
        </div>
        <Kbd binding="Mod+Enter" />
      </div>
    </div>
  )
}

function MissingKey() {
  const { missingKeyOf } = useMakeState()
  const { intents } = useServices()
  if (missingKeyOf === null) return null
  return (
    <button
      type="button"
      className="make-link"
      onClick={() => intents.send({ do: 'show-models', provider: missingKeyOf.id })}
    >
      Add a key
    </button>
  )
}

/** The mask exactly as it is sent, or the whole picture. */
function WhatIsSent() {
  const { canvas } = useStudio()
  const { operation, hasMask } = useMakeState()
  const baseId = useActiveDocument()?.baseId
  if (operation === 'generate' || canvas === null || baseId === undefined) return null
  if (hasMask) return <MaskPreview canvas={canvas} />
  return (
    <div className="mask-preview">
      <Picture src={assetUrl(baseId, 'thumb-256')} alt="The picture that is sent" />
      <div>
        <p>the whole picture is sent</p>
        <p>
          {operation === 'edit' && 'paint to change only a part, '}
          <span className="mask-preview-size">{formatSize(canvas.size)}</span>
        </p>
      </div>
    </div>
  )
}

function SubmitError() {
  const { describeError } = useServices()
  const error = useStudioState((state) => state.submitError)
  if (error === null) return null
  const { title, text } = describeError(error)
  return (
    <div className="task-footer-error" role="alert">
      <strong>{title}</strong>
      <p>{text}</p>
    </div>
  )
}

/** There is one job for each picture: one button for all that this form has asked for. */
function CancelAll() {
  const { actions } = useStudio()
  const { intents } = useServices()
  const { cards } = useCards()
  const running = cards.filter((card) => card.operation !== 'fill' && isUnderWay(card))
  if (running.length === 0) return null
  const cancel = () =>
    Promise.all(running.map(({ id }) => actions.cancel(id))).catch((error: unknown) =>
      intents.send({ do: 'report', error }),
    )
  return (
    <Button icon={<Square size={12} />} onClick={() => void cancel()}>
      {running.length === 1 ? 'Cancel' : `Cancel all ${running.length}`}
    </Button>
  )
}
