export interface LanePosition {
  readonly callId: string
  readonly position: number
}

/** Tracks which calls wait and run in each lane. Knows nothing about their content. */
export interface LaneBoard {
  /** The first value given for the number of calls that may run at once is kept. */
  open(lane: string, runningMax: number): void
  lanes(): string[]
  runningMax(lane: string): number
  /** The position behind all others. */
  nextPosition(lane: string): number
  add(lane: string, place: LanePosition): void
  /** Adds a call that is already running, regardless of limits: a service is working on it. */
  addRunning(lane: string, callId: string): void
  /** Starts the first waiting call that may start; null = none may, or enough are running. */
  take(lane: string, mayStart: (callId: string) => boolean): string | null
  /** Returns whether it was waiting. */
  remove(lane: string, callId: string): boolean
  isWaiting(callId: string): boolean
  running(lane: string): ReadonlySet<string>
  /** Returns null if one of them is not waiting in this lane; otherwise the calls whose position changed. */
  move(lane: string, callId: string, beforeCallId: string | null): LanePosition[] | null
}

interface Lane {
  readonly line: WaitingLine
  readonly running: Set<string>
  readonly runningMax: number
}

export function createLaneBoard(): LaneBoard {
  const lanes = new Map<string, Lane>()
  const laneOf = new Map<string, string>()

  function require(lane: string): Lane {
    const entry = lanes.get(lane) ?? { line: createWaitingLine(), running: new Set<string>(), runningMax: 1 }
    lanes.set(lane, entry)
    return entry
  }

  return {
    open: (lane, runningMax) => {
      if (!lanes.has(lane)) lanes.set(lane, { line: createWaitingLine(), running: new Set(), runningMax })
    },
    lanes: () => [...lanes.keys()],
    runningMax: (lane) => require(lane).runningMax,
    nextPosition: (lane) => require(lane).line.nextPosition(),
    add(lane, { callId, position }) {
      laneOf.set(callId, lane)
      require(lane).line.add({ callId, position })
    },
    addRunning: (lane, callId) => void require(lane).running.add(callId),
    take(lane, mayStart) {
      const { running, runningMax, line } = require(lane)
      const callId = running.size < runningMax ? line.takeFirst(mayStart) : null
      if (callId === null) return null
      laneOf.delete(callId)
      running.add(callId)
      return callId
    },
    remove(lane, callId) {
      const { running, line } = require(lane)
      running.delete(callId)
      laneOf.delete(callId)
      return line.remove(callId)
    },
    isWaiting: (callId) => laneOf.has(callId),
    running: (lane) => require(lane).running,
    move: (lane, callId, beforeCallId) => require(lane).line.move(callId, beforeCallId),
  }
}

type Placed = { readonly callId: string; position: number }

/** In ascending order of position. */
interface WaitingLine {
  nextPosition(): number
  add(place: Placed): void
  takeFirst(mayStart: (callId: string) => boolean): string | null
  remove(callId: string): boolean
  move(callId: string, beforeCallId: string | null): LanePosition[] | null
}

/** The smallest gap between two positions. */
const gapMin = 1e-9

function createWaitingLine(): WaitingLine {
  const line: Placed[] = []
  const byCallId = new Map<string, Placed>()

  function takeOut(callId: string): Placed | null {
    const placed = byCallId.get(callId)
    if (placed === undefined) return null
    byCallId.delete(callId)
    line.splice(indexIn(line, placed), 1)
    return placed
  }

  function move(callId: string, beforeCallId: string | null): LanePosition[] | null {
    const successor = beforeCallId === null ? null : byCallId.get(beforeCallId)
    if (successor === undefined || !byCallId.has(callId)) return null
    if (beforeCallId === callId) return []
    const moved = takeOut(callId)!
    const at = successor === null ? line.length : indexIn(line, successor)
    const [left, right] = [line[at - 1]?.position, line[at]?.position]
    moved.position = between(left, right)
    byCallId.set(callId, moved)
    line.splice(at, 0, moved)
    const isTight = left !== undefined && right !== undefined && right - left < gapMin * 2
    if (!isTight) return [{ ...moved }]
    // Rare: calls were repeatedly moved in between the same two.
    for (const [index, placed] of line.entries()) placed.position = index + 1
    return line.map((placed) => ({ ...placed }))
  }

  return {
    nextPosition: () => Math.floor(line.at(-1)?.position ?? 0) + 1,
    add(placed) {
      byCallId.set(placed.callId, placed)
      line.splice(indexIn(line, placed), 0, placed)
    },
    takeFirst(mayStart) {
      const first = line.find(({ callId }) => mayStart(callId))
      return first === undefined ? null : (takeOut(first.callId)?.callId ?? null)
    },
    remove: (callId) => takeOut(callId) !== null,
    move,
  }
}

/** Returns its index, or the one where it belongs. */
function indexIn(line: readonly Placed[], { position, callId }: LanePosition): number {
  let [from, to] = [0, line.length]
  while (from < to) {
    const middle = (from + to) >>> 1
    const middleCall = line[middle]!
    if (middleCall.position < position || (middleCall.position === position && middleCall.callId < callId))
      from = middle + 1
    else to = middle
  }
  return from
}

function between(lower: number | undefined, upper: number | undefined): number {
  if (lower === undefined) return upper === undefined ? 1 : upper - 1
  return upper === undefined ? Math.floor(lower) + 1 : (lower + upper) / 2
}
