import { formatSize } from '../../lib/format.ts'
import type { StudioCanvas } from './studio-canvas.ts'
import { useStudio } from './studio-context.ts'

/** The mask that is sent, as it is sent: nothing can be masked without being seen here. */
export function MaskPreview({ canvas }: { readonly canvas: StudioCanvas }) {
  const { renderMask } = useStudio()
  return (
    <div className="mask-preview">
      {renderMask()}
      <div>
        <p>the mask that is sent</p>
        <p>
          white = repaint, <span className="mask-preview-size">{formatSize(canvas.size)}</span>
        </p>
      </div>
    </div>
  )
}
