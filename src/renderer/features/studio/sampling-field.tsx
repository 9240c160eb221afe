import { samplingSurfaceId } from '../../../shared/domain/surfaces.ts'
import * as messages from '../../../shared/messages/en/studio.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { classNames } from '../../lib/class-names.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { releasePointerFocus } from '../../ui/release-pointer-focus.ts'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import './sampling-field.css'
import { useCanvasState } from './studio-context.ts'

const modes = [
  { value: 'automatic', label: messages.automatic },
  { value: 'painted', label: messages.manual },
] as const

/** Where the fill may copy from: everywhere outside the mask, or only the green area. */
export function SamplingField({ canvas }: { readonly canvas: CanvasSession }) {
  const sampling = useCanvasState(canvas, (state) => state.sampling)
  return (
    <div className="sampling-field">
      <SegmentedControl
        label={messages.samplingArea}
        options={modes}
        value={sampling}
        onChange={(mode) => canvas.masks.changeSampling(mode)}
      />
      {sampling === 'painted' && <PaintSampling canvas={canvas} />}
    </div>
  )
}

function PaintSampling({ canvas }: { readonly canvas: CanvasSession }) {
  const isTarget = useCanvasState(canvas, (state) => state.targetKind === 'sampling')
  const maskId = useCanvasState(canvas, (state) => state.masks[0]?.id)
  const hasSampling = useCanvasState(canvas, (state) => state.hasSampling)
  return (
    <>
      <button
        type="button"
        className={classNames('sampling-field-paint', isTarget && 'sampling-field-painting')}
        aria-pressed={isTarget}
        aria-describedby="sampling-hint"
        onClick={(event) => {
          releasePointerFocus(event)
          canvas.chooseTarget(isTarget && maskId !== undefined ? maskId : samplingSurfaceId)
        }}
      >
        <span className="sampling-field-swatch" aria-hidden="true" />
        <span>{messages.paintArea}</span>
        <Kbd command="mask.target" />
      </button>
      <p id="sampling-hint" className="sampling-field-hint" role="status">
        {hasSampling ? messages.samplingHint : messages.paintSamplingHint}
      </p>
    </>
  )
}
