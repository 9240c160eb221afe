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
    const found = lanes.get(lane) ?? { line: createWaitingLine(), running: new Set<string>(), runningMax: 1 }
    lanes.set(lane, found)
    return found
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
  const known = new Map<string, Placed>()

  function takeOut(callId: string): Placed | null {
    const placed = known.get(callId)
    if (placed === undefined) return null
    known.delete(callId)
    line.splice(indexIn(line, placed), 1)
    return placed
  }

  function move(callId: string, beforeCallId: string | null): LanePosition[] | null {
    const before = beforeCallId === null ? null : known.get(beforeCallId)
    if (before === undefined || !known.has(callId)) return null
    if (beforeCallId === callId) return []
    const moved = takeOut(callId)!
    const at = before === null ? line.length : indexIn(line, before)
    const [left, right] = [line[at - 1]?.position, line[at]?.position]
    moved.position = between(left, right)
    known.set(callId, moved)
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
      known.set(placed.callId, placed)
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
    const there = line[middle]!
    if (there.position < position || (there.position === position && there.callId < callId)) from = middle + 1
    else to = middle
  }
  return from
}

function between(left: number | undefined, right: number | undefined): number {
  if (left === undefined) return right === undefined ? 1 : right - 1
  return right === undefined ? Math.floor(left) + 1 : (left + right) / 2
}
