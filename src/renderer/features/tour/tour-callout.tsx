import { useCallback, useEffect, useRef, type ReactNode } from 'react'
import { useStore } from 'zustand'
import { tourSteps } from '../../../shared/domain/tour.ts'
import * as messages from '../../../shared/messages/en/tour.ts'
import { Announcement } from '../../ui/announcement.tsx'
import { Button } from '../../ui/button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import type { Tour, TourView, TourWorld } from './create-tour.ts'
import './tour.css'
import { blockerTexts, stepTexts, calloutTextOf } from './tour-texts.ts'
import { usePlace } from './use-place.ts'

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
