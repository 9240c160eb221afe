import * as messages from '../../../shared/messages/en/jobs.ts'
import { createEmitter } from '../../../shared/util/create-emitter.ts'
import type { ProviderLane } from '../../providers/provider-manager.ts'
import type { Sleep } from '../sleep.ts'

/** Whether requests that may cost money are sent at all. */
export interface Spending {
  isStopped(): boolean
  /** Returns a function that unsubscribes. */
  onChanged(listener: () => void): () => void
}

/** Network status of this computer. */
export interface NetworkStatus {
  isOnline(): boolean
  /** Returns a function that unsubscribes. */
  onChanged(listener: () => void): () => void
}

interface WaitingCall {
  /** It is certain to cost nothing. */
  readonly isFree: boolean
  /** Absent = it is not. */
  readonly isHeld?: boolean
  /** Its service has it already: pauses and limits are not for it. Absent = it has not. */
  readonly isSent?: boolean
}

/** Decides which lanes may start a call, and why others may not. */
export interface LaneGate {
  know(lane: string, facts: Pick<ProviderLane, 'label' | 'needsNetwork'>): void
  label(lane: string): string
  isOpen(lane: string, call: WaitingCall): boolean
  /** For display; null = it is open. */
  why(lane: string, call: WaitingCall): string | null
  /** null = all lanes. */
  isPaused(lane: string | null): boolean
  /** null = all lanes; resuming all of them ends every pause. */
  setPaused(lane: string | null, isPaused: boolean): void
  /** Its service is unreachable at the moment. */
  hold(lane: string, ms: number): void
  isOnline(): boolean
  waitsForNetwork(lane: string): boolean
  /** Called when some lanes may have opened or closed. */
  onMoved(listener: () => void): void
  dispose(): void
}

export const allLanes = '*'

interface LaneGateNeeds {
  readonly network: NetworkStatus | null
  readonly spending: Spending | null
  readonly sleep: Sleep
}

export function createLaneGate({ network, spending, sleep }: LaneGateNeeds): LaneGate {
  const moved = createEmitter()
  const facts = new Map<string, Pick<ProviderLane, 'label' | 'needsNetwork'>>()
  const paused = new Set<string>()
  const pausedLanes = new Set<string>()
  const closing = new AbortController()
  const stopNetwork = network?.onChanged(moved.emit)
  const stopSpending = spending && watchSpending(spending, moved.emit)

  const isOnline = () => network?.isOnline() ?? true
  const waitsForNetwork = (lane: string) => network !== null && facts.get(lane)?.needsNetwork === true
  const label = (lane: string) => facts.get(lane)?.label ?? lane

  function whyUnsent(lane: string, { isFree, isHeld = false }: WaitingCall): string | null {
    if (isHeld) return messages.heldSinceStart
    if (paused.has(allLanes)) return messages.queuePaused
    if (paused.has(lane)) return messages.servicePaused({ label: label(lane) })
    return !isFree && spending?.isStopped() ? messages.setLimits : null
  }

  function why(lane: string, call: WaitingCall): string | null {
    const reason = call.isSent === true ? null : whyUnsent(lane, call)
    if (reason !== null) return reason
    if (waitsForNetwork(lane) && !isOnline()) return messages.noNetwork
    return pausedLanes.has(lane) ? messages.serviceUnreachable({ label: label(lane) }) : null
  }

  return {
    know: (lane, lanes) => void facts.set(lane, lanes),
    label,
    why,
    isOpen: (lane, call) => why(lane, call) === null,
    isPaused: (lane) => paused.has(lane ?? allLanes),
    setPaused(lane, isPaused) {
      if (isPaused) paused.add(lane ?? allLanes)
      else if (lane === null) paused.clear()
      else paused.delete(lane)
      moved.emit()
    },
    hold(lane, ms) {
      pausedLanes.add(lane)
      sleep(ms, closing.signal).then(
        () => {
          pausedLanes.delete(lane)
          moved.emit()
        },
        () => undefined,
      )
    },
    isOnline,
    waitsForNetwork,
    onMoved: moved.on,
    dispose() {
      stopNetwork?.()
      stopSpending?.()
      closing.abort()
    },
  }
}

/** The settings change far more often than their spending limits. */
function watchSpending(spending: Spending, onMoved: () => void): () => void {
  let wasStopped = spending.isStopped()
  return spending.onChanged(() => {
    if (spending.isStopped() === wasStopped) return
    wasStopped = !wasStopped
    onMoved()
  })
}
