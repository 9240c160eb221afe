import { Brush, Eraser, type LucideIcon } from 'lucide-react'
import type { MaskLayer } from '../../../shared/domain/mask-layer.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState } from './studio-context.ts'
import './tool-bar.css'

export function ToolBar({ canvas }: { readonly canvas: StudioCanvas }) {
  return (
    <div className="tool-bar" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      <ToolButton canvas={canvas} tool="brush" label="Brush" binding="B" icon={Brush} />
      <ToolButton canvas={canvas} tool="eraser" label="Eraser" binding="E" icon={Eraser} />
      <hr className="tool-bar-divider" />
      <TargetButton canvas={canvas} layer="mask" label="Paint the mask: what is repainted" />
      <TargetButton canvas={canvas} layer="sampling" label="Paint the sampling area: where the fill may copy from" />
    </div>
  )
}

interface ToolButtonProps {
  readonly canvas: StudioCanvas
  readonly tool: 'brush' | 'eraser'
  readonly label: string
  readonly binding: string
  readonly icon: LucideIcon
}

function ToolButton({ canvas, tool, label, binding, icon: Icon }: ToolButtonProps) {
  const isChosen = useCanvasState(canvas, (state) => state.tool === tool)
  return (
    <IconButton
      label={label}
      binding={binding}
      size="large"
      tooltipSide="right"
      isPressed={isChosen}
      onClick={() => canvas.chooseTool(tool)}
    >
      <Icon size={17} aria-hidden="true" />
    </IconButton>
  )
}

interface TargetButtonProps {
  readonly canvas: StudioCanvas
  readonly layer: MaskLayer
  readonly label: string
}

/** What the brush paints on. G goes to the other one. */
function TargetButton({ canvas, layer, label }: TargetButtonProps) {
  const isTarget = useCanvasState(canvas, (state) => state.target === layer)
  return (
    <IconButton
      label={label}
      binding={isTarget ? undefined : 'G'}
      size="large"
      tooltipSide="right"
      className="tool-bar-target"
      isPressed={isTarget}
      onClick={() => canvas.chooseTarget(layer)}
    >
      <span className="tool-bar-swatch" data-layer={layer} aria-hidden="true" />
    </IconButton>
  )
}
