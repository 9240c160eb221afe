import { useEffect, useRef, type ReactNode } from 'react'
import * as messages from '../../../../../shared/messages/en/form-parts.ts'
import type { MaskThumbnail as Thumbnail } from '../../../../editor/raster/mask-thumbnail.ts'
import type { CanvasSession } from '../../../../editor/session/canvas-session.ts'
import { formatSize } from '../../../../lib/format.ts'
import { useCanvasState } from '../../studio-context.ts'
import { useGenerateState } from '../generate-context.ts'

/** The mask as it is sent or used. */
export function MaskPreview({ canvas }: { readonly canvas: CanvasSession }) {
  const { picks } = useGenerateState()
  const size = useCanvasState(canvas, (state) => state.size)
  return (
    <div className="mask-preview">
      <MaskThumbnail session={canvas} sizePx={72} label={messages.maskPreview} />
      <div>
        <p>{picks.length > 0 ? messages.maskSent : messages.maskUsed}</p>
        <p>{messages.whiteIsRepainted}</p>
        <p className="mask-preview-size">{formatSize(size)}</p>
      </div>
    </div>
  )
}

interface MaskThumbnailProps {
  readonly session: CanvasSession
  /** Longest side in CSS pixels. */
  readonly sizePx: number
  readonly label: string
}

/** The mask as it is sent, white on black, updated when it changes. */
function MaskThumbnail({ session, sizePx, label }: MaskThumbnailProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const { widthPx, heightPx } = session.size
  const scale = sizePx / Math.max(widthPx, heightPx)

  useEffect(() => {
    let abort = new AbortController()
    const renew = () => {
      abort.abort()
      abort = new AbortController()
      session.output
        .maskThumbnail(Math.round(sizePx * window.devicePixelRatio), abort.signal)
        .then((thumbnail) => canvas.current && paint(canvas.current, thumbnail))
        // Aborted only by a newer mask.
        .catch(() => undefined)
    }
    renew()
    const stop = session.store.subscribe((state, previous) => {
      if (state.maskRevision !== previous.maskRevision) renew()
    })
    return () => {
      stop()
      abort.abort()
    }
  }, [session, sizePx])

  return (
    <canvas
      ref={canvas}
      role="img"
      aria-label={label}
      style={{ width: `${widthPx * scale}px`, height: `${heightPx * scale}px`, background: '#000' }}
    />
  )
}

function paint(canvas: HTMLCanvasElement, { widthPx, heightPx, coverage }: Thumbnail): void {
  const image = new ImageData(widthPx, heightPx)
  for (let i = 0; i < coverage.length; i++) {
    image.data.fill(coverage[i]!, i * 4, i * 4 + 3)
    image.data[i * 4 + 3] = 255
  }
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}
