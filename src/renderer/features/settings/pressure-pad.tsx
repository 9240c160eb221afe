import { useEffect, useRef, useState, type PointerEvent } from 'react'
import type { TabletSettings } from '../../../shared/domain/settings.ts'
import { curvedPressure } from '../../lib/pressure-curve.ts'
import { formatPercent } from '../../lib/format.ts'

const thickestPx = 26

interface Reading {
  readonly raw: number
  readonly curved: number
}

/** A strip to try the pen on: the line is as thick as the pressure counts. */
export function PressurePad({ tablet }: { readonly tablet: TabletSettings }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [reading, setReading] = useState<Reading | null>(null)
  useEffect(() => fitToScreen(canvas.current), [])
  const draw = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.buttons === 0) return
    const coalesced = event.nativeEvent.getCoalescedEvents()
    const points = coalesced.length > 0 ? coalesced : [event.nativeEvent]
    for (const point of points) drawDab(event.currentTarget, point, tablet)
    const raw = pressureOf(event.nativeEvent)
    setReading({ raw, curved: curvedPressure(raw, tablet) })
  }
  return (
    <figure className="pressure-pad">
      <canvas
        ref={canvas}
        aria-label="Try the pen here"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          clear(event.currentTarget)
          draw(event)
        }}
        onPointerMove={draw}
        onPointerUp={() => setReading(null)}
      />
      <figcaption>
        {reading === null
          ? 'Draw here'
          : `pressed ${formatPercent(reading.raw)}, counts as ${formatPercent(reading.curved)}`}
      </figcaption>
    </figure>
  )
}

/** A mouse says a half whenever it is pressed: on the canvas it counts as fully pressed. */
function pressureOf({ pointerType, pressure }: globalThis.PointerEvent): number {
  return pointerType === 'pen' ? pressure : 1
}

function fitToScreen(canvas: HTMLCanvasElement | null): void {
  if (canvas === null) return
  canvas.width = Math.round(canvas.clientWidth * window.devicePixelRatio)
  canvas.height = Math.round(canvas.clientHeight * window.devicePixelRatio)
}

function clear(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')?.clearRect(0, 0, canvas.width, canvas.height)
}

function drawDab(canvas: HTMLCanvasElement, event: globalThis.PointerEvent, tablet: TabletSettings): void {
  const context = canvas.getContext('2d')
  if (context === null) return
  const box = canvas.getBoundingClientRect()
  const scale = canvas.width / box.width
  const radius = (curvedPressure(pressureOf(event), tablet) * thickestPx * scale) / 2
  context.fillStyle = getComputedStyle(canvas).color
  context.beginPath()
  context.arc((event.clientX - box.left) * scale, (event.clientY - box.top) * scale, radius, 0, 2 * Math.PI)
  context.fill()
}
