import { FolderOpen, Upload, X } from 'lucide-react'
import { useEffect } from 'react'
import { useStore } from 'zustand'
import * as messages from '../../../shared/messages/en/studio-parts.ts'
import { selectJobsOf, useActiveDocument, useServices, useSettings } from '../../client/index.ts'
import type { CanvasSession } from '../../editor/session/canvas-session.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { useCanvasState, useStudioState } from './studio-context.ts'
import { useCards } from './results/use-cards.ts'

/** Shown once, with the first result, until the user continues without it. */
export function AfterFirstFill({ canvas }: { readonly canvas: CanvasSession }) {
  const { intents, settings } = useServices()
  const hasSeen = useSettings((each) => each.hasSeenFirstStart)
  const isTouring = useStudioState((state) => state.isTouring)
  const { cards } = useCards()
  const hasGoneOn = useHasGoneOn(canvas)
  const resultId = cards.findLast((card) => card.operation === 'fill' && card.state === 'done')?.resultId ?? null
  const isOver = !hasSeen && hasGoneOn
  useEffect(() => {
    if (isOver) settings.change({ hasSeenFirstStart: true })
  }, [settings, isOver])
  if (hasSeen || isTouring || hasGoneOn || resultId === null) return null
  const leave = () => settings.change({ hasSeenFirstStart: true })
  return (
    <section className="after-first-fill" aria-label={messages.nextSteps}>
      <p>
        {messages.firstFillDone} <Kbd command="held.original" />
      </p>
      <Button
        size="small"
        icon={<Upload size={14} />}
        onClick={() => {
          leave()
          intents.send({ type: 'export', ids: [resultId] })
        }}
      >
        {messages.exportLabel}
      </Button>
      <Button
        size="small"
        icon={<FolderOpen size={14} />}
        onClick={() => {
          leave()
          intents.send({ type: 'choose-and-open' })
        }}
      >
        {messages.openOwnImage}
      </Button>
      <IconButton label={messages.dismiss} size="small" onClick={leave}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </section>
  )
}

/** True once a result was kept or rejected, or painting or another fill has started. */
function useHasGoneOn(canvas: CanvasSession): boolean {
  const documentId = useActiveDocument()?.id ?? null
  const isPainting = useCanvasState(canvas, (state) => state.isPainting)
  return useStore(useServices().jobs.store, (state) => {
    const jobs = selectJobsOf(state, documentId)
    const first = jobs.findIndex((job) => job.state === 'done')
    const hasNext = first >= 0 && (isPainting || first < jobs.length - 1)
    return hasNext || jobs.some((job) => job.verdict !== 'open')
  })
}
