import { useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import type { MaskThumbnail } from '../../../editor/raster/mask-thumbnail.ts'
import type { CanvasSession } from '../../../editor/session/canvas-session.ts'

interface NavigatorMaskProps {
  readonly session: CanvasSession
  readonly widthCssPx: number
  readonly heightCssPx: number
}

/** What is repainted, in the first mask's color, renewed whenever the masks have come to rest. */
export function NavigatorMask({ session, widthCssPx, heightCssPx }: NavigatorMaskProps): ReactNode {
  const canvas = useRef<HTMLCanvasElement>(null)
  const isShown = useStore(session.store, (state) => state.overlay !== 'off' && state.hasMask)
  const color = useStore(session.store, (state) => state.masks.find((mask) => mask.isOn)?.tint ?? '#ff4d5e')
  const longestPx = Math.round(Math.max(widthCssPx, heightCssPx) * window.devicePixelRatio)

  useEffect(() => {
    if (!isShown) return undefined
    let abort = new AbortController()
    const renew = () => {
      abort.abort()
      abort = new AbortController()
      session.output
        .maskThumbnail(longestPx, abort.signal)
        .then((thumbnail) => canvas.current && paint(canvas.current, thumbnail, color))
        // Only ever ends early because newer masks took their place.
        .catch(() => undefined)
    }
    renew()
    const stop = session.store.subscribe((state, before) => {
      if (state.maskRevision !== before.maskRevision) renew()
    })
    return () => {
      stop()
      abort.abort()
    }
  }, [session, isShown, color, longestPx])

  return isShown && <canvas ref={canvas} className="navigator-mask" aria-hidden="true" />
}

const opacity = 0.6

function paint(canvas: HTMLCanvasElement, { widthPx, heightPx, coverage }: MaskThumbnail, color: string): void {
  const rgb = Number.parseInt(color.slice(1), 16)
  const image = new ImageData(widthPx, heightPx)
  coverage.forEach((value, i) => {
    image.data.set([rgb >> 16, (rgb >> 8) & 255, rgb & 255, value * opacity], i * 4)
  })
  canvas.width = widthPx
  canvas.height = heightPx
  canvas.getContext('2d')?.putImageData(image, 0, 0)
}
