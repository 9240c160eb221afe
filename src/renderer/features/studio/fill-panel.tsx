import { RefreshCw, Square } from 'lucide-react'
import { useServices, useSettings } from '../../client/index.ts'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { PanelSection } from '../../ui/panel-section.tsx'
import { SliderField } from '../../ui/slider-field.tsx'
import { fillObstacle, isUnderWay } from './create-studio-store.ts'
import { MaskPreview } from './mask-preview.tsx'
import { SamplingField } from './sampling-field.tsx'
import { SeedField } from './seed-field.tsx'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState, useStudio, useStudioState } from './studio-context.ts'
import { useCards } from './use-cards.ts'

/** With what to fill, and the button that does it. */
export function FillPanel() {
  const { canvas } = useStudio()
  return (
    <>
      <div className="task-panel-scroll">
        <PanelSection title="Engine">
          <div className="fill-panel-engine">
            <span className="fill-panel-tick" aria-hidden="true" />
            <div>
              <strong>Content-aware fill</strong>
              <p>on this computer · no account, no network</p>
            </div>
            <span>free</span>
          </div>
        </PanelSection>
        <PanelSection title="Options">
          <SeedField />
          <ColourAdaptation />
          {canvas && <SamplingField key={canvas.id} canvas={canvas} />}
        </PanelSection>
      </div>
      {canvas && <FillFooter key={canvas.id} canvas={canvas} />}
    </>
  )
}

function ColourAdaptation() {
  const { settings } = useServices()
  const colourAdaptation = useSettings((each) => each.fill.colourAdaptation)
  return (
    <SliderField
      label="Match colour"
      hint="How strongly colours are evened out across the edge of the mask"
      value={Math.round(colourAdaptation * 100)}
      min={0}
      max={100}
      unit="%"
      onChange={(percent) => settings.change({ fill: { colourAdaptation: percent / 100 } })}
    />
  )
}

function FillFooter({ canvas }: { readonly canvas: StudioCanvas }) {
  const { actions } = useStudio()
  const { describeError, intents } = useServices()
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  const sampling = useCanvasState(canvas, (state) => state.sampling)
  const hasSampling = useCanvasState(canvas, (state) => state.hasSampling)
  const isSubmitting = useStudioState((state) => state.isSubmitting)
  const submitError = useStudioState((state) => state.submitError)
  const { cards } = useCards()
  const painted = { hasMask, sampling, hasSampling }
  const obstacle = fillObstacle(painted, isSubmitting)
  const fills = cards.filter((card) => card.operation === 'fill')
  const report = (error: unknown) => intents.send({ do: 'report', error })
  return (
    <div className="task-footer">
      <MaskPreview canvas={canvas} />
      {submitError !== null && (
        <div className="task-footer-error" role="alert">
          <strong>{describeError(submitError).title}</strong>
          <p>{describeError(submitError).text}</p>
        </div>
      )}
      <Button
        look="primary"
        size="large"
        className="task-footer-fill"
        aria-label="Fill"
        aria-describedby="fill-obstacle"
        disabled={obstacle !== null}
        onClick={() => void actions.fill('as-set')}
      >
        Fill <Kbd binding="Shift+F5" />
      </Button>
      {fills.some(isUnderWay) ? (
        <Button icon={<Square size={12} />} onClick={() => void actions.cancelFills().catch(report)}>
          Cancel <Kbd binding="Escape" />
        </Button>
      ) : (
        fills.some((card) => card.state === 'done') &&
        fillObstacle(painted, false) === null && (
          <Button icon={<RefreshCw size={14} />} onClick={() => void actions.fill('another')}>
            Another try
          </Button>
        )
      )}
      <p id="fill-obstacle" className="task-footer-obstacle">
        {obstacle}
      </p>
    </div>
  )
}
