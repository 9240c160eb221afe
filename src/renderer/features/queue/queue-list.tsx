import { useEffect, useState, type DragEvent, type KeyboardEvent, type MouseEvent } from 'react'
import { useStore } from 'zustand'
import type { QueueEntry } from '../../../shared/domain/queue.ts'
import * as messages from '../../../shared/messages/en/queue.ts'
import { useServices, type ArrangedLane } from '../../client/index.ts'
import { findModel, type ModelMatch } from '../../lib/models/model-ref.ts'
import type { QueueViewStore } from './create-queue-view.ts'
import type { QueueActions } from './queue-actions.ts'
import { pickedOf, modelOf, rowPx, topsOf, type QueueRow } from './queue-rows.ts'
import { QueueLine } from './queue-line.tsx'
import { useRowWindow } from './use-row-window.ts'

interface QueueListProps {
  readonly view: QueueViewStore
  readonly rows: readonly QueueRow[]
  readonly lanes: readonly ArrangedLane[]
  readonly actions: QueueActions
  readonly onDetails: (found: ModelMatch) => void
}

/**
 * One virtualized list of all lanes. Arrows move, Space selects, Alt with arrows reorders, Delete cancels, Enter goes
 * to the image's card, I opens the model's details.
 */
export function QueueList({ view, rows, lanes, actions, onDetails }: QueueListProps) {
  const { queue, providers } = useServices()
  const { activeKey, chosen } = useStore(view)
  const { list, heightPx, drawn, onScroll, show, rowAtPx } = useRowWindow(rows)
  const drag = useReorder(rows, lanes, { rowAtPx, actions })
  const showCard = useShowCard(view)
  // The panel opens ready for keyboard use.
  useEffect(() => list.current?.focus(), [list])
  const active = rows.findIndex(({ key }) => key === activeKey)
  const go = (at: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, at))]
    if (row === undefined) return
    view.setState({ activeKey: row.key })
    show(rows.indexOf(row))
  }
  const showDetails = (row: QueueRow | undefined) => {
    const found = findModel(providers.store.getState().providers, row === undefined ? null : modelOf(row))
    if (found !== null) onDetails(found)
  }
  const picked = () => pickedOf(queue.store.getState().entries, chosen, activeKey)
  const handleKeyDown = (event: KeyboardEvent) => {
    const run = keyOf(event, { rows, active, go, actions, picked, view, showCard, showDetails })
    if (run === null) return
    event.preventDefault()
    run()
  }
  return (
    <div
      ref={list}
      className="queue-list"
      role="grid"
      aria-label={messages.queue}
      aria-multiselectable="true"
      aria-rowcount={rows.length}
      aria-activedescendant={active < 0 ? undefined : rowId(active)}
      tabIndex={0}
      onScroll={onScroll}
      onKeyDown={handleKeyDown}
      onFocus={() => activeKey === null && view.setState({ activeKey: rows[0]?.key ?? null })}
      {...drag.handlers}
    >
      <div className="queue-track" role="presentation" style={{ height: heightPx }}>
        {drawn.map(({ row, at, topPx }) => (
          <QueueLine
            key={row.key}
            id={rowId(at)}
            row={row}
            at={at}
            topPx={topPx}
            isActive={at === active}
            isChosen={chosen.has(row.key)}
            actions={actions}
            onPick={(event) => pick(view, rows, row, event)}
            onShow={() => showCard(row)}
            onDetails={onDetails}
            onDragStart={(event) => drag.start(row, event)}
          />
        ))}
        {drag.markPx !== null && <div className="queue-mark" style={{ top: drag.markPx }} />}
      </div>
    </div>
  )
}

const rowId = (at: number) => `queue-row-${at}`

/** Goes to its card in the Studio. */
function useShowCard(view: QueueViewStore): (row: QueueRow | undefined) => void {
  const { intents } = useServices()
  return (row) => {
    const [jobId, documentId] =
      row?.type === 'call'
        ? [row.entry.jobIds[0], row.entry.documentId]
        : row?.type === 'failed'
          ? [row.job.id, row.job.documentId]
          : []
    if (jobId === undefined) return
    view.setState({ isOpen: false })
    intents.send({ type: 'show-job', jobId, documentId: documentId ?? null })
  }
}

/** A click selects one; Ctrl adds one, Shift extends the selection. */
function pick(view: QueueViewStore, rows: readonly QueueRow[], row: QueueRow, event: MouseEvent): void {
  const { chosen, activeKey } = view.getState()
  if (row.type !== 'call') return view.setState({ activeKey: row.key, chosen: new Set() })
  if (event.ctrlKey || event.metaKey) {
    const next = new Set(chosen)
    if (!next.delete(row.key)) next.add(row.key)
    return view.setState({ activeKey: row.key, chosen: next })
  }
  if (!event.shiftKey) return view.setState({ activeKey: row.key, chosen: new Set() })
  const ends = [rows.findIndex(({ key }) => key === activeKey), rows.indexOf(row)].toSorted((a, b) => a - b)
  const between = rows.slice(Math.max(0, ends[0]!), ends[1]! + 1).filter(({ type }) => type === 'call')
  return view.setState({ chosen: new Set(between.map(({ key }) => key)) })
}

interface KeyScene {
  readonly rows: readonly QueueRow[]
  readonly active: number
  readonly go: (at: number) => void
  readonly actions: QueueActions
  readonly picked: () => readonly QueueEntry[]
  readonly view: QueueViewStore
  readonly showCard: (row: QueueRow | undefined) => void
  readonly showDetails: (row: QueueRow | undefined) => void
}

const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -10, PageDown: 10 }
const moves = { ArrowUp: 'up', ArrowDown: 'down', Home: 'front', End: 'end' } as const

/** Returns a key's action; null = none. */
function keyOf(event: KeyboardEvent, scene: KeyScene): (() => void) | null {
  const { rows, active, go, actions, picked, view, showCard, showDetails } = scene
  const { key, altKey, ctrlKey, metaKey } = event
  if (altKey) {
    const step = key in moves ? moves[key as keyof typeof moves] : undefined
    return step === undefined ? null : () => actions.move(picked(), step)
  }
  const step = steps[key]
  if (step !== undefined) return () => go(active + step)
  const row = rows[active]
  switch (key) {
    case 'Home':
      return () => go(0)
    case 'End':
      return () => go(rows.length - 1)
    case ' ':
      return spaceOf(row, view, actions)
    case 'a':
      return ctrlKey || metaKey ? () => chooseAll(view, rows) : null
    case 'Enter':
      return () => showCard(row)
    case 'i':
      return () => showDetails(row)
    case 'Delete':
    case 'Backspace':
      if (row?.type === 'failed') return () => actions.dismiss(row.job)
      return () => actions.cancel(picked().map(({ callId }) => callId))
    default:
      return null
  }
}

/** Selects a call; pauses or resumes a lane. */
function spaceOf(row: QueueRow | undefined, view: QueueViewStore, actions: QueueActions): (() => void) | null {
  if (row?.type === 'call') return () => choose(view, row)
  if (row?.type === 'lane') return () => actions.setPaused(row.lane.id, !row.lane.isPaused)
  return null
}

/** Toggles its selection. */
function choose(view: QueueViewStore, row: QueueRow): void {
  if (row.type !== 'call') return
  const next = new Set(view.getState().chosen)
  if (!next.delete(row.key)) next.add(row.key)
  view.setState({ chosen: next })
}

function chooseAll(view: QueueViewStore, rows: readonly QueueRow[]): void {
  view.setState({ chosen: new Set(rows.flatMap((row) => (row.type === 'call' ? [row.key] : []))) })
}

interface Reorder {
  readonly rowAtPx: (px: number) => number
  readonly actions: QueueActions
}

interface Spot {
  readonly beforeCallId: string | null
  readonly markPx: number
}

/** Drags rows within their lane; a line shows the drop position. */
function useReorder(rows: readonly QueueRow[], lanes: readonly ArrangedLane[], { rowAtPx, actions }: Reorder) {
  const [dragged, setDragged] = useState<QueueEntry | null>(null)
  const [spot, setSpot] = useState<Spot | null>(null)
  const end = () => {
    setDragged(null)
    setSpot(null)
  }
  const spotAt = (event: DragEvent): Spot | null => {
    const waiting = lanes.find(({ id }) => id === dragged?.lane)?.waiting ?? []
    const first = rows.findIndex(({ key }) => key === waiting[0]?.callId)
    if (first < 0) return null
    const track = event.currentTarget.firstElementChild!.getBoundingClientRect()
    // In the upper half of a row it goes before it, in the lower half after it.
    const index = rowAtPx(event.clientY - track.top + rowPx / 2) - first
    const clamped = Math.max(0, Math.min(waiting.length, index))
    const topPx = topOf(rows, first) + clamped * rowPx
    return { beforeCallId: waiting[clamped]?.callId ?? null, markPx: topPx }
  }
  return {
    markPx: spot?.markPx ?? null,
    start(row: QueueRow, event: DragEvent) {
      if (row.type !== 'call') return
      event.dataTransfer.effectAllowed = 'move'
      event.dataTransfer.setData('text/plain', row.entry.callId)
      setDragged(row.entry)
    },
    handlers: {
      onDragOver(event: DragEvent) {
        if (dragged === null) return
        event.preventDefault()
        // The window accepts files and rejects everything else.
        event.stopPropagation()
        event.dataTransfer.dropEffect = 'move'
        setSpot(spotAt(event))
      },
      onDrop(event: DragEvent) {
        if (dragged === null) return
        event.preventDefault()
        event.stopPropagation()
        const dropSpot = spotAt(event)
        if (dropSpot !== null && dropSpot.beforeCallId !== dragged.callId)
          actions.moveBefore(dragged, dropSpot.beforeCallId)
        end()
      },
      onDragEnd: end,
    },
  }
}

function topOf(rows: readonly QueueRow[], at: number): number {
  return topsOf(rows)[at] ?? 0
}
