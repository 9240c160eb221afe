import { useEffect, useRef, useState, type PointerEvent } from 'react'
import type { TabletSettings } from '../../../shared/domain/settings.ts'
import * as messages from '../../../shared/messages/en/settings.ts'
import { useServices, useSettings } from '../../client/index.ts'
import { formatPercent } from '../../lib/format.ts'
import { curvedPressure } from '../../lib/pressure-curve.ts'
import { SliderField } from '../../ui/fields/slider-field.tsx'
import { firmnessOf, gammaOf } from './pressure-scale.ts'
import './tablet-page.css'
import { FileFields, SetInFile } from './set-in-file.tsx'

/** Pen pressure with a test area, and touch gestures. */
export function TabletPage() {
  return (
    <section className="settings-page" aria-labelledby="settings-title">
      <header className="settings-header">
        <h2 id="settings-title">{messages.tabletAndTouch}</h2>
      </header>
      <div className="settings-scroll">
        <PressureCard />
        <TouchCard />
      </div>
    </section>
  )
}

function PressureCard() {
  const { settings } = useServices()
  const tablet = useSettings((each) => each.tablet)
  const change = (part: Partial<typeof tablet>) => settings.change({ tablet: { ...tablet, ...part } })
  return (
    <div className="settings-card">
      <h3>{messages.penPressure}</h3>
      <div className="pressure">
        <PressureGraph tablet={tablet} />
        <div className="pressure-settings">
          <FileFields name="settings.pen.pressure_gamma">
            <SliderField
              label={messages.firmness}
              value={firmnessOf(tablet.pressureGamma)}
              min={-100}
              max={100}
              unit="%"
              onChange={(firmness) => change({ pressureGamma: gammaOf(firmness) })}
            />
          </FileFields>
          <p className="settings-note">{messages.firmnessHint}</p>
          <FileFields name="settings.pen.pressure_min">
            <SliderField
              label={messages.minimumPressure}
              value={Math.round(tablet.pressureMin * 100)}
              min={0}
              max={50}
              unit="%"
              onChange={(percent) => change({ pressureMin: percent / 100 })}
            />
          </FileFields>
          <p className="settings-note">{messages.minimumPressureHint}</p>
        </div>
        <PressurePad tablet={tablet} />
      </div>
      <p className="settings-note">{messages.penPressureHint}</p>
      <SetInFile name="settings.pen" />
    </div>
  )
}

const touches: readonly (readonly [string, string])[] = [
  [messages.oneFinger, messages.oneFingerPaints],
  [messages.twoFingers, messages.panOrPinch],
  [messages.tapWithTwoOrThree, messages.undoOrRedo],
  [messages.palm, messages.palmIgnored],
  [messages.barrelButton, messages.erase],
]

function TouchCard() {
  return (
    <div className="settings-card">
      <h3>{messages.touchAndPen}</h3>
      <dl className="touches">
        {touches.map(([gesture, effect]) => (
          <div key={gesture}>
            <dt>{gesture}</dt>
            <dd>{effect}</dd>
          </div>
        ))}
      </dl>
    </div>
  )
}

const sidePx = 132

const steps = 48

/** Pressure curve: input to the right, output upward. */
function PressureGraph({ tablet }: { readonly tablet: TabletSettings }) {
  const points = Array.from({ length: steps + 1 }, (_, at) => {
    const pressed = at / steps
    return `${pressed * sidePx},${(1 - curvedPressure(pressed, tablet)) * sidePx}`
  })
  const half = Math.round(curvedPressure(0.5, tablet) * 100)
  return (
    <svg
      className="pressure-graph"
      viewBox={`0 0 ${sidePx} ${sidePx}`}
      role="img"
      aria-label={messages.halfPressure({ percent: half })}
    >
      <line x1={0} y1={sidePx} x2={sidePx} y2={0} />
      <polyline points={points.join(' ')} />
    </svg>
  )
}

const thickestPx = 26

interface Reading {
  readonly raw: number
  readonly curved: number
}

/** A strip to try the pen on: line width shows the resulting pressure. */
function PressurePad({ tablet }: { readonly tablet: TabletSettings }) {
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
        aria-label={messages.penTestArea}
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
          ? messages.drawHere
          : messages.pressureReading({ raw: formatPercent(reading.raw), curved: formatPercent(reading.curved) })}
      </figcaption>
    </figure>
  )
}

/** A pressed mouse reports 0.5; on the canvas it counts as full pressure. */
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
