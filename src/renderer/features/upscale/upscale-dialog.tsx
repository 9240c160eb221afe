import { useEffect, useState } from 'react'
import type { Asset } from '../../../shared/domain/asset.ts'
import type { PlanRequest, RequestPlan } from '../../../shared/domain/generation.ts'
import type { AssetId, DocumentId } from '../../../shared/domain/ids.ts'
import type { LocalSetup } from '../../../shared/domain/local-setup.ts'
import * as messages from '../../../shared/messages/en/upscale.ts'
import { joinList } from '../../../shared/messages/formats.ts'
import { useProviders, useServices, useSettings } from '../../client/index.ts'
import { useModelDownload } from '../../client/use-model-download.ts'
import { formatSeconds, formatSize } from '../../lib/format.ts'
import { modelKey, type ModelMatch } from '../../lib/models/model-ref.ts'
import { estimateLabel } from '../../lib/models/price-labels.ts'
import type { UpscaleChoice } from '../../lib/models/upscale-entries.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import { startUpscale } from './start-upscale.ts'
import './upscale-dialog.css'
import { listUpscalers, preferredUpscaler, servicesToSetUp, upscaleRequest } from './upscalers.ts'

interface UpscaleDialogProps {
  readonly ids: readonly AssetId[]
  readonly documentId: DocumentId | null
  /** The requested factor; null = none yet. */
  readonly factor: UpscaleChoice
  readonly onClose: () => void
}

/** Upscaler, factor, and the expected result; or what is missing. */
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

function UpscaleForm({ ids, documentId, factor: initialFactor, upscalers, preferred, onClose }: UpscaleFormProps) {
  const services = useServices()
  const [key, setKey] = useState(keyOf(preferred))
  const [chosen, setChosen] = useState<number>(initialFactor ?? 2)
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
      services.intents.send({ type: 'report', error: thrown })
    }
    setStarting(false)
  }
  return (
    <Dialog
      title={ids.length === 1 ? messages.upscale : messages.upscaleImages({ count: ids.length })}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {messages.cancel}
          </Button>
          <Button
            variant="primary"
            data-autofocus
            disabled={isStarting || isRefused || plan === null}
            onClick={() => void start()}
          >
            {messages.upscale}
          </Button>
        </>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <SelectField
          label={messages.model}
          options={upscalers.map((each) => ({
            value: keyOf(each),
            label: `${each.card.label} · ${each.provider.label}`,
          }))}
          value={keyOf(upscaler)}
          onChange={setKey}
        />
        <SegmentedControl
          label={messages.scale}
          options={factors.map((each) => ({ value: String(each), label: `×${each}` }))}
          value={String(factor)}
          onChange={(value) => setChosen(Number(value))}
        />
        <Outcome plan={plan} sourceSize={largest && formatSize(largest)} isOne={ids.length === 1} />
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
  readonly sourceSize: string | null
  readonly isOne: boolean
}

/** For the largest image: resulting size, cost, and why it cannot be done. */
function Outcome({ plan, sourceSize, isOne }: OutcomeProps) {
  const { text, tip } = plan === null ? { text: '…', tip: null } : estimateLabel(plan.estimate)
  const after = plan?.size ? messages.pixels({ size: formatSize(plan.size) }) : '…'
  const notes = plan === null ? [] : plan.obstacles.length > 0 ? plan.obstacles : plan.warnings.map(messageOf)
  return (
    <>
      <dl className="upscale-facts">
        <dt>{isOne ? messages.size : messages.largest}</dt>
        <dd>
          {sourceSize ?? '…'} → {after}
        </dd>
        <dt>{messages.price}</dt>
        <dd title={tip ?? undefined}>{isOne || text === 'free' ? text : messages.priceEach({ price: text })}</dd>
        {plan?.estimatedMs !== undefined && (
          <>
            <dt>{messages.time}</dt>
            <dd>{(isOne ? messages.about : messages.aboutEach)({ time: formatSeconds(plan.estimatedMs) })}</dd>
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

/** Limit of one request. */
const assetsMax = 500

/**
 * Returns the largest image, which decides what is possible; null until known. For very many, only the first are
 * checked.
 */
function useLargest(ids: readonly AssetId[]): Asset | null {
  const { client } = useServices()
  const [largest, setLargest] = useState<Asset | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    client.call('library.assets', { ids: ids.slice(0, assetsMax) }, { signal: abort.signal }).then(
      (assets) => {
        if (!abort.signal.aborted) setLargest(assets.toSorted((a, b) => pixelsOf(b) - pixelsOf(a))[0] ?? null)
      },
      () => undefined,
    )
    return () => abort.abort()
  }, [client, ids])
  return largest
}

const pixelsOf = ({ widthPx, heightPx }: Asset) => widthPx * heightPx

interface Planned {
  readonly plan: RequestPlan | null
  readonly error: unknown
}

const nothing: Planned = { plan: null, error: null }

/** Estimates what a request would produce. */
function usePlan(request: PlanRequest | null): Planned {
  const { client } = useServices()
  const [planned, setPlanned] = useState(nothing)
  const text = JSON.stringify(request)
  useEffect(() => {
    const plannedRequest = JSON.parse(text) as PlanRequest | null
    if (plannedRequest === null) return undefined
    const abort = new AbortController()
    const update = (next: Planned) => {
      if (!abort.signal.aborted) setPlanned(next)
    }
    client.call('providers.plan', plannedRequest, { signal: abort.signal }).then(
      (plan) => update({ plan, error: null }),
      (error: unknown) => update({ plan: null, error }),
    )
    return () => abort.abort()
  }, [client, text])
  return planned
}

/** What is missing, and how to get it. */
function NoUpscaler({ onClose }: { readonly onClose: () => void }) {
  const { intents } = useServices()
  const providers = useProviders()
  const setup = useSetup()
  const isOff = providers.some(({ id, isEnabled }) => id === 'local' && !isEnabled)
  const services = servicesToSetUp(providers)
  const offer = useModelDownload('upscale')
  // Without an engine, the model alone would not do.
  const isDownloadEnough = !isOff && setup !== null && setup.engine !== null && setup.upscalers === 0
  const showModels = () => {
    onClose()
    intents.send({ type: 'show-models', provider: 'local' })
  }
  return (
    <Dialog
      title={messages.upscale}
      footer={
        <>
          <Button variant="quiet" onClick={onClose}>
            {messages.cancel}
          </Button>
          {isDownloadEnough ? (
            <Button variant="primary" data-autofocus disabled={offer.isBusy} onClick={offer.start}>
              {offer.label}
            </Button>
          ) : (
            <Button variant="primary" data-autofocus onClick={showModels}>
              {messages.openModels}
            </Button>
          )}
        </>
      }
      onClose={onClose}
    >
      <div className="dialog-body">
        <p>{setup === null ? messages.lookingUpscalers : whatIsMissing(setup, isOff)}</p>
        {isDownloadEnough && <p className="upscale-note">{offer.terms}</p>}
        {services.length > 0 && (
          <p className="upscale-note">{messages.servicesUpscaleToo({ services: joinList(services) })}</p>
        )}
      </div>
    </Dialog>
  )
}

function whatIsMissing({ engine, upscalers }: LocalSetup, isOff: boolean): string {
  if (isOff) return messages.localModelsTurnedOff
  if (engine === null) {
    return messages.noEngine
  }
  if (upscalers === 0) {
    return messages.noUpscaler
  }
  return messages.engineDoesNotRespond
}

/** Current setup: files may have been added since the last scan. */
function useSetup(): LocalSetup | null {
  const { client, providers } = useServices()
  const [setup, setSetup] = useState<LocalSetup | null>(null)
  useEffect(() => {
    const read = () => client.call('local.setup', {}).then(setSetup)
    // If it cannot be read now, keeps what was known.
    const ignore = () => undefined
    providers.refreshModels('local').then(read, read).catch(ignore)
  }, [client, providers])
  return setup
}
