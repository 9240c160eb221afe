import { useState } from 'react'
import type { RequestPlan } from '../../../shared/domain/generation.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import { useProviders, useServices, useSettings } from '../../client/index.ts'
import { formatCount, formatSeconds, formatSize } from '../../lib/format.ts'
import { modelKey, type ModelMatch } from '../../lib/model-ref.ts'
import { estimateWords } from '../../lib/price-words.ts'
import type { UpscaleChoice } from '../../lib/upscale-entries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SegmentedControl } from '../../ui/segmented-control.tsx'
import { SelectField } from '../../ui/select-field.tsx'
import { NoUpscaler } from './no-upscaler.tsx'
import { startUpscale } from './start-upscale.ts'
import './upscale-dialog.css'
import { listUpscalers, preferredUpscaler, upscaleRequest } from './upscalers.ts'
import { useLargest } from './use-largest.ts'
import { usePlan } from './use-plan.ts'

interface UpscaleDialogProps {
  readonly ids: readonly AssetId[]
  readonly documentId: DocumentId | null
  /** What was asked for; null = nothing yet. */
  readonly factor: UpscaleChoice
  readonly onClose: () => void
}

/** By what, how much larger, and what comes of it; or what is missing. */
export function UpscaleDialog(props: UpscaleDialogProps) {
  const upscalers = listUpscalers(useProviders())
  const last = useSettings((settings) => settings.upscaler)
  const preferred = preferredUpscaler(upscalers, last)
  if (preferred === undefined) return <NoUpscaler onClose={props.onClose} />
  return <UpscaleForm {...props} upscalers={upscalers} preferred={preferred} />
}

interface UpscaleFormProps extends UpscaleDialogProps {
  readonly upscalers: readonly ModelMatch[]
  readonly preferred: ModelMatch
}

function UpscaleForm({ ids, documentId, factor: wanted, upscalers, preferred, onClose }: UpscaleFormProps) {
  const services = useServices()
  const [key, setKey] = useState(keyOf(preferred))
  const [chosen, setChosen] = useState<number>(wanted ?? 2)
  const [isStarting, setStarting] = useState(false)
  const upscaler = upscalers.find((each) => keyOf(each) === key) ?? preferred
  const factors = upscaler.card.upscaling?.steps.map((step) => step.factor) ?? []
  const factor = factors.includes(chosen) ? chosen : (factors[0] ?? chosen)
  const largest = useLargest(ids)
  const request = largest && upscaleRequest({ upscaler, factor, sourceId: largest.id, documentId })
  const { plan, error } = usePlan(request)
  const isRefused = error !== null || (ids.length === 1 && plan !== null && plan.obstacles.length > 0)
  const start = async () => {
    setStarting(true)
    try {
      if (await startUpscale(services, { ids, documentId, upscaler, factor })) onClose()
    } catch (thrown) {
      services.intents.send({ do: 'report', error: thrown })
    }
    setStarting(false)
  }
  return (
    <Dialog
      title={ids.length === 1 ? 'Upscale' : `Upscale ${formatCount(ids.length, 'image')}`}
      footer={
        <>
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button
            look="primary"
            data-autofocus
            disabled={isStarting || isRefused || plan === null}
            onClick={() => void start()}
          >
            Upscale
          </Button>
        </>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <SelectField
          label="Model"
          options={upscalers.map((each) => ({
            value: keyOf(each),
            label: `${each.card.label} · ${each.provider.label}`,
          }))}
          value={keyOf(upscaler)}
          onChange={setKey}
        />
        <SegmentedControl
          label="Scale"
          options={factors.map((each) => ({ value: String(each), label: `×${each}` }))}
          value={String(factor)}
          onChange={(value) => setChosen(Number(value))}
        />
        <Outcome plan={plan} before={largest && formatSize(largest)} isOne={ids.length === 1} />
        {error !== null && (
          <p className="upscale-obstacle" role="alert">
            {services.describeError(error).text}
          </p>
        )}
      </div>
    </Dialog>
  )
}

const keyOf = ({ provider, card }: ModelMatch) => modelKey({ provider: provider.id, model: card.id })

interface OutcomeProps {
  readonly plan: RequestPlan | null
  readonly before: string | null
  readonly isOne: boolean
}

/** Of the largest of them: what comes back, what it costs, and why it cannot be done. */
function Outcome({ plan, before, isOne }: OutcomeProps) {
  const { text, tip } = plan === null ? { text: '…', tip: null } : estimateWords(plan.estimate)
  const after = plan?.size ? `${formatSize(plan.size)} px` : '…'
  const notes = plan === null ? [] : plan.obstacles.length > 0 ? plan.obstacles : plan.warnings.map(messageOf)
  return (
    <>
      <dl className="upscale-facts">
        <dt>{isOne ? 'Size' : 'Largest'}</dt>
        <dd>
          {before ?? '…'} → {after}
        </dd>
        <dt>Price</dt>
        <dd title={tip ?? undefined}>{isOne || text === 'free' ? text : `${text} each`}</dd>
        {plan?.estimatedMs !== undefined && (
          <>
            <dt>Time</dt>
            <dd>{`about ${formatSeconds(plan.estimatedMs)}${isOne ? '' : ' each'}`}</dd>
          </>
        )}
      </dl>
      {notes.map((note) => (
        <p key={note} className="upscale-obstacle" role="status">
          {note}
        </p>
      ))}
    </>
  )
}

const messageOf = ({ message }: RequestPlan['warnings'][number]) => message
