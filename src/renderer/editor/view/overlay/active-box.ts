import type { CanvasState } from '../../session/create-canvas-store.ts'
import { boxOfPlacement, boxOfRect, type HandleBox } from '../../tools/handles.ts'

/** The only object on the stage with handles. */
export interface ActiveBox {
  readonly box: HandleBox
  readonly canRotate: boolean
  /** Whether dragging its inside moves it; otherwise the inside belongs to the tool. */
  readonly canMove: boolean
}

type Source = Pick<CanvasState, 'activeTool' | 'preview' | 'frame' | 'size' | 'layers' | 'targetId'>

/** Frame, crop, placed image or unconfirmed shape, depending on the active tool. */
export function activeBox({ activeTool, preview, frame, size, layers, targetId }: Source): ActiveBox | null {
  switch (activeTool) {
    case 'frame':
    case 'frame-held':
      // The image itself is not a frame yet: a drag inside draws a new one.
      return { box: boxOfRect(frame ?? { x: 0, y: 0, ...size }), canRotate: false, canMove: frame !== null }
    case 'crop':
      return preview?.type === 'crop' ? { box: boxOfRect(preview.rect), canRotate: false, canMove: true } : null
    case 'rectangle':
    case 'ellipse': {
      const isOpen = (preview?.type === 'rect' || preview?.type === 'ellipse') && preview.hasHandles === true
      return isOpen ? { box: boxOfRect(preview.rect), canRotate: false, canMove: true } : null
    }
    case 'move': {
      const layer = layers.find(({ id }) => id === targetId)
      if (layer?.kind !== 'picture') return null
      return { box: boxOfPlacement(layer.placement, layer.pictureSize), canRotate: true, canMove: true }
    }
    default:
      return null
  }
}
