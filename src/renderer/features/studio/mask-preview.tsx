import { useEffect, useRef } from 'react'
import { formatSize } from '../../lib/format.ts'
import type { SmallMask } from '../../lib/small-mask.ts'
import type { StudioCanvas } from './studio-canvas.ts'
import { useCanvasState } from './studio-context.ts'

/** Twice its size on screen, for displays with two pixels per point. */
const longestPx = 144

/** The mask that is sent, as it is sent: nothing can be masked without being seen here. */
export function MaskPreview({ canvas }: { readonly canvas: StudioCanvas }) {
  const element = useRef<HTMLCanvasElement>(null)
  const revision = useCanvasState(canvas, (state) => state.maskRevision)
  const isPainting = useCanvasState(canvas, (state) => state.isPainting)
  useEffect(() => {
    if (isPainting) return undefined
    // After the frame that ends a stroke: drawing the stroke comes first.
    const frame = requestAnimationFrame(() => drawMask(element.current, canvas.readSmallMask(longestPx)))
    return () => cancelAnimationFrame(frame)
  }, [canvas, revision, isPainting])
  return (
    <div className="mask-preview">
      <canvas ref={element} role="img" aria-label="The mask that is sent" />
      <div>
        <p>the mask that is sent</p>
        <p>
          white = repaint, <span className="mask-preview-size">{formatSize(canvas.size)}</span>
        </p>
      </div>
    </div>
  )
}

function drawMask(element: HTMLCanvasElement | null, mask: SmallMask): void {
  const context = element?.getContext('2d')
  if (!element || !context) return
  element.width = mask.widthPx
  element.height = mask.heightPx
  const image = context.createImageData(mask.widthPx, mask.heightPx)
  for (let i = 0; i < mask.coverage.length; i++) {
    image.data.fill(mask.coverage[i]!, i * 4, i * 4 + 3)
    image.data[i * 4 + 3] = 255
  }
  context.putImageData(image, 0, 0)
}
