import { controlKinds, type ControlKind, netFor, type ControlSource } from '../../../../../shared/domain/control.ts'
import type { Control } from '../../../../../shared/domain/generation.ts'
import type { AssetId } from '../../../../../shared/domain/ids.ts'
import { assetUrl } from '../../../../../shared/domain/image-url.ts'
import { toErrorData } from '../../../../../shared/errors/index.ts'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import { useAsset, useCover, useServices } from '../../../../client/index.ts'
import { classNames } from '../../../../lib/class-names.ts'
import { Button } from '../../../../ui/button.tsx'
import { Image } from '../../../../ui/image.tsx'
import { ProgressBar } from '../../../../ui/progress-bar.tsx'
import { SegmentedControl } from '../../../../ui/fields/segmented-control.tsx'
import { useStudio, useStudioState } from '../../studio-context.ts'
import type { ChosenModel } from '../derive-generate-state.ts'
import { useFormChange } from '../generate-context.ts'
import type { ControlWork } from '../generate-form.ts'
import './preprocessor.css'

interface PreprocessorProps {
  readonly model: ChosenModel
  readonly control: Control
}

const options = [
  { value: 'none', label: messages.noPreprocessor, hint: messages.noPreprocessorHint },
  { value: 'edges', label: messages.edges, hint: messages.edgesHint },
  { value: 'depth', label: messages.depth, hint: messages.depthHint },
  { value: 'pose', label: messages.pose, hint: messages.poseHint },
] as const
const working: Readonly<Record<ControlKind, string>> = { depth: messages.makingDepth, pose: messages.makingPose }

/** What the control image is turned into before a ControlNet reads it. */
export function Preprocessor({ model, control }: PreprocessorProps) {
  const { made, sourceId } = useControlSource(control)
  const current: ControlSource = made ?? (control.findsEdges ? 'edges' : 'none')
  const { running, make, stop } = useMaking()
  const { store } = useStudio()
  const change = useFormChange(model)
  const apply = (from: AssetId, imageId: AssetId, kind: ControlSource) => {
    const { control: latest } = store.getState().form
    // Another image may have been chosen meanwhile.
    if (latest === null || latest.imageId !== from) return
    const net = netFor(kind, model.card.control?.nets ?? [], latest.net)
    change.form({ control: { ...latest, imageId, net, findsEdges: kind === 'edges' } })
  }
  const choose = (kind: ControlSource) => {
    stop()
    if (sourceId === null || kind === current) return
    if (kind === 'none' || kind === 'edges') return apply(control.imageId, sourceId, kind)
    make(sourceId, kind, (id) => apply(control.imageId, id, kind))
  }
  const shown = running?.kind ?? current
  return (
    <>
      {sourceId !== null && (
        <SegmentedControl label={messages.preprocessor} options={options} value={shown} onChange={choose} />
      )}
      {running === null ? (
        made !== undefined && <Preview id={control.imageId} kind={made} />
      ) : (
        <div className="preprocessor-work">
          <span role="status">{running.text}</span>
          <Button size="small" variant="quiet" onClick={stop}>
            {messages.cancel}
          </Button>
          <ProgressBar label={running.text} value={null} />
        </div>
      )}
      <p className="generate-hint">{options.find(({ value }) => value === shown)?.hint}</p>
    </>
  )
}

/**
 * Returns the image that a person chose, and what was made of it for the ControlNet; null = it is gone, and what was made
 * of it stays what it is.
 */
export function useControlSource(control: Control | null) {
  const asset = useAsset(control?.imageId ?? null)
  const made = controlKinds.find((kind) => kind === asset?.recipe.operation)
  const sourceId = made === undefined ? (control?.imageId ?? null) : (asset?.parentId ?? null)
  const source = useAsset(sourceId)
  return { made, sourceId: source === null ? null : sourceId }
}

function Preview({ id, kind }: { readonly id: AssetId; readonly kind: ControlKind }) {
  const cover = useCover(id)
  const label = kind === 'depth' ? messages.depth : messages.pose
  return (
    <div className="preprocessor-preview">
      <Image className={classNames(cover && 'is-covered')} src={assetUrl(id, 'thumb-512')} alt={label} />
    </div>
  )
}

/** Runs one at a time; goes on while something else is looked at. The form is not sent meanwhile. */
function useMaking() {
  const { client, intents } = useServices()
  const { store } = useStudio()
  const running = useStudioState((state) => state.form.controlWork)
  const note = (controlWork: ControlWork | null) => store.setState(({ form }) => ({ form: { ...form, controlWork } }))
  const make = (id: AssetId, kind: ControlKind, onMade: (made: AssetId) => void) => {
    const work = new AbortController()
    note({ kind, text: working[kind], stop: () => work.abort() })
    client
      .call('vision.makeControl', { id, kind }, { signal: work.signal })
      .then((made) => work.signal.aborted || onMade(made.id))
      .catch((error: unknown) => {
        if (toErrorData(error).code !== 'request/cancelled') intents.send({ type: 'report', error })
      })
      // Once stopped, another one may be at work.
      .finally(() => work.signal.aborted || note(null))
  }
  const stop = () => {
    running?.stop()
    note(null)
  }
  return { running, make, stop }
}
