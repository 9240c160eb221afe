import { Brush, Eraser } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState } from './studio-context.ts'

export function ToolBar({ canvas }: { readonly canvas: StudioCanvas }) {
  const tool = useCanvasState(canvas, (state) => state.tool)
  return (
    <div className="tool-bar" role="toolbar" aria-label="Tools" aria-orientation="vertical">
      <IconButton
        label="Brush"
        binding="B"
        size="large"
        tooltipSide="right"
        isPressed={tool === 'brush'}
        onClick={() => canvas.chooseTool('brush')}
      >
        <Brush size={17} aria-hidden="true" />
      </IconButton>
      <IconButton
        label="Eraser"
        binding="E"
        size="large"
        tooltipSide="right"
        isPressed={tool === 'eraser'}
        onClick={() => canvas.chooseTool('eraser')}
      >
        <Eraser size={17} aria-hidden="true" />
      </IconButton>
    </div>
  )
}
