import { ArrowDown, ArrowLeft, ArrowRight, ArrowUp, ScanSearch, type LucideIcon } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../../client/index.ts'
import { formatSize } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { PanelSection } from '../../../ui/panel-section.tsx'
import type { FrameSide, StudioCanvas } from '../studio-canvas.ts'
import { useCanvasState } from '../studio-context.ts'
import { useMakeState } from './make-context.ts'
import { isExpanding } from './obstacles.ts'
import './task-help.css'

/** What a task needs first and can be had by one press. */
export function TaskHelp({ canvas }: { readonly canvas: StudioCanvas }) {
  const { task } = useMakeState()
  switch (task) {
    case 'expand':
      return <ExpandHelp canvas={canvas} />
    case 'background':
      return <BackgroundHelp canvas={canvas} />
    case 'whole':
      return <WholeHelp canvas={canvas} />
    case 'fill':
    case 'add':
    case 'remove':
    case 'generate':
    case 'variations':
      return null
  }
}

/** Of the picture's side. */
const sideShare = 0.25

const sides: readonly (readonly [FrameSide, LucideIcon])[] = [
  ['top', ArrowUp],
  ['left', ArrowLeft],
  ['right', ArrowRight],
  ['bottom', ArrowDown],
]

function ExpandHelp({ canvas }: { readonly canvas: StudioCanvas }) {
  const size = useCanvasState(canvas, (state) => state.size)
  const frame = useCanvasState(canvas, (state) => state.frame)
  const isBeyond = isExpanding(frame, size)
  return (
    <PanelSection title="New extent" aside={frame !== null && isBeyond && formatSize(frame)}>
      <div className="expand-help">
        <div className="expand-help-sides" role="group" aria-label="Expand by a quarter">
          {sides.map(([side, Icon]) => (
            <IconButton
              key={side}
              label={`Expand by a quarter: ${side}`}
              className={`expand-help-${side}`}
              onClick={() => canvas.extendFrame(side, sideShare)}
            >
              <Icon size={15} aria-hidden="true" />
            </IconButton>
          ))}
          <span aria-hidden="true" />
        </div>
        <div className="expand-help-words">
          <p className="make-hint">Each press adds a quarter of the picture on that side.</p>
          <Button size="small" disabled={frame === null} onClick={() => canvas.changeFrame(null)}>
            Reset
          </Button>
        </div>
      </div>
    </PanelSection>
  )
}

function BackgroundHelp({ canvas }: { readonly canvas: StudioCanvas }) {
  const { intents } = useServices()
  const [isSearching, setSearching] = useState(false)
  const select = async () => {
    setSearching(true)
    try {
      await canvas.selectSubject('replace')
      canvas.invert()
    } catch (error) {
      intents.send({ do: 'report', error })
    } finally {
      setSearching(false)
    }
  }
  return (
    <PanelSection title="Background">
      <Button size="small" icon={<ScanSearch size={14} />} disabled={isSearching} onClick={() => void select()}>
        {isSearching ? 'Guessing…' : 'Guess subject, mask the rest'}
      </Button>
    </PanelSection>
  )
}

/** A mask that is seen and does not count must be told. */
function WholeHelp({ canvas }: { readonly canvas: StudioCanvas }) {
  const hasMask = useCanvasState(canvas, (state) => state.hasMask)
  if (!hasMask) return null
  return (
    <PanelSection title="Mask">
      <p className="make-hint">
        The mask is not used here: the whole picture changes. Fill changes only what is painted.
      </p>
    </PanelSection>
  )
}
