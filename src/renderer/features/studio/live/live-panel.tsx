import { Dices, X } from 'lucide-react'
import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../../shared/messages/en/live.ts'
import { useActiveDocument, useProviders, useServices } from '../../../client/index.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import { SegmentedControl } from '../../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../../ui/fields/select-field.tsx'
import { SliderField } from '../../../ui/fields/slider-field.tsx'
import { useStudio } from '../studio-context.ts'
import type { LiveCanvas, LiveCanvasState } from './create-live-canvas.ts'
import './live.css'
import { liveModels } from './live-models.ts'
import { formatPlain } from '../../../../shared/messages/formats.ts'
import { useRunningLive } from './use-live.ts'

interface LivePanelProps {
  readonly canvas: CanvasSession
}

/** What the live canvas draws with, how fast it is, and its newest frame to keep. */
export function LivePanel({ canvas }: LivePanelProps): ReactNode {
  const { store } = useStudio()
  const live = useRunningLive(canvas)
  if (live === null) return null
  const off = (
    <IconButton
      label={messages.turnOff}
      command="make.live"
      size="small"
      onClick={() => store.setState({ liveOf: null })}
    >
      <X size={14} aria-hidden="true" />
    </IconButton>
  )
  return (
    <PanelSection title={messages.liveCanvas} aside={off}>
      <div className="live-panel">
        <LiveFields live={live} />
        <LiveStatus live={live} />
        <KeepButton canvas={canvas} live={live} />
      </div>
    </PanelSection>
  )
}

const views = [
  { value: 'beside', label: messages.beside },
  { value: 'over', label: messages.over },
] as const

interface FieldsProps {
  readonly live: LiveCanvas
}

function LiveFields({ live }: FieldsProps): ReactNode {
  const models = liveModels(useProviders())
  const { model, strength, seed, view, opacity } = useStore(live.store)
  const handleModel = (next: string) => {
    live.change({ model: next })
    void live.start(false)
  }
  return (
    <>
      <SelectField
        label={messages.model}
        options={models.map(({ id, label }) => ({ value: id, label }))}
        value={model}
        onChange={handleModel}
      />
      <SliderField
        label={messages.strength}
        hint={messages.strengthHint}
        value={Math.round(strength * 100)}
        min={5}
        max={100}
        unit="%"
        onChange={(percent) => live.change({ strength: percent / 100 })}
      />
      <div className="live-seed">
        <span className="selectable">{messages.seed({ seed: String(seed) })}</span>
        <IconButton label={messages.newSeed} size="small" onClick={() => live.change({ seed: newSeed() })}>
          <Dices size={14} aria-hidden="true" />
        </IconButton>
      </div>
      <SegmentedControl
        label={messages.view}
        isLabelHidden
        options={views}
        value={view}
        onChange={(next) => live.change({ view: next })}
      />
      {view === 'over' && (
        <SliderField
          label={messages.opacity}
          value={Math.round(opacity * 100)}
          min={0}
          max={100}
          unit="%"
          onChange={(percent) => live.change({ opacity: percent / 100 })}
        />
      )}
    </>
  )
}

const newSeed = () => crypto.getRandomValues(new Uint32Array(1))[0] ?? 0

function KeepButton({ canvas, live }: LivePanelProps & FieldsProps): ReactNode {
  const { intents } = useServices()
  const documentId = useActiveDocument()?.id ?? null
  const canKeep = useStore(live.store, ({ frame, isKeeping }) => frame !== null && !isKeeping)
  const handleKeep = async () => {
    if (documentId === null) return
    try {
      await live.keep(documentId, canvas.doc.baseId)
      intents.send({ type: 'notify', notice: { level: 'done', text: messages.frameKept } })
    } catch (error) {
      intents.send({ type: 'report', error })
    }
  }
  return (
    <Button size="small" disabled={!canKeep} onClick={() => void handleKeep()}>
      {messages.keepFrame}
    </Button>
  )
}

const pauseTexts: Readonly<Record<Exclude<NonNullable<LiveCanvasState['pause']>, 'slow'>, string>> = {
  job: messages.pausedForJob,
  memory: messages.pausedForMemory,
  heat: messages.pausedForHeat,
  input: messages.pausedForInput,
  hidden: messages.pausedHidden,
}

/** Two digits are enough: 12, 2.5, 0.31. */
const rateText = (rate: number) => formatPlain(Number(rate.toPrecision(2)))

/** How fast it draws, and why it does not. Only a change of state is announced, not every frame. */
function LiveStatus({ live }: { readonly live: LiveCanvas }): ReactNode {
  const { describeError } = useServices()
  const { pause, error, framesPerSecond, session, frame, promptProblem } = useStore(live.store)
  const isSlow = pause === 'slow' && framesPerSecond !== null
  return (
    <div className="live-status">
      {session !== null && error === null && !isSlow && <p>{sizeText(session.size, framesPerSecond)}</p>}
      <p role="status" data-problem={error === null ? undefined : ''}>
        {error !== null && describeError(error).text}
        {error === null && isSlow && messages.tooSlow({ rate: rateText(framesPerSecond) })}
        {error === null && pause !== null && pause !== 'slow' && pauseTexts[pause]}
        {error === null && pause === null && promptProblem}
        {error === null && pause === null && promptProblem === null && frame === null && messages.loadingModel}
      </p>
      {isSlow && (
        <Button size="small" onClick={() => void live.start(true)}>
          {messages.turnOnAnyway}
        </Button>
      )}
      {error !== null && (
        <Button size="small" onClick={() => void live.start()}>
          {messages.tryAgain}
        </Button>
      )}
    </div>
  )
}

function sizeText({ widthPx, heightPx }: { widthPx: number; heightPx: number }, rate: number | null): string {
  const size = { width: String(widthPx), height: String(heightPx) }
  return rate === null ? messages.size(size) : messages.rate({ ...size, rate: rateText(rate) })
}
