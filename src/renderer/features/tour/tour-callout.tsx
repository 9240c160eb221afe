import { useCallback, useEffect, useRef, type ReactNode, useLayoutEffect, useState, type RefObject } from 'react'
import { useStore } from 'zustand'
import { tourSteps, type TourStep } from '../../../shared/domain/tour.ts'
import * as messages from '../../../shared/messages/en/tour.ts'
import { Announcement } from '../../ui/announcement.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import type { Tour, TourView, TourWorld } from './create-tour.ts'
import './tour.css'
import { type Side, placeCallout } from './place-callout.ts'
import type { Blocker } from './tour-state.ts'
import type { Point, Rect } from '../../../shared/util/geometry.ts'

/** One step of the tour, beside what it speaks of. It takes neither focus nor pointer from anything else. */
export function TourCallout({ tour }: { readonly tour: Tour }): ReactNode {
  const view = useStore(tour.store)
  const callout = useRef<HTMLElement>(null)
  useEffect(() => tour.start(), [tour])
  useEscape(tour.world)
  const text = calloutTextOf(view)
  const { step, blocker, documentId } = view
  const isPlain = step === 'done' || blocker !== null || documentId === null
  const anchorOf = useCallback(() => (isPlain ? null : tour.world.anchorOf(step)), [tour, step, isPlain])
  const place = usePlace(callout, anchorOf, stepTexts[step === 'done' ? 'paint' : step].sides)
  const progress = step === 'done' ? null : progressOf(step)
  return (
    <>
      {place?.anchor && <Ring {...place.anchor} />}
      <section
        ref={callout}
        className="tour"
        aria-label={messages.tour}
        data-part="tour"
        data-step={step}
        data-half={place !== null && place.at.y > window.innerHeight / 2 - 100 ? 'lower' : 'upper'}
        style={place === null ? { visibility: 'hidden' } : { left: place.at.x, top: place.at.y }}
      >
        <header className="tour-head">
          <h2>{messages.tour}</h2>
          {progress !== null && <p>{progress}</p>}
        </header>
        <p className="tour-text">
          {text} {!isPlain && <StepKey view={view} />}
        </p>
        <div className="tour-buttons">
          <StepButtons tour={tour} view={view} />
        </div>
        <Announcement text={progress === null ? text : messages.announced({ progress, text })} />
      </section>
    </>
  )
}

function progressOf(step: (typeof tourSteps)[number]): string {
  return messages.progress({ step: tourSteps.indexOf(step) + 1, total: tourSteps.length })
}

function StepKey({ view: { step, fill } }: { readonly view: TourView }) {
  const command = step === 'done' || fill === 'running' ? null : stepTexts[step].command
  return command !== null && <Kbd command={command} />
}

/** Around what the step speaks of. */
function Ring({ x, y, widthPx, heightPx }: { x: number; y: number; widthPx: number; heightPx: number }) {
  return <div className="tour-ring" style={{ left: x, top: y, width: widthPx, height: heightPx }} />
}

function StepButtons({ tour, view }: { readonly tour: Tour; readonly view: TourView }) {
  const { step, blocker, documentId, fill } = view
  if (step === 'done') return <LastButtons tour={tour} />
  const canShow = documentId !== null && blocker === null && fill !== 'running'
  return (
    <>
      {blocker !== null && (
        <Button size="small" onClick={() => tour.unblock()}>
          {blockerTexts[blocker].button}
        </Button>
      )}
      {canShow && (
        <Button size="small" onClick={() => tour.showMe()}>
          {messages.showMe}
        </Button>
      )}
      {!stepTexts[step].isNeeded && (
        <Button size="small" variant="quiet" onClick={() => tour.skipStep()}>
          {messages.skipStep}
        </Button>
      )}
      {step !== 'paint' && (
        <Button size="small" variant="quiet" onClick={() => tour.startOver()}>
          {messages.startOver}
        </Button>
      )}
      <Button size="small" variant="quiet" onClick={() => tour.world.leave()}>
        {messages.leaveTour} <Kbd binding="Escape" />
      </Button>
    </>
  )
}

function LastButtons({ tour: { world } }: { readonly tour: Tour }) {
  const last = (run: () => void) => () => {
    world.leave()
    run()
  }
  return (
    <>
      <Button size="small" onClick={last(() => world.openOwnImage())}>
        {messages.openOwnImage}
      </Button>
      <Button size="small" onClick={last(() => world.openSampleProject())}>
        {messages.openSampleProject}
      </Button>
      <Button size="small" variant="quiet" onClick={() => world.leave()}>
        {messages.close} <Kbd binding="Escape" />
      </Button>
    </>
  )
}

/** Escape leaves the tour, unless something that it would end first is open. */
function useEscape(world: TourWorld): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      const { key, isComposing, shiftKey, ctrlKey, altKey, metaKey } = event
      if (key !== 'Escape' || isComposing || shiftKey || ctrlKey || altKey || metaKey || world.usesEscape()) return
      event.preventDefault()
      event.stopPropagation()
      world.leave()
    }
    // Before the commands: Escape is one of theirs.
    window.addEventListener('keydown', handleKey, { capture: true })
    return () => window.removeEventListener('keydown', handleKey, { capture: true })
  }, [world])
}

/** How often anything may have moved without an event that says so: scrolled panels, a list that was laid out anew. */
const lookEveryMs = 200

interface Place {
  readonly at: Point
  readonly anchor: Rect | null
}

/** Follows what the callout speaks of. Null until the callout was measured. */
function usePlace(
  callout: RefObject<HTMLElement | null>,
  anchorOf: () => Rect | null,
  sides: readonly Side[],
): Place | null {
  const [place, setPlace] = useState<Place | null>(null)
  useLayoutEffect(() => {
    const follow = () => {
      const box = callout.current?.getBoundingClientRect()
      if (box === undefined) return
      const anchor = anchorOf()
      const page = { widthPx: window.innerWidth, heightPx: window.innerHeight }
      const at = placeCallout(anchor, { widthPx: box.width, heightPx: box.height }, page, sides)
      setPlace((last) => (last !== null && isSame(last, { at, anchor }) ? last : { at, anchor }))
    }
    follow()
    const timer = setInterval(follow, lookEveryMs)
    window.addEventListener('resize', follow)
    return () => {
      clearInterval(timer)
      window.removeEventListener('resize', follow)
    }
  }, [callout, anchorOf, sides])
  return place
}

function isSame(first: Place, second: Place): boolean {
  return JSON.stringify(first) === JSON.stringify(second)
}

interface StepText {
  readonly text: string
  /** The command whose key does it. */
  readonly command: string | null
  readonly sides: readonly Side[]
  /** Without it the next steps have nothing to show. */
  readonly isNeeded: boolean
}

const stepTexts: Readonly<Record<TourStep, StepText>> = {
  paint: { text: messages.paint, command: null, sides: ['bottom', 'left', 'top', 'right'], isNeeded: true },
  fill: { text: messages.fill, command: 'mask.fill', sides: ['right', 'top'], isNeeded: true },
  proof: { text: messages.proof, command: null, sides: ['top', 'right'], isNeeded: false },
  compare: { text: messages.compare, command: 'held.original', sides: ['bottom', 'left'], isNeeded: false },
  gallery: { text: messages.gallery, command: 'view.gallery', sides: ['right'], isNeeded: false },
  lineage: { text: messages.lineage, command: 'gallery.family', sides: ['bottom', 'right', 'left'], isNeeded: false },
  export: { text: messages.exportStep, command: 'file.export', sides: ['bottom', 'right', 'left'], isNeeded: false },
}

interface BlockerText {
  readonly text: string
  /** The button that makes the step possible again. */
  readonly button: string
}

const blockerTexts: Readonly<Record<Blocker, BlockerText>> = {
  'not-in-studio': { text: messages.inStudio, button: messages.goToStudio },
  'not-in-gallery': { text: messages.inGallery, button: messages.goToGallery },
  behind: { text: messages.behind, button: messages.showTab },
  closed: { text: messages.closed, button: messages.openAgain },
}

/** What the callout says. */
function calloutTextOf({ step, documentId, blocker, fill }: TourView): string {
  if (documentId === null) return messages.opening
  if (step === 'done') return messages.done
  if (blocker !== null) return blockerTexts[blocker].text
  if (step === 'fill' && fill === 'running') return messages.filling
  if (step === 'fill' && fill === 'failed') return messages.fillFailed
  return stepTexts[step].text
}
